import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Forecast, forecast } from '../../src/core/forecast.ts';
import type { Sample } from '../../src/core/stretches.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const at = (day: number) => new Date(START + day * DAY).toISOString();
const due = (day: number) => new Date(START + day * DAY);
const daily = (days: number, of: (day: number) => number | null): Sample[] =>
  Array.from({ length: days + 1 }, (_, day) => ({ at: at(day), percentage: of(day) }));

function rangeOf(found: Forecast) {
  if (found.kind !== 'range') throw new Error(`no forecast: ${found.why}`);
  return found;
}
const widthOf = (found: Forecast) => rangeOf(found).high - rangeOf(found).low;
const why = (found: Forecast) => (found.kind === 'range' ? 'range' : found.why);

describe('a forecast', () => {
  it('of a straight line is the line, however it was sampled', () => {
    const line = fc.record({
      from: fc.double({ min: 20, max: 80, noNaN: true }),
      slope: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
      gaps: fc.array(fc.double({ min: 0.9, max: 2.4, noNaN: true }), { minLength: 40, maxLength: 90 }),
      ahead: fc.double({ min: 0, max: 30, noNaN: true }),
    });
    fc.assert(
      fc.property(line, ({ from, slope, gaps, ahead }) => {
        const days = gaps.map((_, n) => gaps.slice(0, n + 1).reduce((sum, gap) => sum + gap, 0));
        const samples = days.map((day) => {
          const moment = at(day);
          return { at: moment, percentage: from + (slope * (Date.parse(moment) - START)) / DAY };
        });
        const last = days.at(-1) ?? 0;
        const found = rangeOf(forecast(samples, due(last + ahead)));
        const expected = Math.min(100, Math.max(0, from + slope * (last + ahead)));
        for (const value of [found.low, found.expected, found.high]) expect(value).toBeCloseTo(expected, 4);
        expect(found.pace).toBeCloseTo(slope, 6);
      }),
    );
  });

  it('of what never moved is that it stays', () => {
    expect(
      forecast(
        daily(60, () => 61.4),
        due(90),
      ),
    ).toMatchObject({
      ...{ kind: 'range', low: 61.4, expected: 61.4, high: 61.4, pace: 0, days: 60 },
    });
  });

  const noisy = (size: number) => daily(90, (day) => 60 + day / 30 + size * (((day * 37) % 11) - 5));

  it('is the wider the more it moves about, and the further ahead it looks', () => {
    const widths = [0, 0.02, 0.05, 0.1, 0.2].map((size) => widthOf(forecast(noisy(size), due(110))));
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(new Set(widths).size).toBe(widths.length);
    const ahead = [91, 100, 120, 150].map((day) => widthOf(forecast(noisy(0.1), due(day))));
    expect(ahead).toEqual(ahead.toSorted((a, b) => a - b));
    expect(ahead[0]).toBeLessThan(ahead[3] ?? 0);
  });

  it('knows the formula: one jump in a hundred days', () => {
    const jump = daily(100, (day) => (day < 50 ? 50 : 60));
    const [pace, ahead] = [0.1, 25];
    const variance = (99 * pace ** 2 + (10 - pace) ** 2) / 99;
    const error = 1.2816 * Math.sqrt(variance * ahead * (1 + ahead / 100));
    const found = rangeOf(forecast(jump, due(125)));
    expect(found.expected).toBeCloseTo(62.5, 9);
    expect(found.high - found.expected).toBeCloseTo(error, 9);
    expect(found.expected - found.low).toBeCloseTo(error, 9);
  });

  it('depends neither on the order of the samples nor on where midnight is', () => {
    const shift = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(fc.shuffledSubarray(noisy(0.1), { minLength: 91 }), shift, (samples, minutes) => {
        const moved = samples.map(({ at, percentage }) => ({
          at: new Date(Date.parse(at) + minutes * 60_000).toISOString(),
          percentage,
        }));
        const later = new Date(due(120).getTime() + minutes * 60_000);
        expect(forecast(moved, later)).toEqual(forecast(noisy(0.1), due(120)));
      }),
    );
  });

  it('does not take many readings of a day for news', () => {
    const hourly = noisy(0.1).flatMap(({ at, percentage }) =>
      [0, 1, 2].map((hour) => ({
        at: new Date(Date.parse(at) - hour * 3_600_000).toISOString(),
        percentage,
      })),
    );
    expect(forecast(hourly, due(120))).toEqual(forecast(noisy(0.1), due(120)));
  });

  it.each([
    ['no history', [], 10, 'short'],
    ['nothing known', daily(60, () => null), 70, 'short'],
    ['27 days', daily(27, () => 60), 30, 'short'],
    ['28 days', daily(28, () => 60), 30, 'range'],
    ['three readings in a quarter', daily(90, (day) => (day % 45 === 0 ? 60 : null)), 100, 'short'],
    ['mostly gaps', daily(90, (day) => (day < 10 || day > 80 ? 60 : null)), 100, 'gaps'],
    ['as far ahead as back', daily(90, () => 60), 180, 'range'],
    ['further ahead than back', daily(90, () => 60), 180.1, 'too-far'],
    ['up and down', daily(90, (day) => 60 + 5 * (day % 2)), 120, 'vague'],
  ] as const)('says when it cannot say: %s', (_, samples, day, expected) => {
    expect(why(forecast(samples, due(day)))).toBe(expected);
  });

  it('knows the pace where it cannot say how far it leads', () => {
    expect(
      forecast(
        daily(90, (day) => 50 + day / 10),
        due(400),
      ).pace,
    ).toBeCloseTo(0.1, 9);
    expect(
      forecast(
        daily(10, (day) => 50 + day / 10),
        due(12),
      ).pace,
    ).toBeNull();
  });

  it('leaves out what was not the doing of this tenant', () => {
    const fell = daily(90, (day) => (day < 45 ? 70 : 55) + day / 10);
    const found = rangeOf(forecast(fell, due(120), [at(44.5)]));
    expect(found.pace).toBeCloseTo(0.1, 9);
    expect(found.expected).toBeCloseTo(67, 9);
    expect(widthOf(found)).toBeCloseTo(0, 6);
    expect(why(forecast(fell, due(170)))).toBe('vague');
  });

  it('stays between nothing and everything', () => {
    expect(
      rangeOf(
        forecast(
          daily(60, (day) => 70 + day / 2),
          due(70),
        ),
      ).high,
    ).toBe(100);
    expect(
      rangeOf(
        forecast(
          daily(60, (day) => 30 - day / 2),
          due(70),
        ),
      ).low,
    ).toBe(0);
  });
});
