import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AtBoth, moversAmong } from '../../src/core/movers.ts';
import type { Scope } from '../../src/core/scope.ts';

const scope = (id: string, name: string): Scope => ({ kind: 'subscription', id, name });
const at = (id: string, before: number | null, after: number | null, name = id): AtBoth => ({
  scope: scope(id, name),
  before,
  after,
});
const ids = (rows: readonly { scope: Scope }[]) => rows.map((row) => row.scope.id);

describe('movers', () => {
  test('tell who rose and who fell, the largest change first, and how many stayed', () => {
    const found = moversAmong([
      at('a', 50, 51),
      at('b', 50, 50),
      at('c', 60, 50),
      at('d', 10, 40),
      at('e', 70, 69.5),
    ]);
    expect(ids(found.rose)).toEqual(['d', 'a']);
    expect(ids(found.fell)).toEqual(['c', 'e']);
    expect(found.fell[0]).toEqual({ scope: scope('c', 'c'), percentage: 50, change: -10 });
    expect(found.unmoved).toBe(1);
  });

  test('leave out whoever has no score at either end', () => {
    expect(moversAmong([at('a', null, 50), at('b', 50, null), at('c', null, null)])).toEqual({
      rose: [],
      fell: [],
      unmoved: 0,
    });
  });

  test('take 0 for a score', () => {
    expect(moversAmong([at('a', 0, 50), at('b', 50, 0), at('c', 0, 0)])).toMatchObject({
      rose: [{ change: 50 }],
      fell: [{ change: -50, percentage: 0 }],
      unmoved: 1,
    });
  });

  test('order equal changes by name, then by id, though their last digits differ', () => {
    // 0.1 + 0.2 and 0.3 are one change.
    const found = moversAmong([at('1', 0, 0.3, 'Web'), at('2', 0, 0.1 + 0.2, 'Web'), at('3', 0, 0.3, 'App')]);
    expect(0.1 + 0.2).toBeGreaterThan(0.3);
    expect(ids(found.rose)).toEqual(['3', '1', '2']);
  });

  test('do not take the last digit of a division for a move', () => {
    expect(moversAmong([at('a', (100 * 0.3) / 1, 100 * (0.1 + 0.2))])).toMatchObject({
      rose: [],
      unmoved: 1,
    });
  });

  test('put each into one place, whatever the order they come in', () => {
    const percent = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null });
    const all = fc.uniqueArray(fc.tuple(fc.string({ maxLength: 3 }), percent, percent), {
      selector: ([id]) => id,
    });
    fc.assert(
      fc.property(all, (rows) => {
        const members = rows.map(([id, before, after]) => at(id, before, after));
        const known = members.filter(({ before, after }) => before !== null && after !== null);
        const found = moversAmong(members);
        expect(found.rose.length + found.fell.length + found.unmoved).toBe(known.length);
        expect(found.rose.every(({ change }) => change > 0)).toBe(true);
        expect(found.fell.every(({ change }) => change < 0)).toBe(true);
        for (const { scope: one, percentage, change } of [...found.rose, ...found.fell]) {
          const of = members.find((member) => member.scope.id === one.id);
          expect(percentage).toBe(of?.after);
          expect(percentage - change).toBeCloseTo(of?.before ?? Number.NaN, 9);
        }
        expect(moversAmong(members.toReversed())).toEqual(found);
      }),
    );
  });
});
