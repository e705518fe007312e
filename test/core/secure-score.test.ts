import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Cell,
  ownPointValue,
  pointsOf,
  pointValue,
  scopeControls,
  scopeMax,
  scopePercentage,
  scopeStanding,
  standing,
  subscriptionControls,
} from '../../src/core/secure-score.ts';

const cell = (
  subscription: string,
  control: string,
  max: number,
  healthy: number,
  unhealthy: number,
): Cell => ({
  subscription,
  control,
  max,
  healthy,
  unhealthy,
  notApplicable: 0,
  current: healthy + unhealthy === 0 ? 0 : Math.round((100 * max * healthy) / (healthy + unhealthy)) / 100,
});
const row = (id: string, current: number, max: number, weight: number | null) => ({
  id,
  score: { current, max, weight },
});

describe('one subscription', () => {
  it('has the percentage of the row, not the rounded field of Azure: 23.53 of 39', () => {
    expect(standing({ current: 23.53, max: 39, weight: 67 }).percentage).toBe((100 * 23.53) / 39);
  });

  it('is unknown where nothing is assessed or no row exists, never 0 and never NaN', () => {
    const unknown = { percentage: null, current: null, max: null };
    expect(standing({ current: 0, max: 0, weight: 0 })).toEqual(unknown);
    expect(standing(null)).toEqual(unknown);
  });

  it('gains what the documentation computes: max 6, 4 healthy of 78 is 0.31 points', () => {
    const six = cell('a', 'updates', 6, 4, 74);
    expect(pointsOf(six, 1)).toBeCloseTo(0.0769, 4);
    expect(pointsOf(six, 4)).toBeCloseTo(0.31, 2);
    expect(pointsOf(cell('a', 'ddos', 2, 0, 0), 1)).toBe(0);
  });

  it('computes the increase from counts while current stays as Azure rounded it: 5 of 6, max 4', () => {
    const [transit] = subscriptionControls({ current: 23.53, max: 39, weight: 67 }, [
      cell('a', 'transit', 4, 5, 1),
    ]);
    expect(transit?.current).toBe(3.33);
    expect(transit?.potentialIncrease).toBeCloseTo(100 * (4 / 6 / 39), 12);
    expect(transit).toMatchObject({ id: 'transit', max: 4, healthy: 5, unhealthy: 1, notApplicable: 0 });
  });

  it('has controls that bring nothing while its score is unknown or has no maximum', () => {
    const cells = [cell('a', 'transit', 4, 5, 1)];
    for (const score of [null, { current: 0, max: 0, weight: 3 }])
      expect(subscriptionControls(score, cells)[0]?.potentialIncrease).toBe(0);
  });

  it('gives one regained point 100 / max of its percent, whatever it weighs', () => {
    const value = ownPointValue([row('a', 18, 40, null), row('b', 0, 0, 5), { id: 'c', score: null }]);
    expect(['a', 'b', 'c', 'd'].map(value)).toEqual([2.5, 0, 0, 0]);
  });
});

