import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixesToReach } from '../../src/answers/fix-to-reach.ts';
import { whatIf } from '../../src/answers/what-if.ts';
import { openWorld, type World } from '../../src/answers/world.ts';
import type { FixStep } from '../../src/cards/fix-to-reach-data.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { TERMINAL } from '../support/bot.ts';
import { type CountingSql, countingSql } from '../support/counting-sql.ts';
import { openFresh } from '../support/database.ts';
import { buildReading, partsOf, type Reading } from '../support/posture.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const ONE: Scope = {
  kind: 'subscription',
  id: `00000000-0000-0000-0000-${'0'.repeat(12)}`,
  name: 'Subscription 0',
};
const GROUP: Scope = { kind: 'management-group', id: 'mg-prod', name: 'Production' };
/** Eleven recommendations count, so that every set of them can be looked at. */
const READING = buildReading({ subscriptions: 3, resources: 40, recommendations: 12, controls: 3 });

async function opened(reading: Reading): Promise<{ sql: CountingSql; stores: Stores; world: World }> {
  const sql = countingSql(await openFresh());
  const stores = await openStores(sql);
  await stores.posture.ingest(NOW, partsOf(reading));
  const source = () => Promise.reject(new Error('nothing is asked of Azure'));
  const reads = { posture: stores.posture, source, now: NOW, portal: 'https://portal.azure.com' };
  return { sql, stores, world: await openWorld(reads, [], TERMINAL) };
}

const fixed = (steps: readonly Pick<FixStep, 'id' | 'name'>[]) =>
  steps.map(({ id, name }) => ({ kind: 'recommendation' as const, id, name }));

describe('fix to reach', () => {
  let sql: CountingSql;
  let stores: Stores;
  let world: World;
  beforeAll(async () => {
    ({ sql, stores, world } = await opened(READING));
  });
  afterAll(() => stores.close());

  it.each([ONE, GROUP, ALL])('is the smallest of all sets in $id', async (scope) => {
    const counting = READING.catalog.recommendations.filter(({ preview }) => !preview).map(({ id }) => id);
    const sets = Array.from({ length: 2 ** counting.length }, (_, mask) =>
      counting.filter((_, n) => (mask & (2 ** n)) !== 0),
    );
    const reached = sets.map((set) => ({ size: set.length, percentage: byHand(scope, new Set(set)) }));
    const most = Math.max(...reached.map(({ percentage }) => percentage));
    const now = byHand(scope, new Set());
    for (const share of [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]) {
      const target = now + share * (most - now);
      const expected = Math.min(...reached.filter((one) => one.percentage >= target).map(({ size }) => size));
      const { steps, smallest, fewest, after } = await fixesToReach(world, scope, target);
      expect({ size: steps.length, smallest, fewest }).toEqual({
        size: expected,
        smallest: true,
        fewest: expected,
      });
      expect(after.percentage).toBeCloseTo(byHand(scope, new Set(steps.map(({ id }) => id))), 9);
    }
  });

  it('what if says the same after every step, and how many resources it takes', async () => {
    const goal = fc.tuple(fc.constantFrom(ONE, GROUP, ALL), fc.integer({ min: 62, max: 99 }));
    await fc.assert(
      fc.asyncProperty(goal, async ([scope, target]) => {
        const { steps, outcome, resources, before } = await fixesToReach(world, scope, target);
        expect(outcome).toBe('reached');
        for (let done = 1; done <= steps.length; done += 1) {
          const told = await whatIf(world, scope, fixed(steps.slice(0, done)));
          expect(told.after.percentage).toBeCloseTo(steps[done - 1]?.percentage ?? 0, 9);
          expect(told.before).toEqual(before);
          if (done === steps.length) expect(told.resources).toBe(resources);
        }
        const without = steps.length < 2 ? before : (await whatIf(world, scope, fixed(steps.slice(1)))).after;
        expect(without.percentage).toBeLessThan(target);
      }),
      { numRuns: 15, seed: 23 },
    );
  });

  it('takes everything for the whole, and says what is out of reach', async () => {
    const whole = await fixesToReach(world, ALL, 100);
    expect(whole.outcome).toBe('reached');
    expect(whole.after.percentage).toBeCloseTo(100, 1);
    const reading = structuredClone(READING);
    // Azure counts resources that nothing stored tells of.
    for (const read of reading.subscriptions) {
      for (const row of read.controls) {
        row.unhealthy += 30;
        row.current = (row.max * row.healthy) / (row.healthy + row.unhealthy);
      }
      if (typeof read.score === 'object' && read.score !== null)
        read.score.current = read.controls.reduce((sum, { current }) => sum + current, 0);
    }
    const blind = await opened(reading);
    const short = await fixesToReach(blind.world, ALL, 95);
    expect(short).toMatchObject({ outcome: 'short', steps: [], smallest: null, fewest: null });
    const all = await whatIf(blind.world, ALL, fixed(reading.catalog.recommendations));
    expect(short.most).toBeCloseTo(all.after.percentage ?? 0, 9);
    expect(await fixesToReach(blind.world, ALL, (short.most ?? 0) - 0.01)).toMatchObject({
      outcome: 'reached',
    });
    await blind.stores.close();
  });

  it('looks at resources by their keys in slices, and only where there is something to reach', async () => {
    const assessments = async (target: number) => {
      sql.reset();
      await fixesToReach(world, ALL, target);
      return [...sql.counts().texts].filter((text) => /\bassessment\b/.test(text));
    };
    expect(await assessments(20)).toEqual([]);
    const [text, ...others] = await assessments(90);
    expect(others).toEqual([]);
    expect(text).toContain('a.resource_id = r.id');
  });
});

/** The score once these are fixed, by looking at each resource of each control. */
function byHand(scope: Scope, done: ReadonlySet<string>): number {
  const previews = new Set(
    READING.catalog.recommendations.flatMap(({ id, preview }) => (preview ? [id] : [])),
  );
  const members = READING.subscriptions.filter(
    ({ subscription: { id, ancestors } }) =>
      scope.kind === 'all' || scope.id === id || ancestors.includes(scope.id),
  );
  let [sum, weights] = [0, 0];
  for (const { score, controls, assessments } of members) {
    if (score === null || score === 'kept') continue;
    let points = score.current;
    for (const { id, recommendations } of READING.catalog.controls) {
      const row = controls.find(({ control }) => control === id);
      if (row === undefined || row.healthy + row.unhealthy === 0) continue;
      const failed = assessments.filter(
        ({ status, recommendation }) =>
          status === 'unhealthy' && recommendations.includes(recommendation) && !previews.has(recommendation),
      );
      const left = failed.filter(({ recommendation }) => !done.has(recommendation));
      const turned =
        new Set(failed.map(({ resource }) => resource)).size -
        new Set(left.map(({ resource }) => resource)).size;
      points += (row.max * turned) / (row.healthy + row.unhealthy);
    }
    const weight = score.weight ?? 0;
    sum += weight * (points / score.max);
    weights += weight;
  }
  // What Azure rounded up is not more than everything.
  return Math.min(100, (100 * sum) / weights);
}
