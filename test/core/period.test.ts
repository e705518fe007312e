import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { badPeriod, daysAgo, parsePeriod, resolvePeriod } from '../../src/core/period.ts';
import { splitWords } from '../../src/core/words.ts';

/** A Wednesday. */
const NOW = new Date('2026-03-11T12:00:00Z');
const read = (text: string) => parsePeriod(splitWords(text));
function span(text: string, zone = 'UTC', now = NOW) {
  const period = read(text);
  if (period === null) throw new Error(`"${text}" is no period`);
  const { from, to } = resolvePeriod(period, now, zone);
  return [from.toISOString(), to.toISOString()].map((at) => at.replace(':00.000Z', 'Z'));
}

describe('a stretch of time', () => {
  it.each([
    ['since 7d', '2026-03-04T12:00Z', '2026-03-11T12:00Z'],
    ['for the 7d', '2026-03-04T12:00Z', '2026-03-11T12:00Z'],
    ['between 2026-03-01 and 2026-03-03', '2026-03-01T00:00Z', '2026-03-04T00:00Z'],
    ['between wednesday and wednesday', '2026-03-04T00:00Z', '2026-03-05T00:00Z'],
    ['from 2026-03-01 to 2026-03-03', '2026-03-01T00:00Z', '2026-03-04T00:00Z'],
    ['from 2026-03-01 UNTIL 2026-03-01', '2026-03-01T00:00Z', '2026-03-02T00:00Z'],
    ['between 2026-03-01 and 2026-03-03 Europe/Oslo', '2026-02-28T23:00Z', '2026-03-03T23:00Z'],
    ['between monday and today', '2026-03-09T00:00Z', '2026-03-12T00:00Z'],
    ['between 2026-03-01T09:00:00Z and 2026-03-03T10:30:00.000Z', '2026-03-01T09:00Z', '2026-03-03T10:30Z'],
    ['between 2026-03-01T09:00Z and 2026-03-03', '2026-03-01T09:00Z', '2026-03-04T00:00Z'],
    // The day that loses an hour belongs to it.
    ['between 2026-03-08 and 2026-03-08 America/New_York', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
  ])('%j', (text, from, to) => expect(span(text)).toEqual([from, to]));

  it('is in the zone of the line, else in the one given', () => {
    const between = 'between 2026-03-01 and 2026-03-01';
    expect(span(between, 'Asia/Tokyo')).toEqual(['2026-02-28T15:00Z', '2026-03-01T15:00Z']);
    expect(span(`${between} utc`, 'Asia/Tokyo')).toEqual(['2026-03-01T00:00Z', '2026-03-02T00:00Z']);
    expect(read(between)?.zone).toBeNull();
    expect(read(`${between} europe/oslo`)?.zone).toBe('Europe/Oslo');
    expect(read('7d America/Argentina/Buenos_Aires')?.zone).toMatch(/Buenos_Aires$/);
  });

  it('begins at the first moment of today at the latest', () => {
    const midnight = new Date('2026-03-11T00:00:00Z');
    expect(span('between today and today', 'UTC', midnight)).toEqual([
      '2026-03-11T00:00Z',
      '2026-03-12T00:00Z',
    ]);
    expect(() => span('between 2026-03-12 and 2026-03-13')).toThrow(UserError);
    expect(() => span('between 2026-03-12 and 2026-03-13')).toThrow(/2026-03-12/);
    expect(() => span('between 2026-03-10 and 2026-03-12')).toThrow(/2026-03-12/);
    expect(() => span('between 2026-03-10 and 2026-03-11T12:01Z')).toThrow(/still to come/);
  });

  it('does not run backwards', () => {
    expect(() => span('between 2026-03-03 and 2026-03-02')).toThrow(
      '"2026-03-03" is after "2026-03-02": name the earlier day first.',
    );
  });

  it.each([
    '',
    'prod',
    'between 2026-03-01',
    'between and 2026-03-01',
    'between 2026-03-01 and',
    'between 2026-03-01 and prod',
    'between prod and 2026-03-01',
    "between 2026-03-01 'and' 2026-03-02",
    'between 2026-03-01 android 2026-03-02',
    'between 2026-03-01 band 2026-03-02',
    '7d Nowhere/City',
    "7d 'Europe/Oslo'",
    '7d x:Europe/Oslo',
    '7d Europe/Oslo!x',
    '7d Europe/Oslo Europe/Oslo',
  ])('%j is none', (text) => expect(read(text)).toBeNull());

  it('has a default of so many days', () => {
    expect(daysAgo(30)).toEqual({
      kind: 'since',
      zone: null,
      when: { kind: 'ago', hours: 720, months: 0, text: '30d' },
    });
    expect(resolvePeriod(daysAgo(30), NOW, 'Asia/Tokyo').from.toISOString()).toBe('2026-02-09T12:00:00.000Z');
  });

  it('says what to write for words that are none', () => {
    const error = badPeriod(splitWords(`last ${'x'.repeat(100)}`), (time) => `trend ${time}`);
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe(
      `I can't read "last ${'x'.repeat(55)}" as a time. Try 7d, last week, monday, 3 months or 2026-03-01.`,
    );
    expect(error.suggestions).toEqual(['trend 7d', 'trend 3 months']);
  });
});
