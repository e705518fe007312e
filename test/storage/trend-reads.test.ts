import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MemberHistory } from '../../src/core/history.ts';
import { engines } from './engines.ts';
import { ingestAll, type Opened, openCounted } from './trend-database.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const at = (hours: number) => new Date(START + hours * HOUR);
const ID = '00000000-0000-0000-0000-000000000000';

describe.each(engines)('history on $name', ({ name, open }) => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await openCounted(await open());
  });
  afterEach(() => opened.stores.close());

  async function membersOf(members: AsyncIterable<readonly MemberHistory[]>): Promise<MemberHistory[]> {
    const all: MemberHistory[] = [];
    for await (const slice of members) all.push(...slice);
    return all;
  }
  const history = (from: Date, to: Date, ids: string[] | null = [ID], maxima = false) =>
    opened.stores.posture.history({ from, to, ids, maxima });

  test('an empty database has none', async () => {
    const { snapshots, members } = await history(at(0), at(10), null, true);
    expect([snapshots, await membersOf(members)]).toEqual([[], []]);
  });

  test('rows come where something changed, and the first is what held at the start', async () => {
    await ingestAll(opened, [at(0), at(1), at(2), at(3), at(4)], (n) => (n < 3 ? 0 : n));
    const { snapshots, members } = await history(at(1.5), at(9));
    expect(snapshots.map(({ id }) => id)).toEqual([2, 3, 4, 5]);
    const [member] = await membersOf(members);
    expect(member?.scores.map(({ snapshot }) => snapshot)).toEqual([1, 4, 5]);
    expect(member?.places.map(({ snapshot }) => snapshot)).toEqual([1]);
    expect(member?.maxima).toEqual([]);
    const [wide] = await membersOf((await history(at(1.5), at(9), [ID], true)).members);
    expect(wide?.maxima.length).toBeGreaterThan(0);
    expect(new Set(wide?.maxima.map(({ snapshot }) => snapshot))).toEqual(new Set([1]));
  });

  test('up to 400 snapshots come whole, more as the last of each UTC day beside the carried one', async () => {
    const { sql } = opened;
    await ingestAll(opened, [at(0), at(1)], () => 0);
    await sql.batch([
      {
        sql: 'insert into snapshot (id, taken_at, changes) values ($1, $2, 0)',
        rows: Array.from({ length: 500 }, (_, n) => [n + 3, at(n + 2).getTime()]),
      },
    ]);
    const whole = await history(at(0.5), at(400));
    expect(whole.snapshots).toHaveLength(401);
    const daily = await history(at(0.5), at(401));
    expect(daily.snapshots[0]?.at).toBe(at(0).getTime());
    expect(daily.snapshots.slice(1, 3).map((one) => one.at)).toEqual([at(23).getTime(), at(47).getTime()]);
    expect(daily.snapshots.at(-1)?.at).toBe(at(401).getTime());
    expect(daily.snapshots).toHaveLength(1 + 17);
  });

  test('a subscription reads its own rows, whatever else is stored', async () => {
    await ingestAll(
      opened,
      Array.from({ length: 40 }, (_, n) => at(24 * n)),
      (n) => n,
    );
    const { sql } = opened;
    sql.reset();
    const { members } = await history(at(24 * 9.5), at(24 * 40));
    await membersOf(members);
    const { statements, returned } = sql.counts();
    expect(statements).toBe(3);
    expect(returned).toBeLessThanOrEqual(31 + 1 + 31);
  });

  test('what a control is worth comes once for each time that it changed', async () => {
    await ingestAll(
      opened,
      [1, 2, 3, 4, 5].map((n) => at(n)),
      () => 0,
    );
    const columns = 'current, max, healthy, unhealthy, not_applicable, vanished';
    await opened.sql.batch(
      [
        [2, 30],
        [3, 30],
        [4, 31],
        [5, 31],
      ].map(([snapshot, max]) => ({
        sql: `insert into control_score (subscription_id, control_id, snapshot_id, ${columns})
          select subscription_id, control_id, ${snapshot}, current, ${max}, healthy, unhealthy, not_applicable, 0
          from control_score where subscription_id = 1 and control_id = 1 and snapshot_id = 1`,
      })),
    );
    const moves = async (from: Date) => {
      const [member] = await membersOf((await history(from, at(9), [ID], true)).members);
      const control = member?.maxima.find(({ max }) => max === 31)?.control;
      return member?.maxima.flatMap((row) => (row.control === control ? [[row.snapshot, row.max]] : []));
    };
    expect((await moves(at(0)))?.slice(1)).toEqual([
      [2, 30],
      [4, 31],
    ]);
    expect(await moves(at(3))).toEqual([
      [3, 30],
      [4, 31],
    ]);
  });

  test('several subscriptions and any case of their ids', async () => {
    await ingestAll(opened, [at(0), at(1)], (n) => n, 40);
    const all = await membersOf((await history(at(0), at(9), null, true)).members);
    expect(all).toHaveLength(40);
    expect(all.every(({ scores, maxima }) => scores.length > 0 && maxima.length > 0)).toBe(true);
    const ids = all.slice(3, 21).map(({ id }) => id);
    const some = await membersOf((await history(at(0), at(9), [...ids, 'unheard-of'], true)).members);
    expect(some).toEqual(all.slice(3, 21));
    expect(await membersOf((await history(at(0), at(9), [ID.toUpperCase()])).members)).toHaveLength(1);
    expect(await membersOf((await history(at(0), at(9), [])).members)).toEqual([]);
  });

  test('no plan walks a table that grows, but from its own key', async ({ skip }) => {
    skip(name !== 'sqlite', 'it reads the words of SQLite\'s "explain query plan"');
    await ingestAll(opened, [at(0), at(1)], (n) => n);
    const { sql } = opened;
    sql.reset();
    await membersOf((await history(at(0), at(9), [ID])).members);
    await membersOf((await history(at(0), at(9), null, true)).members);
    const texts = [...sql.counts().texts];
    const steps: string[] = [];
    for (const text of texts) {
      const values = Array<null>(new Set(text.match(/\$\d+/g)).size).fill(null);
      steps.push(
        ...(await sql.all<{ detail: string }>(`explain query plan ${text}`, values)).map((one) => one.detail),
      );
    }
    expect(steps.length).toBeGreaterThan(8);
    // `c`, `h` and `p` are score, control_score and placement.
    expect(steps.filter((step) => /^SCAN (c|h|p|score|control_score|placement)\b/.test(step))).toEqual([]);
    const ranges = steps.filter((step) => /^SEARCH (c|h|p) /.test(step));
    expect(ranges.length).toBeGreaterThan(0);
    expect(ranges.filter((step) => !/snapshot_id>\? AND snapshot_id<\?/.test(step))).toEqual([]);
  });
});
