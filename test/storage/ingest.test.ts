import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Health, SnapshotPart, SubscriptionRead } from '../../src/core/snapshot.ts';
import type { Stores } from '../../src/ports.ts';
import { FLOW_CAUSES } from '../../src/storage/ingest/flow.ts';
import { ingest } from '../../src/storage/ingest/ingest.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { type CountingSql, type Counts, countingSql } from '../support/counting-sql.ts';
import {
  buildReading,
  copy,
  partsOf,
  type Reading,
  rescore,
  resourceAt,
  SMALL,
  TEN_THOUSAND,
} from '../support/posture.ts';
import { engines } from './engines.ts';
import { readBack, sorted } from './read-back.ts';

const day = (n: number) => new Date(Date.UTC(2026, 9, n, 6));

/** What a reading with changes may write: its log, its state, and what they touch. Fails on anything more. */
function expectWritten({ written }: Counts, rows: Record<string, number>) {
  expect(written).toEqual({ ...rows, snapshot: 1 });
}

const first = (reading: Reading): SubscriptionRead => {
  const [read] = reading.subscriptions;
  if (read === undefined) throw new Error('no subscription');
  return read;
};

/** Changes seven assessments of the first subscription: 3 turn, 2 leave, 2 of a new resource arrive. */
function sevenChanges(reading: Reading): Reading {
  const next = copy(reading);
  const read = first(next);
  for (const one of read.assessments.filter(({ status }) => status === 'healthy').slice(0, 3))
    one.status = 'unhealthy';
  read.assessments = read.assessments.slice(0, -2);
  for (const recommendation of ['rec-0', 'rec-1']) {
    const where = resourceAt(read.subscription.id, 9_999);
    read.assessments = [
      ...read.assessments,
      { ...where, recommendation, status: 'unhealthy', cause: '', changedAt: '2026-10-02T00:00:00.000Z' },
    ];
  }
  return rescore(next);
}