describe('several subscriptions', () => {
  const rows = [row('a', 18, 22, 10), row('b', 20, 40, 20)];
  const cells = [cell('a', 'ports', 8, 3, 1), cell('b', 'ports', 8, 4, 4)];

  it('weighs the portal way: Ports over the scope is 4.952380952 of 8 and brings 9.696969697', () => {
    const [ports] = scopeControls(rows, cells);
    expect(ports?.current).toBeCloseTo(4.952380952380952, 9);
    expect(ports?.max).toBe(8);
    expect(ports?.potentialIncrease).toBeCloseTo(9.696969696969697, 9);
    expect([ports?.healthy, ports?.unhealthy]).toEqual([7, 5]);
  });

  it('is the weighted mean of the percentages', () => {
    expect(scopePercentage(rows)).toBeCloseTo((10 * (18 / 22) + 20 * 0.5) / 0.3, 10);
  });

  it('matches the worked example: 65.108225108 before, 59.992236025 after', () => {
    const before = [row('a', 19 + 1 / 3, 22, 10), row('b', 50, 100, 20), row('c', 80, 100, 5)];
    const after = [row('a', (8 * 3) / 7 + 4 + 10 + 0.2, 23, 12), row('b', 50, 100, 20)];
    expect(scopePercentage(before)).toBeCloseTo(65.10822510822511, 9);
    expect(after[0]?.score.current).toBeCloseTo(17.628571429, 8);
    expect(scopePercentage(after)).toBeCloseTo(59.992236025, 8);
  });

  it('leaves out rows without a weight, a maximum or a score; all of them is unknown', () => {
    const odd = [...rows, row('c', 5, 10, null), row('d', 0, 0, 9), { id: 'e', score: null }];
    expect(scopePercentage(odd)).toBe(scopePercentage(rows));
    expect(scopePercentage([row('c', 5, 10, null)])).toBeNull();
    expect(scopePercentage([row('c', 5, 10, 0)])).toBeNull();
    expect(scopeStanding([], 0)).toEqual({ percentage: null, current: null, max: null });
  });

  it('adds the largest maximum of each control for the points shown', () => {
    const max = scopeMax([
      cell('a', 'ports', 8, 1, 0),
      cell('b', 'ports', 6, 1, 0),
      cell('b', 'mfa', 10, 1, 1),
    ]);
    expect(max).toBe(18);
    expect(scopeStanding(rows, max).current).toBeCloseTo((18 * (scopePercentage(rows) ?? 0)) / 100, 10);
  });

  it('counts a control only where it has points, resources and a weighed subscription, and shows its largest maximum', () => {
    const [ports] = scopeControls(
      [...rows, row('c', 5, 10, null), row('d', 30, 50, 20)],
      [
        ...cells,
        // No weight, no points, nothing assessed: shown in the counts, and in nothing else.
        cell('c', 'ports', 8, 0, 9),
        cell('d', 'ports', 0, 1, 2),
        { ...cell('a', 'ports', 6, 0, 0), notApplicable: 7 },
      ],
    );
    const [a, b] = [10 / 22, 20 / 40];
    expect(ports).toMatchObject({ max: 8, healthy: 8, unhealthy: 16, notApplicable: 7 });
    expect(ports?.current).toBeCloseTo((8 * (a * 0.75 + b * 0.5)) / (a + b), 12);
    // Where none counts its points are not known; where nothing is assessed there are none.
    const [unscored] = scopeControls([row('c', 5, 10, null)], [cell('c', 'ports', 8, 0, 9)]);
    expect(unscored).toMatchObject({ current: null, max: 8, unhealthy: 9, potentialIncrease: 0 });
    const [even] = scopeControls([row('c', 5, 10, null)], [cell('c', 'ports', 8, 9, 9)]);
    expect(even).toMatchObject({ current: null, max: 8, potentialIncrease: 0 });
    const [empty] = scopeControls(rows, [cell('a', 'ports', 8, 0, 0)]);
    expect(empty).toMatchObject({ current: 0, max: 8, potentialIncrease: 0 });
    // Worth no points anywhere: 0 of 0, and that is known.
    const [worthless] = scopeControls(rows, [cell('a', 'features', 0, 1, 6)]);
    expect(worthless).toMatchObject({ current: 0, max: 0, potentialIncrease: 0 });
    expect(ports?.potentialIncrease).toBeCloseTo((100 * (a * 2 + b * 4)) / 50, 12);
  });

  it('does not know the points of controls where no subscription weighs anything, and never NaN', () => {
    for (const weight of [0, null]) {
      const [ports] = scopeControls([row('a', 18, 22, weight)], [cell('a', 'ports', 8, 3, 1)]);
      expect(ports).toMatchObject({ current: null, max: 8, potentialIncrease: 0, healthy: 3, unhealthy: 1 });
      expect(pointValue([row('a', 18, 22, weight)])('a')).toBe(0);
    }
  });

  it('has increases that add up to what is missing from 100 % (exact counts, no rounding)', () => {
    const counts = fc.record({
      healthy: fc.nat(50),
      unhealthy: fc.nat(50),
      max: fc.integer({ min: 1, max: 10 }),
    });
    const subscription = fc.record({
      controls: fc.array(counts, { minLength: 1, maxLength: 6 }),
      weight: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(subscription, { minLength: 1, maxLength: 5 }), (tenant) => {
        const made = tenant.map(({ controls, weight }, at) => exact(`s${at}`, weight, controls));
        const rows = made.map(({ row }) => row);
        const percentage = scopePercentage(rows);
        const controls = scopeControls(
          rows,
          made.flatMap(({ cells }) => cells),
        );
        const sum = controls.reduce((total, control) => total + control.potentialIncrease, 0);
        expect(sum).toBeCloseTo(percentage === null ? 0 : 100 - percentage, 9);
        expect(controls.every((control) => Number.isFinite(control.current))).toBe(true);
      }),
    );
  });

  it('gives one regained point its worth in the scope', () => {
    const value = pointValue(rows);
    expect(value('a') * 2).toBeCloseTo((100 * (10 / 30) * 2) / 22, 12);
    expect(value('unknown')).toBe(0);
  });
});

function exact(id: string, weight: number, controls: { healthy: number; unhealthy: number; max: number }[]) {
  const cells = controls.map(({ healthy, unhealthy, max }, at) => {
    const assessed = healthy + unhealthy;
    const own = assessed === 0 ? 0 : max;
    return {
      ...cell(id, `c${at}`, own, healthy, unhealthy),
      current: assessed === 0 ? 0 : (own * healthy) / assessed,
    };
  });
  const current = cells.reduce((total, { current }) => total + current, 0);
  const max = cells.reduce((total, { max }) => total + max, 0);
  return { row: row(id, current, max, weight), cells };
}
