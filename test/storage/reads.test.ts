import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scopeMax } from '../../src/core/secure-score.ts';
import type { Stores } from '../../src/ports.ts';
import { idLists, type Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { type CountingSql, countingSql } from '../support/counting-sql.ts';
import {
  buildReading,
  copy,
  partsOf,
  type Reading,
  rescore,
  SMALL,
  TEN_THOUSAND,
} from '../support/posture.ts';
import { engines } from './engines.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 6));
const ID = '00000000-0000-0000-0000-000000000000';

describe.each(engines)('posture reads on $name', ({ name, open }) => {
  let sql: CountingSql;
  let stores: Stores;

  beforeEach(async () => {
    sql = countingSql(await open());
    stores = await openStores(sql);
  });
  afterEach(() => stores.close());

  /** Every day one assessment in ten has another state than the day before. */
  async function live(reading: Reading, days: number): Promise<Reading[]> {
    const readings: Reading[] = [];
    for (let n = 1; n <= days; n++) {
      const today = copy(readings.at(-1) ?? reading);
      for (const read of today.subscriptions) {
        for (const [at, one] of read.assessments.entries()) {
          if (n > 1 && at % 10 === n % 10) one.status = one.status === 'healthy' ? 'unhealthy' : 'healthy';
        }
      }
      await stores.posture.ingest(day(n), partsOf(rescore(today)));
      readings.push(today);
    }
    return readings;
  }

  test('an empty database answers, with nothing', async () => {
    const { posture } = stores;
    expect(await posture.latest()).toBeNull();
    expect(await posture.snapshotsAt([day(1)])).toEqual([]);
    expect(await posture.snapshotsAt([])).toEqual([]);
    expect(await posture.estate()).toEqual({ groups: [], subscriptions: [], unreadGroups: [] });
    expect(await posture.scores([1], null)).toEqual([]);
    expect(await posture.scores([], null)).toEqual([]);
    expect(await posture.cells(1, null)).toEqual([]);
    expect(await posture.maximum(1, null)).toBe(0);
    expect(await posture.maximum(1, [])).toBe(0);
    expect(await posture.controls()).toEqual([]);
    expect(await posture.recommendations()).toEqual([]);
  });

  test('reads back what was stored, as of each snapshot', async () => {
    const readings = await live(buildReading(), 4);
    for (const [index, { subscriptions }] of readings.entries()) {
      const ids = subscriptions.map(({ subscription }) => subscription.id);
      const points = await stores.posture.scores([index + 1], null);
      expect(points).toEqual(
        subscriptions.map(({ subscription: { id, kind, state, ancestors }, score }) => ({
          ...{ snapshot: index + 1, subscription: { id, kind, state, ancestors }, score },
        })),
      );
      const cells = subscriptions.flatMap((read) =>
        read.controls.map((row) => ({ subscription: read.subscription.id, ...row })),
      );
      const byId = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
      expect((await stores.posture.cells(index + 1, ids)).sort(byId)).toEqual(cells.sort(byId));
      expect(await stores.posture.maximum(index + 1, null)).toBe(scopeMax(cells));
      const some = ids.slice(1, 2);
      expect(await stores.posture.maximum(index + 1, some)).toBe(
        scopeMax(cells.filter((cell) => some.includes(cell.subscription))),
      );
    }
    const { controls, recommendations } = buildReading().catalog;
    const sortedList = (list: readonly string[]) => [...list].sort();
    expect(
      (await stores.posture.controls()).map((one) => ({
        ...one,
        recommendations: sortedList(one.recommendations),
      })),
    ).toEqual(controls.map((one) => ({ ...one, recommendations: sortedList(one.recommendations) })));
    expect(await stores.posture.recommendations()).toEqual(recommendations);
  });

  test('snapshots at moments: at or before, else the oldest', async () => {
    await live(buildReading(), 3);
    const at = async (...moments: Date[]) => (await stores.posture.snapshotsAt(moments)).map((one) => one.id);
    expect(await at(day(3), new Date(day(3).getTime() - 1), day(1), day(-20), day(40))).toEqual([
      3, 2, 1, 1, 3,
    ]);
    expect(await stores.posture.latest()).toEqual({ id: 3, takenAt: '2026-01-03T06:00:00.000Z' });
  });

  test('scores of many snapshots and ids in any number and case', async () => {
    await live(buildReading(), 10);
    const snapshots = Array.from({ length: 10 }, (_, index) => index + 1);
    const points = await stores.posture.scores(snapshots, [ID.toUpperCase(), 'unheard-of', ID]);
    expect(points.map((point) => point.snapshot)).toEqual(snapshots);
    expect(await stores.posture.scores(snapshots, [])).toEqual([]);
    expect(await stores.posture.cells(1, [])).toEqual([]);
  });

  describe.each([
    ['small', SMALL],
    ['10k', TEN_THOUSAND],
  ])('the cost of a question, %s', (_, size) => {
    test.each([1, 50])(
      'score of a subscription after %i snapshots',
      async (history) => {
        await live(buildReading(size), history);
        sql.reset();
        const latest = await stores.posture.latest();
        const then = await stores.posture.snapshotsAt([
          day(history - 1),
          day(history - 7),
          day(history - 30),
          day(0),
        ]);
        const four = [latest?.id ?? 0, ...then.slice(0, 3).map((one) => one.id)];
        await stores.posture.scores(four, [ID]);
        await stores.posture.cells(latest?.id ?? 0, [ID]);
        const { statements, returned } = sql.counts();
        expect(statements).toBeLessThanOrEqual(6);
        expect(returned).toBeLessThanOrEqual(size.controls + 5);
      },
      60_000,
    );
  });

  const plans = name === 'sqlite' ? sqlitePlan : postgresPlan;
  test('no plan holds a scan of what grows with the tenant or its history', async () => {
    await live(buildReading(), 3);
    const { posture } = stores;
    await posture.snapshotsAt([day(2)]);
    for (const ids of [null, [ID], [ID, 'another', 'third']]) {
      await posture.scores([1, 2, 3], ids);
      await posture.cells(2, ids);
      await posture.maximum(2, ids);
      await posture.tallies(ids);
    }
    await posture.estate();
    const texts = [...sql.counts().texts].filter((text) => /^(select|insert|delete|update)/.test(text));
    expect(texts.length).toBeGreaterThan(40);
    const scans: string[] = [];
    for (const text of texts) scans.push(...(await plans(sql, text)).map((line) => `${line} <- ${text}`));
    // Clearing what a crashed first load left is the one exception; it runs without a snapshot only.
    expect(scans.filter((line) => !/<- delete from \w+$/.test(line))).toEqual([]);
  });
});

const GROWING = ['assessment', 'change', 'control_score', 'score', 'flow'];

/** The steps of a plan that walk too far. */
async function sqlitePlan(sql: Sql, text: string): Promise<string[]> {
  const values = Array<null>(new Set(text.match(/\$\d+/g)).size).fill(null);
  const steps = await sql.all<{ detail: string }>(`explain query plan ${text}`, values);
  return steps.map(({ detail }) => detail).filter((line) => walks(line, text));
}

/** Where no index serves; that a small table is read as a whole all the same is PostgreSQL's to decide. */
async function postgresPlan(sql: Sql, text: string): Promise<string[]> {
  await sql.all("select set_config('enable_seqscan', 'off', false)");
  const steps = await sql.all<Record<'QUERY PLAN', string>>(`explain (generic_plan) ${text}`);
  const scan = new RegExp(`Seq Scan on (?:${GROWING.join('|')})\\b`);
  return steps.map((step) => step['QUERY PLAN']).filter((line) => scan.test(line));
}

/**
 * A step that walks a whole growing table, or the whole history of one subscription: scores are found by their complete
 * key, and only the search for the newest one (`x`) stops before it. Aliases count as their tables.
 */
function walks(line: string, text: string): boolean {
  const [, how, alias = ''] = /^(SCAN|SEARCH) (\w+)/.exec(line) ?? [];
  const table = new RegExp(`(?:from|join) (\\w+) ${alias}\\b`).exec(text)?.[1] ?? alias;
  if (how === undefined) return false;
  if (how === 'SCAN') return GROWING.includes(table);
  return ['control_score', 'score'].includes(table) && alias !== 'x' && !line.includes('snapshot_id=?');
}

describe('idLists', () => {
  test('fills up to a power of two, splits what is too long, keeps all as all', () => {
    expect(idLists(null)).toEqual([null]);
    expect(idLists([])).toEqual([]);
    expect(idLists(['A', 'b', 'c'])).toEqual([['a', 'b', 'c', 'c']]);
    const lists = idLists(Array.from({ length: 20_000 }, (_, index) => `${index}`));
    expect(lists.map((list) => list?.length)).toEqual([16_384, 4_096]);
    expect(new Set(lists.flat()).size).toBe(20_000);
  });
});