describe.each(engines)('ingest on $name', ({ open }) => {
  let sql: CountingSql;
  let stores: Stores;

  beforeEach(async () => {
    sql = countingSql(await open());
    stores = await openStores(sql);
  });
  afterEach(() => stores.close());

  const take = (n: number, reading: Reading, parts: AsyncIterable<SnapshotPart> = partsOf(reading)) => {
    sql.reset();
    return stores.posture.ingest(day(n), parts);
  };
  const rowsOf = async (table: string, where = '') =>
    (await sql.all<Record<string, number>>(`select * from ${table} ${where}`)).length;
  const snapshotOf = async (reading: Reading) => {
    const other = await open();
    const fresh = await openStores(other);
    await fresh.posture.ingest(day(1), partsOf(reading));
    const read = await readBack(other, fresh.posture);
    await fresh.close();
    return read;
  };

  test('the first snapshot stores everything and no log', async () => {
    const reading = buildReading();
    const summary = await take(1, reading);
    expect(summary).toEqual({
      ...{ id: 1, takenAt: '2026-10-01T06:00:00.000Z', assessments: 252, changes: 0 },
      ...{ unreadable: [], requests: 3, rejected: {} },
    });
    expect(await rowsOf('assessment')).toBe(252);
    expect(await rowsOf('change')).toBe(0);
    expect(await rowsOf('flow')).toBe(0);
  });

  test.each([
    ['small', SMALL],
    ['10k', TEN_THOUSAND],
  ])('an unchanged snapshot writes exactly one row (%s)', async (_, size) => {
    const reading = buildReading(size);
    await take(1, reading);
    const summary = await take(2, copy(reading));
    expect(summary.changes).toBe(0);
    expectWritten(sql.counts(), {});
  });

  test('letter case alone writes nothing', async () => {
    const reading = buildReading();
    await take(1, reading);
    const loud = copy(reading);
    for (const read of loud.subscriptions) {
      read.subscription.id = read.subscription.id.toUpperCase();
      read.subscription.ancestors = read.subscription.ancestors.map((id) => id.toUpperCase());
      for (const one of read.assessments) {
        one.resource = one.resource.toUpperCase();
        one.recommendation = one.recommendation.toUpperCase();
      }
      for (const row of read.controls) row.control = row.control.toUpperCase();
    }
    loud.catalog.controls = loud.catalog.controls.map((one) => ({
      ...{ id: one.id.toUpperCase(), name: one.name },
      recommendations: one.recommendations.map((id) => id.toUpperCase()),
    }));
    loud.catalog.recommendations = loud.catalog.recommendations.map((one) => ({
      ...one,
      id: one.id.toUpperCase(),
    }));
    loud.catalog.groups = loud.catalog.groups.map((one) => ({ ...one, id: one.id.toUpperCase() }));
    await take(2, loud);
    expectWritten(sql.counts(), {});
  });

  test('seven changes write seven log rows and what they touch, the same at two sizes', async () => {
    const counts: Record<string, number>[] = [];
    for (const size of [{ ...TEN_THOUSAND, subscriptions: 1 }, TEN_THOUSAND]) {
      const own = countingSql(await open());
      const { posture, close } = await openStores(own);
      const reading = buildReading(size);
      await posture.ingest(day(1), partsOf(reading));
      const before = await touchable(own);
      own.reset();
      const next = sevenChanges(reading);
      expect((await posture.ingest(day(2), partsOf(next))).changes).toBe(7);
      counts.push({ ...own.counts().written });
      expectWritten(own.counts(), await expected(own, before));
      await close();
    }
    expect(counts[0]).toEqual(counts[1]);
    expect(counts[0]).toMatchObject({ change: 7, assessment: 7, resource: 1, snapshot: 1 });
  });

  /** The derived tables as they stand, so that what really differs between two snapshots can be counted. */
  async function touchable(of: CountingSql) {
    const tables = ['tally', 'sole', 'resource_tally'];
    const rows = await Promise.all(tables.map((table) => of.all<object>(`select * from ${table}`)));
    return new Map(tables.map((table, index) => [table, new Set(sorted(rows[index] ?? []))]));
  }

  async function expected(of: CountingSql, before: Map<string, Set<string>>) {
    const after = await touchable(of);
    const touched = [...after].map(([table, rows]) => {
      const old = before.get(table) ?? new Set();
      const key = (row: string) =>
        JSON.stringify(Object.entries(JSON.parse(row)).filter(([name]) => !COUNTS.has(name)));
      const moved = [...rows, ...old].filter((row) => !rows.has(row) || !old.has(row));
      return [table, new Set(moved.map(key)).size];
    });
    const written = async (table: string) =>
      (await of.all<object>(`select * from ${table} where snapshot_id = 2`)).length;
    const dated = ['change', 'flow', 'presence', 'control_score', 'score'].map(async (table) => [
      table,
      await written(table),
    ]);
    const rows = Object.fromEntries(
      [...touched, ...(await Promise.all(dated))].filter(([, count]) => count !== 0),
    );
    return { ...rows, assessment: 7, resource: 1 };
  }
  const COUNTS = new Set(['healthy', 'unhealthy', 'not_applicable']);

  test.each([
    ['cells', 'cross join control_score'],
    ['tallies', 'from tally'],
    ['scores', 'from score'],
  ])(
    'the same check fails on a writer that does not look at the stored %s and writes them again',
    async (_, part) => {
      const reading = buildReading();
      await take(1, reading);
      const forgetful: Sql = {
        ...sql,
        all: async (text, row) => (text.includes(part) ? [] : sql.all(text, row)),
      };
      const next = copy(reading);
      const [one] = first(next).assessments;
      if (one !== undefined) one.cause = 'another word';
      sql.reset();
      await ingest(forgetful, day(2), partsOf(next));
      expect(() => expectWritten(sql.counts(), { change: 1, assessment: 1, state: 1 })).toThrow();
      await take(3, reading);
      expect(() => expectWritten(sql.counts(), { change: 1, assessment: 1 })).not.toThrow();
    },
  );

  test('after seven known changes it reads back equal to a fresh database', async () => {
    const reading = buildReading(TEN_THOUSAND);
    await take(1, reading);
    await take(2, copy(reading));
    const third = sevenChanges(reading);
    const summary = await take(3, third);
    expect(summary.changes).toBe(7);
    expect(await rowsOf('change')).toBe(7);
    expect(await rowsOf('change', 'where changed_at is not null')).toBe(5);
    expect(await readBack(sql, stores.posture)).toEqual(await snapshotOf(third));
  });

  describe('flows', () => {
    /** One resource under two counting recommendations of one control, and a preview that never counts. */
    type States = Record<string, [status: Health, cause?: string]>;
    const tiny = (states: States) => {
      const reading = buildReading({ subscriptions: 1, resources: 0, recommendations: 3, controls: 1 });
      const read = first(reading);
      reading.catalog.controls = [{ id: 'c', name: 'C', recommendations: ['rec-0', 'rec-1', 'rec-2'] }];
      reading.catalog.recommendations = reading.catalog.recommendations.map((one) => ({
        ...one,
        preview: one.id === 'rec-2',
      }));
      read.assessments = Object.entries(states).map(([key, [status, cause = '']]) => {
        const [resource, recommendation] = key.split(' ');
        const where = resourceAt(read.subscription.id, Number(resource));
        return { ...where, recommendation: recommendation ?? '', status, cause, changedAt: null };
      });
      return rescore(reading);
    };
    const anchor: States = { '9 rec-0': ['healthy'], '9 rec-1': ['healthy'], '9 rec-2': ['healthy'] };
    const flows = async (before: Reading, after: Reading) => {
      await take(1, before);
      await take(2, after);
      const rows = await sql.all<{ before: number; after: number; cause: number; recommendations: string }>(
        'select before, after, cause, recommendations from flow order by resource_id, control_id',
      );
      const names = new Map(
        (await sql.all<{ id: number; azure_id: string }>('select id, azure_id from recommendation')).map(
          (row) => [row.id, row.azure_id],
        ),
      );
      return rows.map((row) => [
        ...[row.before, row.after, FLOW_CAUSES[row.cause]],
        (JSON.parse(row.recommendations) as number[]).map((id) => names.get(id)).join('+'),
      ]);
    };
    const cases: [string, States, States, unknown[]][] = [
      [
        'turned unhealthy',
        { '1 rec-0': ['healthy'] },
        { '1 rec-0': ['unhealthy'] },
        [1, 2, 'turned-unhealthy', 'rec-0'],
      ],
      [
        'turned healthy',
        { '1 rec-0': ['unhealthy'] },
        { '1 rec-0': ['healthy'] },
        [2, 1, 'turned-healthy', 'rec-0'],
      ],
      ['added', {}, { '1 rec-0': ['unhealthy'] }, [0, 2, 'resource-added', 'rec-0']],
      ['deleted', { '1 rec-0': ['healthy'] }, {}, [1, 0, 'resource-deleted', 'rec-0']],
      [
        'two at once',
        { '1 rec-0': ['healthy'], '1 rec-1': ['healthy'] },
        { '1 rec-0': ['unhealthy'], '1 rec-1': ['unhealthy'] },
        [1, 2, 'turned-unhealthy', 'rec-0+rec-1'],
      ],
      [
        'exempted',
        { '1 rec-0': ['unhealthy'] },
        { '1 rec-0': ['not-applicable', 'Exempt'] },
        [2, 0, 'exempted', 'rec-0'],
      ],
      [
        'exemption ended',
        { '1 rec-0': ['not-applicable', 'Exempt'] },
        { '1 rec-0': ['unhealthy'] },
        [0, 2, 'exemption-ended', 'rec-0'],
      ],
      [
        'not applicable',
        { '1 rec-0': ['healthy'] },
        { '1 rec-0': ['not-applicable', 'OffByPolicy'] },
        [1, 0, 'became-not-applicable', 'rec-0'],
      ],
      [
        'rows gone while the resource lives',
        { '1 rec-0': ['unhealthy'], '1 rec-2': ['healthy'] },
        { '1 rec-2': ['healthy'] },
        [2, 0, 'became-not-applicable', 'rec-0'],
      ],
      [
        'applicable',
        { '1 rec-0': ['not-applicable', 'OffByPolicy'] },
        { '1 rec-0': ['healthy'] },
        [0, 1, 'became-applicable', 'rec-0'],
      ],
    ];
    test.each(cases)('%s', async (_, before, after, flow) => {
      expect(await flows(tiny({ ...anchor, ...before }), tiny({ ...anchor, ...after }))).toEqual([flow]);
    });

    test('a second problem on an unhealthy resource moves nothing, nor does a preview', async () => {
      const before = tiny({
        ...anchor,
        '1 rec-0': ['unhealthy'],
        '1 rec-1': ['healthy'],
        '1 rec-2': ['healthy'],
      });
      const after = tiny({
        ...anchor,
        '1 rec-0': ['unhealthy'],
        '1 rec-1': ['unhealthy'],
        '1 rec-2': ['unhealthy'],
      });
      expect(await flows(before, after)).toEqual([]);
      expect(await rowsOf('change')).toBe(2);
    });

    test('a recommendation that leaves preview changes flows and soles without any change of assessments', async () => {
      const before = tiny({ ...anchor, '1 rec-2': ['unhealthy'] });
      const after = copy(before);
      after.catalog.recommendations = after.catalog.recommendations.map((one) => ({
        ...one,
        preview: false,
      }));
      expect(await flows(before, rescore(after))).toEqual([[0, 2, 'recommendation-added', 'rec-2']]);
      expect(await rowsOf('change')).toBe(0);
      expect(await readBack(sql, stores.posture)).toEqual(await snapshotOf(after));
    });

    test('a recommendation that leaves the definition, or the tenant', async () => {
      const before = tiny({ '1 rec-0': ['healthy'], '1 rec-1': ['unhealthy'], '2 rec-0': ['healthy'] });
      const after = copy(before);
      after.catalog.controls = [{ id: 'c', name: 'C', recommendations: ['rec-0', 'rec-2'] }];
      expect(await flows(before, rescore(after))).toEqual([[2, 1, 'recommendation-removed', 'rec-1']]);
      const last = copy(after);
      last.catalog.recommendations = last.catalog.recommendations.filter(({ id }) => id !== 'rec-0');
      first(last).assessments = first(last).assessments.filter((one) => one.recommendation !== 'rec-0');
      await take(3, rescore(last));
      const rows = await sql.all<{ cause: number }>('select cause from flow where snapshot_id = 3');
      expect(rows.map((row) => FLOW_CAUSES[row.cause])).toEqual([
        'recommendation-removed',
        'recommendation-removed',
      ]);
    });
  });

  describe('what is not read', () => {
    test('unread: nothing is compared, the spell stays open at no cost, and a return closes it', async () => {
      const reading = buildReading();
      await take(1, reading);
      const { id, name } = first(reading).subscription;
      const without: Reading = {
        ...copy(reading),
        subscriptions: copy(reading).subscriptions.slice(1),
        others: [{ kind: 'unread', id, name }],
      };
      expect(await take(2, without)).toMatchObject({ changes: 0, unreadable: [id] });
      expectWritten(sql.counts(), { unread: 1 });
      await take(3, without);
      expectWritten(sql.counts(), {});
      expect((await stores.posture.estate()).subscriptions[0]).toMatchObject({
        id,
        unreadSince: day(2).toISOString(),
      });
      const unmentioned = { ...without, others: [] };
      expect((await take(4, unmentioned)).unreadable).toEqual([id]);
      expectWritten(sql.counts(), {});
      expect((await stores.posture.scores([4], [id]))[0]?.score).toEqual(first(reading).score);
      await take(5, reading);
      expectWritten(sql.counts(), { unread: 1 });
      expect((await stores.posture.estate()).subscriptions[0]).toMatchObject({ id, unreadSince: null });
    });

    test('never read: in the estate, without a point; known to the next reading', async () => {
      const reading = buildReading();
      reading.others = [{ kind: 'unread', id: 'never', name: null }];
      await take(1, reading);
      const { subscriptions } = await stores.posture.estate();
      expect(subscriptions.find(({ id }) => id === 'never')).toMatchObject({
        state: 'no-score',
        ancestors: [],
      });
      expect(await stores.posture.scores([1], ['never'])).toEqual([]);
      expect((await stores.posture.known()).subscriptions).toContain('never');
    });

    test('gone: one row, no more numbers; a return is compared with what was there', async () => {
      const reading = buildReading();
      await take(1, reading);
      const { id } = first(reading).subscription;
      const gone: Reading = {
        ...copy(reading),
        subscriptions: copy(reading).subscriptions.slice(1),
        others: [{ kind: 'gone', id }],
      };
      await take(2, gone);
      expectWritten(sql.counts(), { placement: 1 });
      await take(3, { ...gone, others: [] });
      expectWritten(sql.counts(), {});
      expect((await stores.posture.estate()).subscriptions.map((one) => one.id)).not.toContain(id);
      expect(await stores.posture.scores([1, 2], [id])).toHaveLength(1);
      expect(await stores.posture.cells(2, [id])).toEqual([]);
      expect((await stores.posture.tallies([id])).tallies).toEqual([]);
      expect(
        await readBack(
          sql,
          stores.posture,
          gone.subscriptions.map((one) => one.subscription.id),
        ),
      ).toMatchObject({ maximum: (await snapshotOf(gone)).maximum });
      const back = sevenChanges(reading);
      expect((await take(4, back)).changes).toBe(7);
      expect(await readBack(sql, stores.posture)).toEqual(await snapshotOf(back));
    });

    test('without its container row: what is stored of its name and place stays', async () => {
      const reading = buildReading();
      const { id, name, ancestors } = first(reading).subscription;
      const connector = `/subscriptions/${id}/providers/microsoft.security/securityconnectors/aws`;
      const behind: SubscriptionRead = {
        ...first(copy(reading)),
        subscription: { ...first(reading).subscription, id: connector, kind: 'connector', name: 'aws' },
        assessments: [],
      };
      reading.subscriptions.splice(1, 0, behind);
      await take(1, reading);
      const nameless = copy(reading);
      for (const { subscription } of nameless.subscriptions.slice(0, 2)) subscription.ancestors = [];
      first(nameless).subscription.name = id;
      await take(2, nameless);
      expectWritten(sql.counts(), {});
      const { subscriptions } = await stores.posture.estate();
      expect(subscriptions.find((one) => one.id === id)).toMatchObject({ name, ancestors });
      expect(subscriptions.find((one) => one.id === connector)).toMatchObject({ name: 'aws', ancestors });
    });

    test('disabled: in the estate, out of the numbers', async () => {
      const reading = buildReading();
      await take(1, reading);
      const { subscription } = first(reading);
      const next: Reading = { ...copy(reading), subscriptions: copy(reading).subscriptions.slice(1) };
      next.others = [{ kind: 'disabled', subscription: { ...subscription, state: 'disabled' } }];
      expect((await take(2, next)).unreadable).toEqual([]);
      expectWritten(sql.counts(), { placement: 1 });
      expect((await stores.posture.scores([2], [subscription.id]))[0]).toMatchObject({
        subscription: { state: 'disabled' },
        score: null,
      });
      expect(await stores.posture.cells(2, [subscription.id])).toEqual([]);
      await take(3, reading);
      expectWritten(sql.counts(), { placement: 1 });
      expect(await readBack(sql, stores.posture)).toEqual(await snapshotOf(reading));
    });

    test('soles are right after a definition changed while a subscription could not be read', async () => {
      const reading = buildReading();
      await take(1, reading);
      const next = copy(reading);
      next.catalog.recommendations = next.catalog.recommendations.map((one) => ({ ...one, preview: false }));
      rescore(next);
      await take(2, { ...next, subscriptions: next.subscriptions.slice(1) });
      await take(3, next);
      expect(await readBack(sql, stores.posture)).toEqual(await snapshotOf(next));
    });

    test('malformed rows keep what is stored', async () => {
      const reading = buildReading();
      await take(1, reading);
      const kept = copy(reading);
      const read = first(kept);
      const { resource = '', recommendation = '' } = read.assessments[0] ?? {};
      read.assessments = read.assessments.slice(1);
      read.keptAssessments = [
        { resource, recommendation },
        { resource: 'unheard', recommendation: 'of' },
      ];
      read.keptControls = [read.controls[0]?.control ?? ''];
      read.controls = read.controls.slice(1);
      read.score = 'kept';
      await take(2, kept);
      expectWritten(sql.counts(), {});
    });

    test('a control that vanishes ends in zeros, once; a score that ends is null from then on', async () => {
      const reading = buildReading();
      await take(1, reading);
      const next = copy(reading);
      const read = first(next);
      read.controls = read.controls.slice(1);
      read.score = null;
      await take(2, next);
      expectWritten(sql.counts(), { control_score: 1, score: 1 });
      expect(await stores.posture.cells(2, [read.subscription.id])).toHaveLength(SMALL.controls - 1);
      expect(await stores.posture.cells(1, [read.subscription.id])).toHaveLength(SMALL.controls);
      expect(
        (await stores.posture.scores([2, 1], [read.subscription.id])).map((point) => point.score),
      ).toEqual([null, first(reading).score]);
      await take(3, next);
      expectWritten(sql.counts(), {});
    });

    test('management groups: unread ones stay by name, others that are missing are gone', async () => {
      const reading = buildReading();
      await take(1, reading);
      const next = copy(reading);
      next.catalog.groups = [];
      next.catalog.unreadGroups = ['mg-root', 'mg-named'];
      expect((await take(2, next)).unreadable).toEqual(['mg-root', 'mg-named']);
      const estate = await stores.posture.estate();
      expect(estate.groups).toEqual([{ id: 'mg-root', name: 'Root' }]);
      expect(estate.unreadGroups).toEqual(['mg-named', 'mg-root']);
      expect((await stores.posture.known()).groups).toEqual(['mg-root', 'mg-named']);
      await take(3, next);
      expectWritten(sql.counts(), {});
      await take(4, reading);
      expect((await stores.posture.estate()).unreadGroups).toEqual([]);
    });
  });

  describe('failures', () => {
    async function* broken(reading: Reading): AsyncGenerator<SnapshotPart> {
      let left = 4;
      for await (const part of partsOf(reading)) {
        if (left-- === 0) throw new Error('cut short');
        yield part;
      }
    }

    test.each([1, 2])('a stream that fails at snapshot %i stores nothing, and the next works', async (at) => {
      const reading = buildReading(TEN_THOUSAND);
      if (at === 2) await take(1, reading);
      const before = await readBack(sql, stores.posture);
      const wild = copy(reading);
      for (const read of wild.subscriptions) for (const one of read.assessments) one.status = 'unhealthy';
      wild.subscriptions.push(...buildReading({ ...TEN_THOUSAND, subscriptions: 6 }).subscriptions.slice(5));
      const { id = '' } = wild.subscriptions[5]?.subscription ?? {};
      wild.subscriptions.reverse();
      await expect(take(at, wild, broken(rescore(wild)))).rejects.toThrow('cut short');
      if (at === 2) {
        expect(await rowsOf('change')).toBeGreaterThan(0);
        expect(await readBack(sql, stores.posture)).toEqual(before);
      } else {
        expect(await rowsOf('assessment')).toBeGreaterThan(0);
        expect(await stores.posture.latest()).toBeNull();
        expect((await stores.posture.estate()).subscriptions).toEqual([]);
        expect(await stores.posture.tallies(null)).toEqual({ tallies: [], soles: [] });
        expect(await stores.posture.cells(1, null)).toEqual([]);
      }
      expect((await stores.posture.estate()).subscriptions.map((one) => one.id)).not.toContain(id);
      const next = sevenChanges(reading);
      await take(at, next);
      expect(await rowsOf('change')).toBe(at === 1 ? 0 : 7);
      expect(await readBack(sql, stores.posture)).toEqual(await snapshotOf(next));
    });

    test('what a crash left under the next id is deleted first', async () => {
      const reading = buildReading();
      await take(1, reading);
      await sql.batch([
        {
          sql: 'insert into change (snapshot_id, resource_id, recommendation_id, before, after) values (2, 1, 1, 0, 1)',
        },
        {
          sql: `insert into flow (snapshot_id, resource_id, control_id, before, after, cause, recommendations)
          values (2, 1, 1, 0, 1, 0, '[]')`,
        },
      ]);
      await take(2, reading);
      expect([await rowsOf('change'), await rowsOf('flow')]).toEqual([0, 0]);
    });

    test('a reading without its end, or one that is not later, is refused', async () => {
      async function* cut() {
        yield buildReading().catalog;
      }
      await expect(take(1, buildReading(), cut())).rejects.toThrow('ended early');
      await take(2, buildReading());
      await expect(take(2, buildReading())).rejects.toMatchObject({ name: 'Unreachable' });
      await expect(take(1, buildReading())).rejects.toThrow('2026-10-02');
    });

    test('another process that writes the same snapshot without a lease spoils it for both, visibly', async () => {
      const reading = buildReading(TEN_THOUSAND);
      await take(1, reading);
      const wild = copy(reading);
      for (const read of wild.subscriptions.slice(1)) {
        for (const one of read.assessments) one.status = 'unhealthy';
      }
      async function* interrupted() {
        yield* partsOf(sevenChanges(reading));
        await expect(stores.posture.ingest(day(2), broken(rescore(wild)))).rejects.toThrow('cut short');
      }
      await expect(take(2, reading, interrupted())).rejects.toMatchObject({ name: 'Overtaken' });
      expect((await stores.posture.latest())?.id).toBe(1);
      expect(await readBack(sql, stores.posture)).toEqual(await snapshotOf(reading));
      await take(2, sevenChanges(reading));
      expect(await rowsOf('change')).toBe(7);
    });
  });

  test('no slice or batch keeps the loop for long', async () => {
    const reading = buildReading(TEN_THOUSAND);
    const first = await longestBlock(() => take(1, reading));
    for (const read of reading.subscriptions) for (const one of read.assessments) one.status = 'healthy';
    const second = await longestBlock(() => take(2, rescore(reading)));
    expect(Math.max(first, second)).toBeLessThan(250); // 50 on a quiet machine, and this one may be busy
  });
});

async function longestBlock(action: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  }, 1);
  await action();
  clearInterval(timer);
  return longest;
}
