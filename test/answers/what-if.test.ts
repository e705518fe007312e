import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allControls } from '../../src/answers/controls.ts';
import { whatToFix } from '../../src/answers/fix.ts';
import { whatIf } from '../../src/answers/what-if.ts';
import { openWorld, type World } from '../../src/answers/world.ts';
import type { Fixed } from '../../src/cards/what-if-data.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { TERMINAL } from '../support/bot.ts';
import { type CountingSql, countingSql } from '../support/counting-sql.ts';
import { openFresh } from '../support/database.ts';
import { buildReading, copy, partsOf, type Reading, rescore } from '../support/posture.ts';

const SIZE = { subscriptions: 3, resources: 40, recommendations: 24, controls: 4 };
const NOW = new Date('2026-11-23T12:00:00Z');
const READING = withUnscored(buildReading(SIZE));
const ONE: Scope = { kind: 'subscription', id: idAt(0), name: 'Subscription 0' };
const GROUP: Scope = { kind: 'management-group', id: 'mg-prod', name: 'Production' };

const recommendation = (n: number): Fixed => ({
  kind: 'recommendation',
  id: `rec-${n}`,
  name: `Recommendation ${n}`,
});
const control = (n: number): Fixed => ({ kind: 'control', id: `control-${n}`, name: `Control ${n}` });

