import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changeWords,
  formatAge,
  formatChange,
  formatCount,
  formatGain,
  formatMoment,
  formatPercent,
  formatPoints,
  formatPointsOf,
} from '../../src/cards/format.ts';

const NB = '\u00A0';

describe('percent', () => {
  test.each([
    [61.3793, `61.4${NB}%`],
    [0, `0.0${NB}%`],
    [100, `100.0${NB}%`],
    [null, 'unknown'],
    [Number.NaN, 'unknown'],
    [undefined, 'unknown'],
  ])('%s is %s', (value, words) => expect(formatPercent(value)).toBe(words));
});

describe('change', () => {
  test.each([
    [-3.2, `▼${NB}−3.2${NB}pp`, `down 3.2${NB}pp`],
    [1.1, `▲${NB}+1.1${NB}pp`, `up 1.1${NB}pp`],
    [0.04, `■${NB}unchanged`, 'unchanged'],
    [-0.04, `■${NB}unchanged`, 'unchanged'],
    [-0, `■${NB}unchanged`, 'unchanged'],
    [0.06, `▲${NB}+0.1${NB}pp`, `up 0.1${NB}pp`],
  ])('%s is %s', (value, words, said) => {
    expect(formatChange(value)).toBe(words);
    expect(changeWords(value)).toBe(said);
  });

  test('an unknown change is said to be unknown', () => expect(formatChange(null)).toBe('change unknown'));

  test('arrow, sign and word always agree', () => {
    fc.assert(
      fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (value) => {
        const words = formatChange(value);
        if (words.includes('unchanged')) expect(Math.abs(value)).toBeLessThan(0.05 + 1e-9);
        else expect(words).toMatch(value > 0 ? /^▲\u00A0\+\d+\.\d\u00A0pp$/ : /^▼\u00A0−\d+\.\d\u00A0pp$/);
        expect(words).not.toMatch(/[+−]0\.0/);
      }),
    );
  });
});

test.each([
  [17.24, `+17.2${NB}pp`],
  [0.01, `under +0.1${NB}pp`],
  [0, 'no gain'],
  [-1e-12, 'no gain'],
  [null, 'gain unknown'],
])('a gain of %s is %s', (value, words) => expect(formatGain(value)).toBe(words));

test.each([
  [35.6, 58, '35.60 of 58'],
  [0, 10, '0 of 10'],
  [4.999, 8, '5 of 8'],
  [2.306, 6, '2.31 of 6'],
  [1234.5, 2000, '1,234.50 of 2,000'],
  [null, 58, 'unknown'],
])('%s and %s points are %s', (current, max, words) => expect(formatPoints(current, max)).toBe(words));

test('counts', () => {
  expect(formatCount(1, 'subscription')).toBe('1 subscription');
  expect(formatCount(0, 'subscription')).toBe('0 subscriptions');
  expect(formatCount(1234, 'unhealthy', 'unhealthy')).toBe('1,234 unhealthy');
});

test.each([
  ['2026-11-23T12:00:30Z', 'just now'],
  ['2026-11-23T12:00:00Z', '1 min ago'],
  ['2026-11-23T11:02:00Z', '59 min ago'],
  ['2026-11-23T09:00:00Z', '3 h ago'],
  ['2026-11-21T13:00:00Z', '47 h ago'],
  ['2026-11-21T12:00:00Z', '2 days ago'],
  ['2026-11-24T12:00:00Z', 'just now'],
  ['rubbish', 'age unknown'],
])('%s is %s', (at, words) => expect(formatAge(at, '2026-11-23T12:01:00Z')).toBe(words));

describe('moment', () => {
  const now = '2026-11-23T12:00:00Z';
  test.each([
    ['2026-11-16T08:00:00Z', 'Europe/Oslo', 'Mon 16 Nov 09:00'],
    ['2026-11-16T08:00:00Z', null, 'Mon 16 Nov 08:00 UTC'],
    ['2025-11-16T23:30:00Z', 'Asia/Kolkata', 'Mon 17 Nov 2025 05:00'],
    ['2026-03-29T00:59:00Z', 'Europe/Oslo', 'Sun 29 Mar 01:59'],
    ['2026-03-29T01:00:00Z', 'Europe/Oslo', 'Sun 29 Mar 03:00'],
    ['rubbish', null, 'at an unknown time'],
  ])('%s in %s is %s', (at, zone, words) => expect(formatMoment(at, zone, now)).toBe(words));

  test('midnight is 00:00', () =>
    expect(formatMoment('2026-11-16T00:00:00Z', null, now)).toMatch(/00:00 UTC$/));
});

test.each([
  [35.6, 58, '35.60 of 58 points'],
  [2 / 3, 1, '0.67 of 1 point'],
  [1, 1, '1 of 1 point'],
  [1, 2, '1 of 2 points'],
  [0, 0, '0 of 0 points'],
])('%s of %s in words is %s', (current, max, words) => expect(formatPointsOf(current, max)).toBe(words));
