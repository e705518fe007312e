import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriedFrom, movesIn } from '../../src/core/absorbed.ts';
import { createLog } from '../../src/core/diff.ts';
import type { ControlState } from '../../src/core/explain.ts';

const HERE = { subscription: 's', control: 'c' };
const state = (of: ControlState, exempt = false) => ({ state: of, exempt, absent: false });

/** One resource a step: snapshot, state before, state after, and whether an exemption did it. */
type Step = readonly [snapshot: number, before: ControlState, after: ControlState, exempt?: boolean];
function logOf(steps: readonly Step[]) {
  const log = createLog({
    counts: () => true,
    present: () => true,
    controls: () => ['c'],
    readAt: (_, snapshot) => snapshot,
    since: (snapshot) => snapshot,
  });
  for (const [resource, [snapshot, before, after, exempt = false]] of steps.entries()) {
    const row = { snapshot, resource, recommendation: 'r', subscription: 's' };
    log.add({
      flows: [{ ...HERE, snapshot, resource, before, after, recommendations: ['r'] }],
      changes: [{ ...row, before: state(before), after: state(after, exempt) }],
    });
  }
  return log;
}
const moves = (steps: readonly Step[], healthy: number, unhealthy: number, carried = 10) => {
  const found = movesIn(
    logOf(steps),
    { ...HERE, change: { healthy, unhealthy } },
    { carried, from: 10, to: 20 },
  );
  const numbers = (of: typeof found.absorbed) => of.map(({ resource }) => resource);
  return [numbers(found.absorbed), numbers(found.pending), found.mitigated];
};

