import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fixable, fixToReach, inOrder, type Reach } from '../../src/core/fix-to-reach.ts';
import { type Bundle, collectFailures } from '../../src/core/fix-to-reach-bundles.ts';
import { mostOf } from '../../src/core/fix-to-reach-search.ts';

const finish = <T>(search: Generator<void, T>): T => {
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
  }
};
const solve = (fixable: Fixable, need: number): Reach => finish(fixToReach(fixable, need));

const subsets = (count: number, size: number): Set<number>[] =>
  Array.from(
    { length: 2 ** count },
    (_, mask) => new Set(range(count).filter((n) => mask & (2 ** n))),
  ).filter((set) => set.size === size);
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

const gainBy = (picks: ReadonlySet<number>, bundles: readonly Bundle[]) =>
  bundles.filter(({ needs }) => needs.every((n) => picks.has(n))).reduce((sum, { value }) => sum + value, 0);

/** Every subset: the smallest that reach it, then the least work. */
function byHand({ bundles, work }: Fixable, need: number) {
  let best: { size: number; work: number; value: number } | null = null;
  for (let mask = 0; mask < 2 ** work.length; mask += 1) {
    const picks = work.flatMap((_, n) => (mask & (2 ** n) ? [n] : []));
    const value = gainBy(new Set(picks), bundles);
    if (value < need - 1e-9) continue;
    const found = { size: picks.length, work: picks.reduce((sum, n) => sum + (work[n] ?? 0), 0), value };
    const order =
      best === null
        ? -1
        : found.size - best.size ||
          found.work - best.work ||
          (Math.abs(found.value - best.value) < 1e-9 ? 0 : best.value - found.value);
    if (order < 0) best = found;
  }
  return best;
}

const tenant = (most: number) =>
  fc.integer({ min: 1, max: most }).chain((count) =>
    fc.record({
      work: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: count, maxLength: count }),
      bundles: fc.array(
        fc.record({
          needs: fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { minLength: 1, maxLength: 4 }),
          value: fc.integer({ min: 1, max: 300 }).map((n) => n / 7),
        }),
        { minLength: 1, maxLength: 14 },
      ),
    }),
  );

/** Everything tied to everything: too many to look through. */
const tied = (count: number): Fixable => ({
  work: Array.from({ length: count }, (_, n) => n + 1),
  bundles: Array.from({ length: count }, (_, n) => ({
    needs: [n, (n * 7 + 1) % count, (n * 3 + 2) % count].filter((one, at, all) => all.indexOf(one) === at),
    value: 1 + (n % 5),
  })),
});