function idAt(n: number): string {
  return `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
}

/** A recommendation that no control lists, and a control that counts no points. */
function withUnscored(reading: Reading): Reading {
  for (const one of reading.catalog.controls)
    one.recommendations = one.recommendations.filter((id) => id !== 'rec-3');
  rescore(reading);
  for (const read of reading.subscriptions) {
    const free = read.controls.find((row) => row.control === 'control-2');
    if (free === undefined || typeof read.score !== 'object' || read.score === null) continue;
    read.score.current -= free.current;
    read.score.max -= free.max;
    Object.assign(free, { current: 0, max: 0 });
    // Rounded up: all gains together would come to more than everything.
    if (read.subscription.id === idAt(1)) read.score.current += 0.02;
  }
  return reading;
}

describe('what if', () => {
  let sql: CountingSql;
  let stores: Stores;
  let world: World;
  beforeAll(async () => {
    sql = countingSql(await openFresh());
    stores = await openStores(sql);
    await stores.posture.ingest(NOW, partsOf(copy(READING)));
    const source = () => Promise.reject(new Error('nothing is asked of Azure'));
    world = await openWorld({ posture: stores.posture, source, now: NOW }, [], TERMINAL);
  });
  afterAll(() => stores.close());

  const scopes = [ONE, GROUP, ALL];

  it.each(scopes)('one control in $id: its potential increase', async (scope) => {
    const { controls } = await allControls(world, scope);
    for (const { id, name, potentialIncrease, unhealthy } of controls) {
      const answer = await whatIf(world, scope, [{ kind: 'control', id, name }]);
      expect(answer.gain).toBeCloseTo(potentialIncrease, 10);
      expect(answer.resources).toBe(unhealthy);
      expect((answer.after.percentage ?? 0) - (answer.before.percentage ?? 0)).toBeCloseTo(
        potentialIncrease,
        9,
      );
      expect(answer.after.current).toBeCloseTo(
        ((answer.after.max ?? 0) * (answer.after.percentage ?? 0)) / 100,
        9,
      );
    }
  });

  it.each(scopes)('one recommendation in $id: what fix says', async (scope) => {
    const { recommendations } = await whatToFix(world, scope);
    expect(recommendations.length).toBeGreaterThan(10);
    for (const { id, name, potentialIncrease, unhealthy } of recommendations) {
      const answer = await whatIf(world, scope, [{ kind: 'recommendation', id, name }]);
      expect(answer.gain).toBeCloseTo(potentialIncrease, 10);
      expect(answer.resources).toBe(unhealthy);
      expect(answer.noGain === null).toBe(potentialIncrease > 0);
    }
  });

  it('several: as if the resources were looked at one by one, and never less than each by itself', async () => {
    const pick = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...scopes), pick, async (scope, numbers) => {
        const fixed = numbers.map(recommendation);
        const together = await whatIf(world, scope, fixed);
        const expected = byHand(scope, new Set(fixed.map(({ id }) => id)));
        expect(together.gain).toBeCloseTo(expected.gain, 9);
        expect(together.resources).toBe(expected.resources);
        let alone = 0;
        for (const one of fixed) alone += (await whatIf(world, scope, [one])).gain ?? 0;
        expect(together.gain).toBeGreaterThanOrEqual(alone - 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('some of these are worth more together than the sum of each', async () => {
    const pairs = await Promise.all(
      Array.from({ length: 23 }, async (_, n) => {
        const [both, one, other] = await Promise.all([
          whatIf(world, ALL, [recommendation(n), recommendation(n + 1)]),
          whatIf(world, ALL, [recommendation(n)]),
          whatIf(world, ALL, [recommendation(n + 1)]),
        ]);
        return (both.gain ?? 0) - (one.gain ?? 0) - (other.gain ?? 0);
      }),
    );
    expect(Math.max(...pairs)).toBeGreaterThan(0.01);
  });

  it('a control beside a recommendation in it and one elsewhere', async () => {
    const [inside, outside] = ['rec-0', 'rec-1'];
    expect(world.controls.find(({ id }) => id === 'control-0')?.recommendations).toContain(inside);
    const both = await whatIf(world, ONE, [control(0), { kind: 'recommendation', id: inside, name: '' }]);
    const alone = await whatIf(world, ONE, [control(0)]);
    const elsewhere = (
      await whatIf(world, ONE, [{ kind: 'recommendation', id: inside, name: '' }])
    ).controls.filter(({ id }) => id !== 'control-0');
    const rest = elsewhere.reduce((sum, { gain }) => sum + gain, 0);
    expect(both.gain).toBeCloseTo((alone.gain ?? 0) + rest, 9);
    const apart = await whatIf(world, ONE, [control(0), { kind: 'recommendation', id: outside, name: '' }]);
    const second = await whatIf(world, ONE, [{ kind: 'recommendation', id: outside, name: '' }]);
    expect(apart.gain).toBeCloseTo((alone.gain ?? 0) + (second.gain ?? 0), 9);
  });

  it('all controls: everything, and not a hair more', async () => {
    const controls = [0, 1, 3].map(control);
    for (const scope of scopes)
      expect((await whatIf(world, scope, controls)).after.percentage).toBeLessThanOrEqual(100);
    expect((await whatIf(world, ONE, controls)).after.percentage).toBeCloseTo(100, 0);
    const rounded: Scope = { kind: 'subscription', id: idAt(1), name: 'Subscription 1' };
    expect((await whatIf(world, rounded, controls)).after.percentage).toBe(100);
  });

  it.each([
    ['a preview', [recommendation(11)], 'preview'],
    ['in no control', [recommendation(3)], 'no-control'],
    ['a control without points', [control(2)], 'no-points'],
    ['only in a control without points', [recommendation(2)], 'no-points'],
    ['not in this tenant', [recommendation(99)], 'not-assessed'],
  ] as const)('says why it gains nothing: %s', async (_, fixed, why) => {
    expect(await whatIf(world, ALL, fixed)).toMatchObject({
      gain: 0,
      noGain: why,
      controls: [],
      other: null,
    });
  });

  it('one problem reads no resource, several read those of the subscriptions concerned', async () => {
    const texts = async (fixed: readonly Fixed[]) => {
      sql.reset();
      await whatIf(world, ALL, fixed);
      return [...sql.counts().texts].some((text) => /\bassessment\b/.test(text));
    };
    expect(await texts([control(0)])).toBe(false);
    expect(await texts([recommendation(0)])).toBe(false);
    expect(await texts([recommendation(0), recommendation(4)])).toBe(true);
  });
});

/** The slow and obvious way: each resource of each control looked at before and after. */
function byHand(scope: Scope, fixed: ReadonlySet<string>) {
  const previews = new Set(
    READING.catalog.recommendations.filter(({ preview }) => preview).map(({ id }) => id),
  );
  const members = READING.subscriptions.filter(
    ({ subscription }) =>
      scope.kind === 'all' || scope.id === subscription.id || subscription.ancestors.includes(scope.id),
  );
  const scored = members.flatMap(({ score, ...read }) =>
    score === null || score === 'kept' ? [] : [{ ...read, score }],
  );
  const weights = scored.reduce((sum, { score }) => sum + (score.weight ?? 0), 0);
  let gain = 0;
  const resources = new Set<string>();
  for (const { assessments, controls, score } of scored) {
    const share = scope.kind === 'subscription' ? 1 : (score.weight ?? 0) / weights;
    for (const one of assessments)
      if (one.status === 'unhealthy' && fixed.has(one.recommendation)) resources.add(one.resource);
    for (const { id, recommendations } of READING.catalog.controls) {
      const row = controls.find(({ control }) => control === id);
      if (row === undefined || row.healthy + row.unhealthy === 0) continue;
      const bad = assessments.filter(
        ({ status, recommendation }) =>
          status === 'unhealthy' && recommendations.includes(recommendation) && !previews.has(recommendation),
      );
      const before = new Set(bad.map(({ resource }) => resource)).size;
      const after = new Set(
        bad.filter(({ recommendation }) => !fixed.has(recommendation)).map(({ resource }) => resource),
      ).size;
      const points = (row.max * (before - after)) / (row.healthy + row.unhealthy);
      gain += (100 * share * points) / score.max;
    }
  }
  return { gain, resources: resources.size };
}
