import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moversOf } from '../../src/answers/movers.ts';
import { openWorld, type World } from '../../src/answers/world.ts';
import type { Conversation, Grant } from '../../src/core/access.ts';
import { daysAgo, type Period, parsePeriod } from '../../src/core/period.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import type { SnapshotPart } from '../../src/core/snapshot.ts';
import { splitWords } from '../../src/core/words.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from '../storage/engines.ts';
import { countingSql } from '../support/counting-sql.ts';
import { buildReading, copy, partsOf, type Reading, rescore } from '../support/posture.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 6));
const NOW = day(11);
const id = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
const scope = (n: number): Scope => ({ kind: 'subscription', id: id(n), name: `Subscription ${n}` });
const PROD: Scope = { kind: 'management-group', id: 'mg-prod', name: 'Production' };
const TERMINAL: Conversation = { key: 'terminal', kind: 'terminal', shared: false };
const CHANNEL: Conversation = { key: 'slack:T1/C1', kind: 'channel', shared: false };

/** What happens to whom on the second day; whoever is not named stays as it was. */
const ROSE = 0;
const FELL = 1;
const CAME = 2;
const UNREAD = 3;
const GONE = 4;
const DISABLED = 5;
const UNSCORED = 6;
const JOINED_PROD = 7;
const NEVER_READ = 99;
const COUNT = 10;

const turn = (reading: Reading, n: number, status: 'healthy' | 'unhealthy') => {
  for (const one of reading.subscriptions[n]?.assessments.slice(0, 20) ?? []) one.status = status;
};
const keep = (reading: Reading, left: readonly number[]) => {
  const ids = left.map(id);
  reading.subscriptions = reading.subscriptions.filter(({ subscription }) => !ids.includes(subscription.id));
};

/** The first day: the one fails much, the other little, one is not there yet. */
function firstDay(base: Reading): Reading {
  const reading = copy(base);
  turn(reading, ROSE, 'unhealthy');
  turn(reading, FELL, 'healthy');
  turn(reading, JOINED_PROD, 'healthy');
  rescore(reading);
  keep(reading, [CAME]);
  return reading;
}

function secondDay(base: Reading): Reading {
  const reading = copy(base);
  turn(reading, ROSE, 'healthy');
  turn(reading, FELL, 'unhealthy');
  turn(reading, JOINED_PROD, 'unhealthy');
  rescore(reading);
  const joined = reading.subscriptions[JOINED_PROD];
  if (joined !== undefined) joined.subscription.ancestors = ['mg-prod', 'mg-root'];
  const unscored = reading.subscriptions[UNSCORED];
  if (unscored !== undefined) {
    unscored.subscription.state = 'no-score';
    unscored.score = null;
  }
  const off = reading.subscriptions[DISABLED]?.subscription;
  const others: SnapshotPart[] = [
    { kind: 'unread', id: id(UNREAD), name: null },
    { kind: 'unread', id: id(NEVER_READ), name: 'Never read' },
    { kind: 'gone', id: id(GONE) },
    ...(off === undefined
      ? []
      : [{ kind: 'disabled' as const, subscription: { ...off, state: 'disabled' as const } }]),
  ];
  keep(reading, [UNREAD, GONE, DISABLED]);
  return { ...reading, others };
}

const said = (text: string): Period => parsePeriod(splitWords(text)) ?? daysAgo(7);
const percentage = (reading: Reading, n: number): number => {
  const score = reading.subscriptions.find(({ subscription }) => subscription.id === id(n))?.score;
  if (score == null || score === 'kept') throw new Error(`${n} has no score`);
  return (100 * score.current) / score.max;
};
const numbers = (rows: readonly { id: string }[]) => rows.map((row) => Number(row.id.slice(-12)));
const scopesOf = (rows: readonly { scope: Scope }[]) => numbers(rows.map((row) => row.scope));