describe('the smallest set that reaches a target', () => {
  it('is what going through every subset finds', () => {
    fc.assert(
      fc.property(tenant(9), fc.double({ min: 0.01, max: 1, noNaN: true }), (fixable, share) => {
        const most = fixable.bundles.reduce((sum, { value }) => sum + value, 0);
        const reach = solve(fixable, share * most);
        const expected = byHand(fixable, share * most);
        if (reach.outcome === 'short') throw new Error('all together reach it');
        const { picks, value, work } = reach.choice;
        expect({ size: picks.length, work }).toEqual({ size: expected?.size, work: expected?.work });
        expect(value).toBeCloseTo(expected?.value ?? 0, 8);
        expect(gainBy(new Set(picks), fixable.bundles)).toBeCloseTo(value, 8);
        expect(reach.fewest).toBe(picks.length);
      }),
      { numRuns: 400, seed: 80 },
    );
  });

  it('takes two that gain nothing alone where one that gains more alone does not do', () => {
    const bundles = [
      { needs: [0], value: 6 },
      { needs: [1, 2], value: 9 },
    ];
    expect(solve({ bundles, work: [1, 1, 1] }, 8)).toMatchObject({ choice: { picks: [1, 2], value: 9 } });
    expect(solve({ bundles, work: [1, 1, 1] }, 6)).toMatchObject({ choice: { picks: [0] } });
    expect(solve({ bundles, work: [1, 1, 1] }, 15)).toMatchObject({ choice: { picks: [0, 1, 2] } });
  });

  it('of equally many is the one of fewest resources, then of most gain, then of the first names', () => {
    const bundles = [5, 7, 7, 7].map((value, n) => ({ needs: [n], value }));
    expect(solve({ bundles, work: [3, 9, 9, 9] }, 5)).toMatchObject({ choice: { picks: [0] } });
    expect(solve({ bundles, work: [9, 9, 9, 9] }, 5)).toMatchObject({ choice: { picks: [1] } });
  });

  it('says how much all of them gain where that is too little', () => {
    const bundles = [{ needs: [0, 1], value: 3 }];
    expect(solve({ bundles, work: [1, 1] }, 3.1)).toEqual({ outcome: 'short', most: 3 });
    expect(solve({ bundles: [], work: [] }, 1)).toEqual({ outcome: 'short', most: 0 });
  });

  it('is found among too many to look through as well, and proven', () => {
    for (const share of [0.2, 0.6, 0.9]) {
      const fixable = tied(17);
      const need = share * fixable.bundles.reduce((sum, { value }) => sum + value, 0);
      const reach = solve(fixable, need);
      if (reach.outcome === 'short') throw new Error('all together reach it');
      expect(gainBy(new Set(reach.choice.picks), fixable.bundles)).toBeGreaterThanOrEqual(need - 1e-9);
      const smallest = byHand(fixable, need)?.size;
      expect([reach.choice.picks.length, reach.fewest]).toEqual([smallest, smallest]);
    }
  });

  it('is not called so where the search ended before it was sure', () => {
    fc.assert(
      fc.property(tenant(9), fc.nat(9), fc.nat(12), ({ bundles, work }, wanted, nodes) => {
        const members = work.map((_, n) => n);
        const size = Math.min(wanted, members.length);
        const search = mostOf(members, bundles, members.slice(0, size), nodes);
        const found = finish(search);
        const most = Math.max(...subsets(members.length, size).map((set) => gainBy(set, bundles)));
        expect(found.picks).toHaveLength(size);
        expect(found.value).toBeCloseTo(gainBy(new Set(found.picks), bundles), 9);
        expect(found.value).toBeLessThanOrEqual(most + 1e-9);
        expect(found.ceiling).toBeGreaterThanOrEqual(most - 1e-9);
        expect(finish(mostOf(members, bundles, members.slice(0, size), 10_000))).toMatchObject({
          value: expect.closeTo(most, 8),
          ceiling: expect.closeTo(most, 8),
        });
      }),
      { numRuns: 300, seed: 17 },
    );
  });

  it('is told step by step: the same total, most first', () => {
    fc.assert(
      fc.property(tenant(8), (fixable) => {
        const most = fixable.bundles.reduce((sum, { value }) => sum + value, 0);
        const reach = solve(fixable, most * 0.8);
        if (reach.outcome === 'short') throw new Error('all together reach it');
        const steps = inOrder(reach.choice.picks, fixable);
        expect(steps.map(({ pick }) => pick).toSorted((a, b) => a - b)).toEqual(reach.choice.picks);
        const taken = new Set<number>();
        let running = 0;
        for (const { pick, gain } of steps) {
          taken.add(pick);
          running += gain;
          expect(running).toBeCloseTo(gainBy(taken, fixable.bundles), 8);
        }
      }),
    );
  });
});

describe('what resources fail', () => {
  const membership = new Map([
    ['a', ['one', 'two']],
    ['b', ['one']],
    ['c', ['worthless']],
  ]);
  const numbers = new Map(['a', 'b', 'c'].map((id, n) => [id, n]));
  const row = (resource: number, recommendation: string) => ({ subscription: 's', resource, recommendation });

  it('is worth something per control by all that they fail there, and each counts once', () => {
    const worth = (_: string, control: string) => (control === 'worthless' ? 0 : control === 'one' ? 2 : 1);
    const failures = collectFailures(membership, numbers, worth);
    failures.add([row(1, 'b'), row(1, 'a'), row(2, 'a'), row(2, 'c'), row(3, 'zorg')]);
    failures.add([row(4, 'a'), row(4, 'b')]);
    const bundles = failures.bundles().toSorted((x, y) => x.needs.length - y.needs.length);
    expect(bundles).toEqual([
      { needs: [0], value: 5 },
      { needs: [0, 1], value: 4 },
    ]);
    expect([failures.resources([0]), failures.resources([1]), failures.resources([2, 1])]).toEqual([3, 2, 3]);
  });
});
