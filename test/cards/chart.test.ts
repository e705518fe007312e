import { describe, expect, test } from 'vitest';
import { formatLabels, isoDay } from '../../src/cards/axis.ts';
import { chartOf } from '../../src/cards/chart.ts';
import { sparkline } from '../../src/cards/sparkline.ts';
import { type Sample, stretchesOf } from '../../src/core/stretches.ts';
import { context } from '../support/card-facts.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 9, 24, 6);
const series = (values: readonly (number | null)[], hours = 24, from = START): Sample[] =>
  values.flatMap((percentage, n) =>
    percentage === -1 ? [] : [{ at: new Date(from + n * hours * HOUR).toISOString(), percentage }],
  );
/** A day in the series at which there was no snapshot. */
const MISSED = -1;
const rising = (count: number) => Array.from({ length: count }, (_, n) => 50 + n / 10);
const view = (samples: readonly Sample[], over = {}) => chartOf(samples, context(over)).view;

describe('the line of bars', () => {
  const line = (values: readonly (number | null)[]) => sparkline(stretchesOf(series(values)));
  test.each([
    [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    [[7, 0], '█▁'],
    [[60, 60, 60], '▄▄▄'],
    [[60.01, 60.02, 60.01], '▄▄▄'],
    [[60, 60.4, 60], '▃▅▃'],
    [[60, 62, 61], '▁█▅'],
    [[5, 5, MISSED, MISSED, MISSED, 9, 9], '▁▁   ██'],
    [[5, null, 9], '▁ █'],
    [[], ''],
    [[null], ''],
  ])('%j is %s', (values, expected) => expect(line(values)).toBe(expected));

  test('a long one is thinned to thirty, ends and extremes kept', () => {
    const long = line([...rising(100), 0, ...rising(100)]);
    expect([...long]).toHaveLength(30);
    expect([...long].filter((bar) => bar === '▁')).toHaveLength(1);
    expect(long.endsWith('█')).toBe(true);
  });
});

describe('labels', () => {
  const labels = (moments: readonly string[], zone: string | null = null) => formatLabels(moments, zone);
  test('are as short as they can be and all different', () => {
    expect(labels(['2026-10-24T06:00Z', '2026-10-25T06:00Z'])).toEqual(['24 Oct', '25 Oct']);
    expect(labels(['2025-10-24T06:00Z', '2026-10-24T06:00Z'])).toEqual(['24 Oct 25', '24 Oct 26']);
    expect(labels(['2026-10-24T06:00Z', '2026-10-24T14:00Z'])).toEqual(['24 Oct 06:00', '24 Oct 14:00']);
    expect(labels(['2025-10-24T06:00Z', '2026-10-24T06:00Z', '2026-10-24T07:00Z'])[2]).toBe(
      '24 Oct 26 07:00',
    );
  });
  test('count where the clock was turned back, and stay within 20 characters', () => {
    const twice = labels(['2025-09-26T00:30Z', '2026-10-25T00:30Z', '2026-10-25T01:30Z'], 'Europe/Oslo');
    expect(twice).toEqual(['26 Sept 25 02:30', '25 Oct 26 02:30', '25 Oct 26 02:30 (2)']);
    expect(twice.every(({ length }) => length <= 20)).toBe(true);
  });
  test('are of the zone', () => {
    expect(isoDay('2026-10-24T23:30Z', 'Europe/Oslo')).toBe('2026-10-25');
    expect(isoDay('2026-10-24T23:30Z', null)).toBe('2026-10-24');
  });
});

describe('a chart', () => {
  test('needs two known samples', () => {
    expect(view(series([61])).hasChart).toBe(false);
    expect(view(series([61, null])).hasChart).toBe(false);
    expect(chartOf(series([null, 61]), context()).text).toEqual([]);
    expect(view(series([61, 62])).hasChart).toBe(true);
  });

  test('is one line of days in Teams and one of named days in Slack', () => {
    const { series: lines, slack, showLegend } = view(series([61.04, 62.06, 60]));
    expect(lines).toEqual([
      {
        legend: 'Secure score, percent',
        color: 'categoricalBlue',
        points: [
          { x: '2026-10-24', y: 61 },
          { x: '2026-10-25', y: 62.1 },
          { x: '2026-10-26', y: 60 },
        ],
      },
    ]);
    expect(showLegend).toBe(true);
    expect(slack).toMatchObject([
      {
        title: 'Secure score, 24 Oct to 26 Oct',
        zone: 'Europe/Oslo',
        categories: ['24 Oct', '25 Oct', '26 Oct'],
        points: [{ label: '24 Oct', value: 61 }, {}, {}],
      },
    ]);
  });

  test('breaks where something was missed: never a line across it', () => {
    const missed = [...rising(10), ...Array<number>(8).fill(MISSED), ...rising(5)];
    const { series: lines, slack } = view(series(missed));
    expect(lines.map(({ points }) => points.length)).toEqual([10, 5]);
    expect(lines.map(({ legend }) => legend)).toEqual(['24 Oct to 2 Nov', '11 Nov to 15 Nov']);
    expect(slack.map(({ title }) => title)).toEqual([
      'Secure score, 24 Oct to 2 Nov',
      'Secure score, 11 Nov to 15 Nov',
    ]);
  });

  test('in Slack draws the newest stretch and the longest other one', () => {
    const gap = Array<number>(5).fill(MISSED);
    const three = [...rising(9), ...gap, ...rising(4), ...gap, ...rising(3)];
    expect(view(series(three)).slack.map(({ points }) => points.length)).toEqual([9, 3]);
  });

  test('has at most 60 points in Teams and 20 in Slack', () => {
    const { series: lines, slack } = view(series(rising(300), 8));
    expect(lines.flatMap(({ points }) => points).length).toBeLessThanOrEqual(60);
    expect(slack.flatMap(({ points }) => points).length).toBe(20);
    expect(lines[0]?.points[0]?.x).toMatch(/^\d{1,2} \w{3,4}|^\d{4}-\d\d-\d\d$/);
  });

  test('draws what is wanted from end to end, with room for it', () => {
    const gap = Array<number>(5).fill(MISSED);
    const wanted = chartOf(series([...rising(9), ...gap, ...rising(4)]), context(), 62.5).view;
    expect(wanted.series.map(({ legend }) => legend)).toEqual([
      '24 Oct to 1 Nov',
      '7 Nov to 10 Nov',
      'Target 62.5\u00A0%',
    ]);
    expect(wanted.series.at(-1)?.points).toEqual([
      { x: '2026-10-24', y: 62.5 },
      { x: '2026-11-10', y: 62.5 },
    ]);
    for (const { points, targetPoints } of wanted.slack)
      expect(targetPoints).toEqual(points.map(({ label }) => ({ label, value: 62.5 })));
    expect(wanted.yMax).toBeGreaterThan(62.5);
    expect(view(series(rising(9))).slack).toMatchObject([{ hasTarget: false, targetPoints: [] }]);
  });

  test('has an axis around its values, not from zero, and never outside of 0 to 100', () => {
    expect(view(series([60, 70]))).toMatchObject({ yMin: 58, yMax: 72 });
    expect(view(series([60, 60]))).toMatchObject({ yMin: 59, yMax: 61 });
    expect(view(series([0.5, 99.5]))).toMatchObject({ yMin: 0, yMax: 100 });
  });

  test('has its numbers beside it', () => {
    const { text } = chartOf(series([61, 64, 58, 60]), context({ zone: null }));
    expect(text[1]?.replaceAll('\u00A0', ' ')).toBe(
      'From 61.0 % on Sat 24 Oct 06:00 UTC; lowest 58.0 % on Mon 26 Oct 06:00 UTC, highest 64.0 % on Sun 25 Oct 06:00 UTC.',
    );
  });
});
