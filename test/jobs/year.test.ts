import { expect, test } from 'vitest';
import { ENGINE, openFresh } from '../support/database.ts';
import { ASKED, type Asked, threadsOf } from '../support/lived-year/asked.ts';
import { Broken } from '../support/lived-year/failures.ts';
import { digestsOf, kindOf, postsAbout, postsOf, saysLate } from '../support/lived-year/heard.ts';
import { isReadable, type Lived, lived } from '../support/lived-year/live.ts';
import type { Seen } from '../support/lived-year/platforms.ts';
import { BLIND, DOWN, EVERY } from '../support/lived-year/times.ts';

/** `SEED=8` is another year, with other falls and failures. */
const SEED = Number(process.env.SEED ?? 7);
const MARKED = /^Recovered: |^5 scopes dropped together.*, and all have recovered\./u;
/** Nothing read for so long is told: three snapshots. */
const STALE = 3 * EVERY;

type Counts = ReturnType<typeof zero>;
const zero = () => ({
  ...{ digests: 0, late: 0, alerts: 0, further: 0, recoveries: 0, rollUps: 0, stale: 0, overs: 0 },
  ...{ posts: 0, duplicates: 0 },
});

test('a year of digests and alerts on both platforms, with downtime and failures: everything once, and nothing else', {
  timeout: 1_800_000,
}, async () => {
  const sql = await openFresh();
  const year = await lived(SEED, sql);
  await sql.close();
  const counts = zero();
  for (const asked of ASKED) expectHeard(asked, year, counts);
  // Whatever was logged as a fault was one of those that were put there.
  for (const { level, detail } of year.logged)
    if (level === 'error') expect(Reflect.get(detail, 'error')).toBeInstanceOf(Broken);
  expect(year.dead).toEqual([]);
  const falls = {
    falls: year.falls.length,
    true: year.falls.filter(({ depths }) => depths.length > 0).length,
  };
  const failures = { ...year.counts, restarts: year.restarts, down: DOWN.length, blind: BLIND.length };
  console.info(JSON.stringify({ engine: ENGINE, seed: SEED, ...falls, ...counts, ...failures }));
  expect(counts.duplicates).toBeGreaterThan(20);
  for (const count of Object.values(year.counts)) expect(count).toBeGreaterThan(0);
});

/** All that one conversation saw, taken away from its posts piece by piece until nothing is left. */
function expectHeard(asked: Asked, year: Lived, counts: Counts): void {
  const posts = year.seen.filter(({ conversation }) => conversation === asked.key);
  const left = new Set(posts);
  const once = (kind: keyof Counts, found: readonly Seen[], what: string) => {
    expectOnce(found, year, `${asked.key}: ${what}`);
    for (const one of found) left.delete(one);
    counts[kind] += 1;
    counts.duplicates += found.length - 1;
  };
  counts.posts += posts.length;
  const dues = digestsOf(asked);
  for (const [n, { at, late }] of dues.entries()) {
    const found = postsOf(posts, dues, n);
    once('digests', found, `the digest of ${new Date(at).toISOString()}`);
    for (const one of found) expect(saysLate(one)).toBe(late);
    counts.late += late ? 1 : 0;
  }
  for (const thread of threadsOf(asked, year.falls)) {
    const what = `${thread.scopes.join(', ')} from ${new Date(thread.told.from).toISOString()}`;
    const { first, further, over } = postsAbout(posts, thread);
    once(thread.scopes.length === 1 ? 'alerts' : 'rollUps', first, `${what}: told`);
    for (const found of further) once('further', found, `${what}: told further`);
    for (const found of over) once('recoveries', found, `${what}: over`);
    const marked = first.some(({ edits, unchanged }) => unchanged > 0 || MARKED.test(edits.at(-1) ?? ''));
    expect(marked, `${what}: says on its card that it is over`).toBe(true);
  }
  for (const silence of [...DOWN, ...BLIND]) {
    const told = [...left].filter((one) => kindOf(one) === 'stale' && isOf(one, silence));
    const ids = new Set(told.map(({ id }) => id));
    const over = [...left].filter((one) => kindOf(one) === 'over' && ids.has(one.thread ?? ''));
    // Whoever was down may have read something again before it could say that nothing was read.
    if (told.length + over.length === 0 && !isTold(silence)) continue;
    once('stale', told, 'nothing is read');
    once('overs', over, 'something is read again');
  }
  expect([...left].map(({ at, said }) => [new Date(at).toISOString(), said])).toEqual([]);
}

type Silence = (typeof DOWN)[number];
const isOf = ({ at }: Seen, { from, to }: Silence) =>
  to - from + EVERY > STALE && at > from && at < to + EVERY;
const isTold = (silence: Silence) => BLIND.includes(silence) && silence.to - silence.from > STALE;

/** Once; or twice, where something failed between the post and its record, and nobody could look whether it was there. */
function expectOnce([one, ...again]: readonly Seen[], { unrecorded }: Lived, what: string): void {
  expect(one, what).toBeDefined();
  if (one === undefined || again.length === 0) return;
  expect(again, what).toHaveLength(1);
  expect(isReadable(one.conversation), `twice, where it could be looked for: ${what}`).toBe(false);
  const between = unrecorded.filter(
    ({ conversation, at }) => conversation === one.conversation && at === one.at,
  );
  expect(between, `twice for no reason: ${what}`).not.toHaveLength(0);
}
