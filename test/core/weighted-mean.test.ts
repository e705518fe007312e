import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byWeight, midValue, type Pair, type Part, ratesOf } from '../../src/core/weighted-mean.ts';

const both = (before: Part | null, after: Part | null): Pair => ({ before, after });
const mean = (parts: readonly (Part | null)[]) => {
  const there = parts.flatMap((part) => (part === null ? [] : [part]));
  return (
    there.reduce((sum, { value, weight }) => sum + value * weight, 0) /
    there.reduce((sum, { weight }) => sum + weight, 0)
  );
};

/** Every share, summed: the change of the mean, if the split is exact. */
function explained(items: readonly Pair[]): number {
  const rates = ratesOf(items);
  return items.reduce((sum, item) => {
    const grown = item.before === null || item.after === null ? 0 : item.after.value - item.before.value;
    return sum + rates.ofValue(item) * grown + byWeight(rates, item);
  }, 0);
}

/** The same integral, by adding up the slope of the mean in many small steps of the line. */
function byWalking(items: readonly Pair[], of: Pair, steps = 20_000): number {
  const at = (item: Pair, t: number) => (1 - t) * (item.before?.weight ?? 0) + t * (item.after?.weight ?? 0);
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    const t = (step + 0.5) / steps;
    const m = items.reduce((all, item) => all + at(item, t), 0);
    const n = items.reduce((all, item) => all + midValue(item) * at(item, t), 0);
    sum += (midValue(of) - n / m) / m;
  }
  return (sum / steps) * ((of.after?.weight ?? 0) - (of.before?.weight ?? 0));
}

const part = fc.record({
  value: fc.double({ min: 0, max: 1, noNaN: true }),
  weight: fc.double({ min: 1, max: 100, noNaN: true }),
});
const pair = fc.oneof(
  fc.tuple(part, part).map(([before, after]) => both(before, after)),
  part.map((before) => both(before, null)),
  part.map((after) => both(null, after)),
);
// One item on both sides, so that there is a mean before and after.
const items = fc
  .tuple(fc.tuple(part, part), fc.array(pair, { maxLength: 8 }))
  .map(([[before, after], others]) => [both(before, after), ...others]);

describe('the change of a weighted mean', () => {
  it('has the rates of the checks with one control: 4 of 8 healthy becomes 2 of 8', () => {
    const counts = (h0: number, u0: number, h1: number, u1: number) =>
      ratesOf([
        both({ value: 1, weight: h0 }, { value: 1, weight: h1 }),
        both({ value: 0, weight: u0 }, { value: 0, weight: u1 }),
      ]);
    const fell = counts(4, 4, 2, 6);
    expect(fell.ofWeight(1)).toBeCloseTo(0.078125, 12);
    expect(fell.ofWeight(0)).toBeCloseTo(-0.046875, 12);
  });

  it('is the sum of its shares', () => {
    fc.assert(
      fc.property(items, (all) => {
        const change = mean(all.map(({ after }) => after)) - mean(all.map(({ before }) => before));
        expect(Math.abs(explained(all) - change)).toBeLessThan(1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('is the same as walking the line', () => {
    fc.assert(
      fc.property(items, (all) => {
        const rates = ratesOf(all);
        for (const item of all) expect(byWeight(rates, item)).toBeCloseTo(byWalking(all, item), 5);
      }),
      { numRuns: 20 },
    );
  });

  it('loses no digits where the total hardly changes', () => {
    for (const r of [0, 1e-12, 1e-9, 9.9e-5, 1.01e-4, -1e-9, -9.9e-5]) {
      const all = [
        both({ value: 1, weight: 60 }, { value: 1, weight: 60 - 10 }),
        both({ value: 0, weight: 40 }, { value: 0, weight: 40 + 10 + 100 * r }),
      ];
      const change = mean(all.map(({ after }) => after)) - mean(all.map(({ before }) => before));
      expect(Math.abs(explained(all) - change)).toBeLessThan(1e-12);
    }
  });

  it('is the same as walking the line also where its series takes over', () => {
    for (const r of [9e-5, -9e-5]) {
      const all = [
        both({ value: 1, weight: 50 }, { value: 1, weight: 80 }),
        both({ value: 0, weight: 50 }, { value: 0, weight: 20 + 100 * r }),
      ];
      for (const item of all) expect(byWeight(ratesOf(all), item)).toBeCloseTo(byWalking(all, item), 10);
    }
  });

  it('turns round when before and after are swapped', () => {
    fc.assert(
      fc.property(items, (all) => {
        const swapped = all.map(({ before, after }) => both(after, before));
        const [there, back] = [ratesOf(all), ratesOf(swapped)];
        all.forEach((item, index) => {
          const other = swapped[index] ?? item;
          expect(byWeight(there, item) + byWeight(back, other)).toBeCloseTo(0, 9);
        });
      }),
    );
  });
});
