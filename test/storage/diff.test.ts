import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog, type Log } from '../../src/core/diff.ts';
import type { Stores } from '../../src/ports.ts';
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

describe.each(engines)('the log of a stretch on $name', ({ name, open }) => {
  let sql: CountingSql;
  let stores: Stores;
  beforeEach(async () => {
    sql = countingSql(await open());
    stores = await openStores(sql);
  });
  afterEach(() => stores.close());

  const take = (n: number, reading: Reading) => stores.posture.ingest(day(n), partsOf(rescore(reading)));
  async function logOf(from: number, to: number, ids: readonly string[] | null = null): Promise<Log> {
    const { definitions, slices } = await stores.posture.log.read({ from, to, ids });
    const log = createLog(definitions);
    for await (const slice of slices) log.add(slice);
    return log;
  }
  /** Turns the n-th assessments of each subscription. */
  function turned(reading: Reading, every: number, at: number): Reading {
    const next = copy(reading);
    for (const read of next.subscriptions)
      for (const [n, one] of read.assessments.entries())
        if (n % every === at) one.status = one.status === 'healthy' ? 'unhealthy' : 'healthy';
    return next;
  }
  const first = ({ subscriptions: [read] }: Reading) => {
    if (read === undefined) throw new Error('a reading without a subscription');
    return read;
  };

  /** A resource's state in a control: the worst of what counts there. */
  function statesOf(reading: Reading, subscription: string, control: string): Map<string, number> {
    const previews = new Set(
      reading.catalog.recommendations.filter((one) => one.preview).map(({ id }) => id),
    );
    const listed = reading.catalog.controls.find(({ id }) => id === control)?.recommendations ?? [];
    const rows =
      reading.subscriptions.find((read) => read.subscription.id === subscription)?.assessments ?? [];
    const states = new Map<string, number>();
    for (const { resource, recommendation, status } of rows) {
      if (!listed.includes(recommendation) || previews.has(recommendation)) continue;
      const state = ['not-applicable', 'healthy', 'unhealthy'].indexOf(status);
      states.set(resource, Math.max(states.get(resource) ?? 0, state));
    }
    return states;
  }

  test('folds to the difference of its two ends, whatever happened between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 2, max: 9 }), fc.nat(8)), { minLength: 1, maxLength: 5 }),
        async (steps) => {
          const own = await openStores(await open());
          const readings = [buildReading()];
          for (const [every, at] of steps)
            readings.push(turned(readings.at(-1) ?? buildReading(), every, at));
          for (const [n, reading] of readings.entries())
            await own.posture.ingest(day(n + 1), partsOf(rescore(reading)));
          const { definitions, slices } = await own.posture.log.read({
            from: 1,
            to: readings.length,
            ids: null,
          });
          const log = createLog(definitions);
          for await (const slice of slices) log.add(slice);
          const [old, now] = [readings[0] ?? buildReading(), readings.at(-1) ?? buildReading()];
          for (const { subscription } of old.subscriptions) {
            for (const { id: control } of old.catalog.controls) {
              const [was, is] = [
                statesOf(old, subscription.id, control),
                statesOf(now, subscription.id, control),
              ];
              const wanted = [...new Set([...was.keys(), ...is.keys()])]
                .filter((id) => (was.get(id) ?? 0) !== (is.get(id) ?? 0))
                .map((id) => `${id} ${was.get(id) ?? 0} ${is.get(id) ?? 0}`);
              const flows = log.net(subscription.id, control, { from: 1, to: readings.length });
              const names = await own.posture.log.resources(flows.map(({ resource }) => resource));
              const found = flows.map((one) => `${names.get(one.resource)?.id} ${one.before} ${one.after}`);
              expect(found.sort()).toEqual(wanted.sort());
            }
          }
          await own.close();
        },
      ),
      { numRuns: name === 'sqlite' ? 15 : 3 },
    );
  }, 60_000);

  test('tells since when everything has counted as it does', async () => {
    const base = buildReading();
    const listed = base.catalog.controls[0]?.recommendations ?? [];
    const without = copy(base);
    for (const control of without.catalog.controls.slice(0, 1))
      control.recommendations = control.recommendations.slice(1);
    const preview = copy(without);
    for (const one of preview.catalog.recommendations) one.preview ||= one.id === listed[2];
    const gone = copy(preview);
    for (const read of gone.subscriptions)
      read.assessments = read.assessments.filter(({ recommendation }) => recommendation !== listed[1]);
    const days = [base, base, without, without, preview, turned(preview, 3, 1), gone, gone];
    for (const [n, reading] of days.entries()) await take(n + 1, reading);
    const { definitions } = await stores.posture.log.read({ from: 1, to: days.length, ids: null });
    const all = days.map((_, n) => n + 1);
    expect(all.map((snapshot) => definitions.since(snapshot))).toEqual([1, 1, 3, 3, 5, 5, 7, 7]);
    const { controls, recommendations } = base.catalog;
    const at = (snapshot: number) =>
      recommendations.map(({ id }) => [
        definitions.present(id, snapshot),
        ...controls.map((control) => definitions.counts(control.id, id, snapshot)),
      ]);
    for (const snapshot of all) expect(at(definitions.since(snapshot))).toEqual(at(snapshot));
  });

  test('decides the cause by the two ends, not by the steps', async () => {
    const base = buildReading();
    const { subscription } = first(base);
    const one = base.catalog.controls[0]?.recommendations[0] ?? '';
    const fresh = (status: 'healthy' | 'unhealthy' | 'not-applicable', cause = '') => {
      const next = copy(base);
      first(next).assessments = [
        ...first(next).assessments,
        {
          ...{ resource: '/new', type: 'a/b', source: 'Azure', recommendation: one },
          status,
          cause,
          changedAt: null,
        },
      ];
      return next;
    };
    for (const [at, reading] of [
      base,
      fresh('healthy'),
      fresh('unhealthy'),
      fresh('not-applicable', 'Exempt'),
      base,
    ].entries())
      await take(at + 1, reading);
    const log = await logOf(1, 5);
    const causes = (from: number, to: number) =>
      log
        .net(subscription.id, 'control-0', { from, to })
        .map(({ cause, recommendations }) => [cause, ...recommendations]);
    expect(causes(1, 3)).toEqual([['resource-added', one]]);
    expect(causes(2, 4)).toEqual([['exempted', one]]);
    expect(causes(2, 5)).toEqual([['resource-deleted', one]]);
    expect(causes(3, 5)).toEqual([['resource-deleted', one]]);
    expect(causes(1, 5)).toEqual([]);
  });

  test('a recommendation that comes to count, and one that the whole tenant loses, are told from any further end', async () => {
    const base = buildReading();
    const { subscription } = first(base);
    const shown = copy(base);
    shown.catalog.recommendations = shown.catalog.recommendations.map((one) => ({ ...one, preview: false }));
    const lost = copy(shown);
    for (const read of lost.subscriptions)
      read.assessments = read.assessments.filter(({ recommendation }) => recommendation !== 'rec-1');
    for (const [at, reading] of [base, base, shown, lost, lost].entries()) await take(at + 1, reading);
    const log = await logOf(1, 5);
    const all = (from: number, to: number) =>
      base.catalog.controls.flatMap(({ id }) => log.net(subscription.id, id, { from, to }));
    expect(new Set(all(1, 3).map(({ cause }) => cause))).toEqual(new Set(['recommendation-added']));
    expect(new Set(all(1, 3).flatMap(({ recommendations }) => recommendations))).toEqual(new Set(['rec-11']));
    const removed = all(3, 5).filter(({ cause }) => cause === 'recommendation-removed');
    expect(removed.length).toBeGreaterThan(0);
    expect(new Set(removed.flatMap(({ recommendations }) => recommendations))).toEqual(new Set(['rec-1']));
  });

  test('costs the rows of the log and of the catalog, the same at two sizes, and never reads `assessment`', async () => {
    const costs: number[] = [];
    for (const size of [{ ...TEN_THOUSAND, subscriptions: 1 }, TEN_THOUSAND]) {
      const own = countingSql(await open());
      const { posture, close } = await openStores(own);
      const reading = buildReading(size);
      await posture.ingest(day(1), partsOf(reading));
      for (const n of [2, 3]) {
        const next = copy(reading);
        const [row] = first(next).assessments.filter(({ status }) => status === 'healthy');
        if (row !== undefined && n === 2) row.status = 'unhealthy';
        await posture.ingest(day(n), partsOf(rescore(next)));
      }
      own.reset();
      const { slices } = await posture.log.read({ from: 1, to: 3, ids: null });
      const rows = { flows: 0, changes: 0, presence: 0 };
      for await (const slice of slices)
        for (const kind of ['flows', 'changes', 'presence'] as const) rows[kind] += slice[kind]?.length ?? 0;
      expect(rows).toMatchObject({ changes: 2, presence: 0 });
      expect([...own.counts().texts].filter((text) => /\bassessment\b/.test(text))).toEqual([]);
      costs.push(own.counts().returned - size.subscriptions);
      await close();
    }
    expect(costs[0]).toBe(costs[1]);
  }, 60_000);

  test('reads one subscription alone, and nothing of none', async () => {
    const base = buildReading(SMALL);
    await take(1, base);
    await take(2, turned(base, 3, 1));
    const [one, other] = base.subscriptions.map(({ subscription }) => subscription.id);
    const log = await logOf(1, 2, [one?.toUpperCase() ?? '']);
    const count = (id = '') => base.catalog.controls.flatMap((control) => log.flows(id, control.id)).length;
    expect(count(one)).toBeGreaterThan(0);
    expect(count(other)).toBe(0);
    const none = await logOf(1, 2, ['unheard-of']);
    expect(base.catalog.controls.flatMap((control) => none.flows(one ?? '', control.id))).toEqual([]);
  });
});