describe('which moves a control has taken in', () => {
  it('takes all where they come to the change, else the longest beginning that does', () => {
    const steps: Step[] = [
      [11, 1, 2],
      [12, 1, 2],
      [13, 1, 2],
    ];
    expect(moves(steps, -3, 3)).toEqual([[0, 1, 2], [], false]);
    expect(moves(steps, -2, 2)).toEqual([[0, 1], [2], false]);
  });

  it('takes nothing where the counts are the same', () => {
    const steps: Step[] = [
      [11, 1, 2],
      [12, 2, 0],
      [12, 1, 2],
    ];
    expect(moves(steps, 0, 0)).toEqual([[], [0, 1, 2], false]);
  });

  it('takes all of a snapshot or none of it', () => {
    const steps: Step[] = [
      [11, 1, 2],
      [11, 1, 2],
      [12, 1, 2],
    ];
    expect(moves(steps, -2, 2)).toEqual([[0, 1], [2], false]);
  });

  it('sees what happened at the end of the window, and nothing before or after it', () => {
    const steps: Step[] = [
      [10, 1, 2],
      [11, 1, 2],
      [20, 1, 2],
      [21, 1, 2],
    ];
    expect(moves(steps, -1, 1)).toEqual([[1], [2], false]);
    expect(moves(steps, -3, 3)).toEqual([[1, 2], [], false]);
    const owed: Step[] = [
      [9, 1, 2],
      [20, 1, 2],
    ];
    expect(moves(owed, -2, 2, 8)).toEqual([[0, 1], [], false]);
  });

  it('takes the longest beginning that comes to the change in both counts', () => {
    const is = (one: ControlState, other: ControlState) => (one === other ? 1 : 0);
    const sum = (of: readonly Step[], counted: 1 | 2) =>
      of.reduce((total, [, before, after]) => total + is(after, counted) - is(before, counted), 0);
    const states = fc.constantFrom<ControlState>(0, 1, 2);
    const turn = fc.tuple(fc.integer({ min: 11, max: 20 }), states, states).filter(([, a, b]) => a !== b);
    let shortened = 0;
    fc.assert(
      fc.property(
        fc.array(turn, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 10, max: 20 }),
        (all, to) => {
          const steps = all.toSorted(([a], [b]) => a - b);
          const until = (snapshot: number) => steps.filter(([at]) => at <= snapshot);
          const counts = (of: readonly Step[]) => [sum(of, 1), sum(of, 2)] as const;
          const [healthy, unhealthy] = counts(until(to));
          const alike = (snapshot: number) => `${counts(until(snapshot))}` === `${[healthy, unhealthy]}`;
          const last = [20, ...steps.map(([at]) => at).toReversed(), 10].find(alike) ?? 10;
          const taken = until(last).length;
          if (taken < steps.length) shortened += 1;
          const numbers = [...steps.keys()];
          expect(moves(steps, healthy, unhealthy)).toEqual([
            numbers.slice(0, taken),
            numbers.slice(taken),
            false,
          ]);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(shortened).toBeGreaterThan(100);
  });

  it('takes the moves of the window where none comes to the change, and never what was before it', () => {
    const steps: Step[] = [
      [9, 1, 2],
      [11, 1, 2],
    ];
    expect(moves(steps, -7, 7, 8)).toEqual([[1], [0], false]);
  });

  it('takes what was owed from before the window', () => {
    const steps: Step[] = [
      [9, 1, 2],
      [11, 2, 1],
      [12, 1, 2],
    ];
    expect(moves(steps, -1, 1, 8)).toEqual([[0, 1, 2], [], false]);
    expect(moves(steps.slice(0, 1), -1, 1, 8)).toEqual([[0], [], false]);
  });

  it('waives an exemption, and mitigates it only where nothing else closes', () => {
    const steps: Step[] = [[11, 2, 0, true]];
    expect(moves(steps, 0, -1)).toEqual([[0], [], false]);
    expect(moves(steps, 1, -1)).toEqual([[0], [], true]);
    expect(moves(steps, 5, -1)).toEqual([[0], [], false]);
  });

  it('leaves everything waiting where the row is as it was', () => {
    const found = movesIn(logOf([[11, 1, 2]]), { ...HERE, change: null }, { carried: 10, from: 10, to: 20 });
    expect([found.absorbed.length, found.pending.length, found.mitigated]).toEqual([0, 1, false]);
  });
});

describe('what a control owes at a snapshot', () => {
  const rows = (...of: [number, number, number][]) =>
    of.map(([snapshot, healthy, unhealthy]) => ({ snapshot, healthy, unhealthy }));
  const steps: Step[] = [
    [2, 1, 2],
    [4, 1, 2],
  ];
  it.each([
    ['nothing was taken in', rows([1, 5, 0]), 1],
    ['the first was', rows([1, 5, 0], [3, 4, 1]), 3],
    ['the first was, late', rows([1, 5, 0], [5, 4, 1]), 2],
    ['both were', rows([1, 5, 0], [5, 3, 2]), 5],
    ['a change that nothing explains took all', rows([1, 5, 0], [5, 0, 9]), 5],
    ['the first was, late, and some were unhealthy before', rows([1, 5, 1], [5, 4, 2]), 2],
    ['the row is of the end', rows([1, 5, 0], [9, 3, 2]), 9],
    ['the row is of later', rows([1, 5, 0], [10, 3, 2]), 1],
  ])('where %s', (_, of, from) => {
    const start = carriedFrom(logOf(steps), HERE, of, { from: 1, to: 9 });
    const open = steps.filter(([snapshot]) => snapshot > start).length;
    expect(open).toBe(steps.filter(([snapshot]) => snapshot > from).length);
  });

  it('is all that netted to nothing, where only what the control is worth has changed', () => {
    const back: Step[] = [
      [2, 1, 2],
      [4, 2, 1],
    ];
    expect(carriedFrom(logOf(back), HERE, rows([1, 5, 1], [5, 5, 1]), { from: 1, to: 9 })).toBe(1);
  });

  it.each([
    ['a healthy one', 1, rows([1, 5, 0], [3, 6, 0])],
    ['an unhealthy one', 2, rows([1, 5, 0], [3, 5, 1])],
  ] as const)('is not %s that came and was counted', (_, state, of) => {
    const come: Step[] = [
      [2, 0, state],
      [4, 1, 2],
    ];
    expect(carriedFrom(logOf(come), HERE, of, { from: 1, to: 9 })).toBe(3);
  });

  it('looks at no row from before', () => {
    expect(carriedFrom(logOf(steps), HERE, rows([1, 5, 0]), { from: 3, to: 9 })).toBe(3);
  });

  it('is nothing of what a control that is new came with', () => {
    const come: Step[] = [
      [5, 0, 1],
      [5, 0, 2],
    ];
    expect(carriedFrom(logOf(come), HERE, rows([5, 1, 1]), { from: 1, to: 9 })).toBeGreaterThanOrEqual(5);
  });

  it('begins with the first flow, so that what changed no state before it stays out of it', () => {
    expect(carriedFrom(logOf([[7, 1, 2]]), HERE, rows([1, 5, 0]), { from: 1, to: 9 })).toBe(6);
    expect(carriedFrom(logOf([]), HERE, rows([1, 5, 0]), { from: 1, to: 9 })).toBe(9);
  });
});
