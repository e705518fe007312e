import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assessment, SnapshotPart } from '../../src/core/snapshot.ts';
import { openStores } from '../../src/storage/stores.ts';
import { buildReading, copy, partsOf, type Reading, rescore, resourceAt } from '../support/posture.ts';
import { countedByHand } from './by-hand.ts';
import { engines } from './engines.ts';
import { readBack } from './read-back.ts';

const SIZE = { subscriptions: 2, resources: 0, recommendations: 5, controls: 2 };
const day = (n: number) => new Date(Date.UTC(2026, 0, n, 6));

const assessment = fc.record({
  resource: fc.integer({ min: 0, max: 3 }),
  recommendation: fc.integer({ min: 0, max: 4 }),
  status: fc.constantFrom<Assessment['status']>('healthy', 'unhealthy', 'not-applicable'),
  cause: fc.constantFrom('', 'Exempt', 'OffByPolicy'),
});
const one = fc.record({
  fate: fc.constantFrom('read', 'read', 'read', 'unread', 'gone', 'disabled', 'silent'),
  assessments: fc.uniqueArray(assessment, {
    maxLength: 12,
    selector: (row) => `${row.resource} ${row.recommendation}`,
  }),
});
/** What happens to each of two subscriptions, whether a preview ended, and what a control's definition lists. */
const step = fc.record({
  fates: fc.tuple(one, one),
  preview: fc.boolean(),
  listed: fc.subarray(['rec-0', 'rec-1', 'rec-2', 'rec-3', 'rec-4']),
});

function readingOf({
  fates,
  preview,
  listed,
}: typeof step extends fc.Arbitrary<infer T> ? T : never): Reading {
  const reading = buildReading(SIZE);
  const { catalog } = reading;
  catalog.recommendations = catalog.recommendations.map((rec) => ({
    ...rec,
    preview: preview && rec.id === 'rec-4',
  }));
  catalog.controls = catalog.controls.map((control, at) =>
    at === 0 ? { ...control, recommendations: listed } : control,
  );
  const others: SnapshotPart[] = [];
  for (const [at, read] of reading.subscriptions.entries()) {
    const { id } = read.subscription;
    const { fate, assessments } = fates[at] ?? { fate: 'silent', assessments: [] };
    read.assessments = assessments.map((row) => ({
      ...resourceAt(id, row.resource),
      ...{
        recommendation: `rec-${row.recommendation}`,
        status: row.status,
        cause: row.cause,
        changedAt: null,
      },
    }));
    if (fate === 'unread') others.push({ kind: 'unread', id, name: null });
    if (fate === 'gone') others.push({ kind: 'gone', id });
    if (fate === 'disabled')
      others.push({ kind: 'disabled', subscription: { ...read.subscription, state: 'disabled' } });
  }
  const subscriptions = reading.subscriptions.filter((_, at) => fates[at]?.fate === 'read');
  return rescore({ catalog, subscriptions, others });
}

describe.each(engines)('any history on $name', ({ name, open }) => {
  test('ends as a fresh database would, and its log is a chain', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const sql = await open();
        const stores = await openStores(sql);
        const readings = steps.map(readingOf);
        for (const [index, reading] of readings.entries()) {
          await stores.posture.ingest(day(index + 1), partsOf(copy(reading)));
          await expectChain(sql);
        }
        const last = readings.at(-1) ?? buildReading(SIZE);
        const only = last.subscriptions.map(({ subscription }) => subscription.id);
        const other = await open();
        const fresh = await openStores(other);
        await fresh.posture.ingest(day(1), partsOf(last));
        const read = await readBack(sql, stores.posture, only);
        expect(read).toEqual(await readBack(other, fresh.posture, only));
        expect(read).toMatchObject(countedByHand(last));
        await stores.close();
        await fresh.close();
      }),
      // A database costs a tenth of a second on PostgreSQL.
      { numRuns: name === 'sqlite' ? 150 : 25 },
    );
  }, 120_000);

  type Log = { snapshot_id: number; resource_id: number; other: number; before: number; after: number };
  async function expectChain(sql: Awaited<ReturnType<typeof open>>) {
    for (const [table, key] of [
      ['change', 'recommendation_id'],
      ['flow', 'control_id'],
    ] as const) {
      const rows = await sql.all<Log>(
        `select snapshot_id, resource_id, ${key} as other, before, after from ${table} order by snapshot_id`,
      );
      const newest = new Map<string, number>();
      for (const row of rows) {
        const name = `${row.resource_id} ${row.other}`;
        expect(row.before).not.toBe(row.after);
        if (newest.has(name) && table === 'change') expect(row.before).toBe(newest.get(name));
        newest.set(name, row.after);
      }
      if (table === 'flow') continue;
      const now = await sql.all<{ resource_id: number; recommendation_id: number; state: number }>(
        'select * from assessment',
      );
      const states = new Map(now.map((row) => [`${row.resource_id} ${row.recommendation_id}`, row.state]));
      for (const [name, after] of newest) expect(states.get(name) ?? 0).toBe(after);
    }
  }
});