describe.each(engines)('movers on $name', ({ open }) => {
  let stores: Stores;
  let sql: ReturnType<typeof countingSql>;
  const base = buildReading({ subscriptions: COUNT, resources: 20, recommendations: 12, controls: 4 });
  const [first, second] = [firstDay(base), secondDay(base)];
  const worldOf = (grants: Grant[] = [], where = TERMINAL): Promise<World> => {
    const source = () => Promise.reject(new Error('Azure is not asked'));
    return openWorld({ posture: stores.posture, source, now: NOW }, grants, where);
  };
  const asked = async (text: string, scope: Scope = ALL, world?: World) =>
    moversOf(world ?? (await worldOf()), scope, said(text), 'UTC');

  beforeAll(async () => {
    sql = countingSql(await open());
    stores = await openStores(sql);
    await stores.posture.ingest(day(1), partsOf(copy(first)));
    await stores.posture.ingest(day(3), partsOf(copy(first)));
    await stores.posture.ingest(day(10), partsOf(copy(second)));
  });
  afterAll(() => stores.close());

  test('who rose and who fell, as the two readings have it', async () => {
    const data = await asked('7d');
    expect(data).toMatchObject({ scope: ALL, since: day(3).toISOString(), until: day(10).toISOString() });
    expect(data.rose).toEqual([
      {
        ...{ scope: scope(ROSE), percentage: percentage(second, ROSE) },
        change: percentage(second, ROSE) - percentage(first, ROSE),
      },
    ]);
    expect(scopesOf(data.fell).toSorted()).toEqual([FELL, JOINED_PROD]);
    for (const { scope, change } of data.fell) {
      const n = Number(scope.id.slice(-12));
      expect(change).toBe(percentage(second, n) - percentage(first, n));
      expect(change).toBeLessThan(-1);
    }
  });

  test('nobody else, and each for its reason', async () => {
    const data = await asked('7d');
    expect(data.unmoved).toBe(COUNT - 8);
    expect(numbers(data.appeared)).toEqual([CAME]);
    expect(numbers(data.unreadable).toSorted((a, b) => a - b)).toEqual([UNREAD, NEVER_READ]);
    expect([data.unscored, data.left]).toEqual([1, 2]);
    expect(data.notVisible).toEqual({ subscriptions: 2, managementGroups: 0 });
  });

  test('of a group, whose new member has no earlier score in it', async () => {
    const data = await asked('7d', PROD);
    expect([scopesOf(data.rose), scopesOf(data.fell)]).toEqual([[ROSE], []]);
    expect(numbers(data.appeared)).toEqual([CAME, JOINED_PROD]);
    // 8 stayed; 6 has no score; 4 is gone.
    expect([data.unmoved, data.unscored, data.left]).toEqual([1, 1, 1]);
    expect(scopesOf((await asked('7d', scope(FELL))).fell)).toEqual([FELL]);
  });

  test('only what the conversation may see', async () => {
    const grant = (of: Grant['scope']): Grant => ({
      ...{ conversation: CHANNEL.key, by: 'terminal', at: NOW.toISOString(), scope: of },
    });
    const some = await worldOf([grant(scope(FELL)), grant(scope(GONE))], CHANNEL);
    const data = await asked('7d', ALL, some);
    expect([data.rose, scopesOf(data.fell)]).toEqual([[], [FELL]]);
    expect(data).toMatchObject({ unmoved: 0, appeared: [], unreadable: [], unscored: 0, left: 1 });
    expect(JSON.stringify(data)).not.toContain(id(ROSE));
    const group = await asked('7d', ALL, await worldOf([grant(PROD)], CHANNEL));
    expect({ ...group, scope: PROD }).toEqual(await asked('7d', PROD));
  });

  test('since a moment before all history, the oldest snapshot, and says so', async () => {
    const data = await asked('3 months');
    expect(data.since).toBe(day(1).toISOString());
    expect(Date.parse(data.asked.from)).toBeLessThan(day(1).getTime());
    expect(data.rose).toEqual((await asked('7d')).rose);
  });

  test('nothing where no snapshot is newer', async () => {
    const data = await asked('1h');
    expect(data).toMatchObject({ since: day(10).toISOString(), until: day(10).toISOString(), unmoved: 0 });
    expect([data.rose, data.fell]).toEqual([[], []]);
  });

  test('between two days, without what came after them', async () => {
    const data = await asked('between 2026-01-01 and 2026-01-05');
    expect(data).toMatchObject({ since: day(1).toISOString(), until: day(3).toISOString() });
    // One had not come, one is gone since; one that cannot be read now could be read then.
    expect(data).toMatchObject({ rose: [], fell: [], unmoved: COUNT - 2, left: 1, unscored: 0 });
    expect(numbers(data.unreadable)).toEqual([]);
    const whole = await asked('between 2026-01-01 and 2026-01-10');
    expect(whole).toMatchObject({ until: day(10).toISOString(), unmoved: COUNT - 8 });
    expect(scopesOf(whole.rose)).toEqual([ROSE]);
  });

  test('reads as much for ten as for one: two statements', async () => {
    const world = await worldOf();
    sql.reset();
    await asked('7d', ALL, world);
    const { statements, returned } = sql.counts();
    // One row for the moments; one for each, and for the one that was never read.
    expect([statements, returned]).toEqual([2, 1 + COUNT + 1]);
    sql.reset();
    await asked('7d', scope(FELL), world);
    expect([sql.counts().statements, sql.counts().returned]).toEqual([2, 2]);
  });
});

test('movers before any snapshot are nobody, and not an error', async () => {
  const [engine] = engines;
  if (engine === undefined) throw new Error('no engine');
  const stores = await openStores(await engine.open());
  const { catalog, subscriptions } = buildReading();
  const estate = {
    groups: catalog.groups,
    subscriptions: subscriptions.map(({ subscription }) => ({ ...subscription, unreadSince: null })),
    unreadGroups: [],
  };
  const readPosture = async () => ({ estate, scores: [], cells: [], controls: [] });
  const source = async () => ({ readPosture }) as never;
  const world = await openWorld({ posture: stores.posture, source, now: NOW }, [], TERMINAL);
  const data = await moversOf(world, ALL, daysAgo(7), 'UTC');
  expect(data).toMatchObject({ since: null, rose: [], fell: [], unmoved: 0 });
  await stores.close();
});
