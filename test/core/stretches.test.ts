import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extremes, type Sample, stretchesOf, thinned, usualInterval } from '../../src/core/stretches.ts';

const HOUR = 3_600_000;
const at = (hours: number) => new Date(Date.UTC(2026, 0, 1) + hours * HOUR).toISOString();
const series = (hours: readonly number[], percentage: (n: number) => number | null = (n) => n): Sample[] =>
  hours.map((hour, n) => ({ at: at(hour), percentage: percentage(n) }));
const values = (samples: readonly Sample[]) =>
  stretchesOf(samples).map((of) => of.map(({ percentage }) => percentage));

describe('stretches', () => {
  test('one without gaps', () => expect(values(series([0, 1, 2, 3]))).toEqual([[0, 1, 2, 3]]));
  test('none without anything known', () => {
    expect(values([])).toEqual([]);
    expect(values(series([0, 1], () => null))).toEqual([]);
  });
  test('a gap is longer than three usual intervals', () => {
    expect(values(series([0, 1, 2, 5, 6]))).toEqual([[0, 1, 2, 3, 4]]);
    expect(values(series([0, 1, 2, 5.1, 6]))).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(values(series([0, 20, 21, 22, 60]))).toEqual([[0], [1, 2, 3], [4]]);
  });
  test('an unknown value breaks it, wherever it stands', () => {
    expect(values(series([0, 1, 2, 3, 4], (n) => (n === 2 ? null : n)))).toEqual([
      [0, 1],
      [3, 4],
    ]);
    expect(values(series([0, 1, 2], (n) => (n === 0 ? null : n)))).toEqual([[1, 2]]);
  });
  test('two samples are never apart, whatever lies between', () => {
    expect(values(series([0, 1000]))).toEqual([[0, 1]]);
    expect(usualInterval(series([0, 1, 11]))).toBe(HOUR);
    expect(usualInterval(series([0]))).toBe(Number.POSITIVE_INFINITY);
  });
});

const hours = fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 300 });
const anySeries = fc
  .tuple(hours, fc.array(fc.option(fc.integer({ min: 0, max: 100 })), { minLength: 300, maxLength: 300 }))
  .map(([all, percents]) =>
    series(
      all.sort((a, b) => a - b),
      (n) => percents[n] ?? null,
    ),
  );

describe('thinned for display', () => {
  test('keeps at most so many, among them the first, the last, the lowest and the highest, and every break', () => {
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 4, max: 60 }), (samples, most) => {
        const stretches = stretchesOf(samples);
        const all = stretches.flat();
        const kept = thinned(stretches, most);
        const shown = kept.flat();
        expect(shown.length).toBeLessThanOrEqual(most);
        expect(shown.length).toBeGreaterThanOrEqual(Math.min(all.length, most) / 2);
        expect([shown[0], shown.at(-1)]).toEqual([all[0], all.at(-1)]);
        expect(extremes(shown)).toEqual(extremes(all));
        for (const of of kept) {
          expect(stretches.some((whole) => of.every((sample) => whole.includes(sample)))).toBe(true);
        }
        expect(shown.every((sample, n) => n === 0 || sample.at > (shown[n - 1]?.at ?? ''))).toBe(true);
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  test('leaves what fits as it is', () => {
    const stretches = stretchesOf(series([0, 1, 2, 50, 51]));
    expect(thinned(stretches, 5)).toEqual(stretches);
  });

  test('draws on all of a long series, and keeps the ends of its stretches', () => {
    const stretches = stretchesOf(series([...Array(200).keys()].map((n) => (n < 150 ? n : n + 100))));
    const kept = thinned(stretches, 20);
    expect(kept.map((of) => [of[0]?.percentage, of.at(-1)?.percentage])).toEqual([
      [0, 149],
      [150, 199],
    ]);
    expect(kept[0]?.length).toBeGreaterThan(10);
  });
});

test('of equal extremes the newest counts', () => {
  const all = stretchesOf(series([0, 1, 2, 3], (n) => [5, 9, 9, 5][n] ?? null)).flat();
  expect(extremes(all)).toEqual({ lowest: all[3], highest: all[2] });
  expect(extremes([])).toEqual({ lowest: undefined, highest: undefined });
});

test('the lowest and the highest may stand anywhere', () => {
  const all = stretchesOf(series([0, 1, 2, 3, 4], (n) => [5, 2, 6, 9, 4][n] ?? null)).flat();
  expect(extremes(all)).toEqual({ lowest: all[1], highest: all[3] });
});

test('the usual interval is the median of all, in whatever order they come', () => {
  expect(usualInterval(series([0, 1, 11, 12, 13]))).toBe(HOUR);
  expect(usualInterval(series([0, 10, 11, 31, 61]))).toBe(10 * HOUR);
});

describe('what is thinned', () => {
  const kept = (hours: readonly number[], most: number) =>
    thinned(stretchesOf(series(hours)), most).map((of) => of.map(({ percentage }) => percentage));
  /** Stretches of these lengths, far from one another. */
  const apart = (...lengths: number[]) =>
    lengths.flatMap((length, n) => Array.from({ length }, (_, step) => n * 1000 + step));

  test('is spread evenly from end to end', () => {
    expect(kept([...Array(100).keys()], 10)).toEqual([[0, 11, 22, 33, 44, 55, 66, 77, 88, 99]]);
  });

  test('keeps the ends of the longest stretches before those of others', () => {
    const shown = kept(apart(2, 2, 2, 2, 2, 30, 2), 8).flat();
    expect(shown).toEqual(expect.arrayContaining([0, 10, 39, 41]));
  });

  test('has room beside the ends of many stretches, and no stretch without a sample', () => {
    const shown = kept(apart(...Array(40).fill(2)), 8);
    expect(shown.flat()).toHaveLength(8);
    expect(shown.flat().some((n) => n !== null && n > 20 && n < 60)).toBe(true);
    expect(shown.every((of) => of.length > 0)).toBe(true);
  });
});
