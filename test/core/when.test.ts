import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { parseWhen } from '../../src/core/parse-when.ts';
import { parsePeriod, resolvePeriod } from '../../src/core/period.ts';
import { resolveWhen } from '../../src/core/when.ts';
import { splitWords } from '../../src/core/words.ts';

/** A Monday. */
const NOW = new Date('2026-11-23T12:00:00Z');

function at(text: string, zone = 'UTC', now = NOW): string | null {
  const when = parseWhen(splitWords(text));
  return when === null ? null : resolveWhen(when, now, zone).toISOString();
}

function span(text: string, zone = 'UTC', now = NOW): string[] | null {
  const period = parsePeriod(splitWords(text));
  if (period === null) return null;
  const { from, to } = resolvePeriod(period, now, zone);
  return [from.toISOString(), to.toISOString()];
}

const iso = (text: string) => new Date(text).toISOString();

describe('a duration is that long before now', () => {
  it.each([
    ['yesterday', '2026-11-22T12:00Z'],
    ['last week', '2026-11-16T12:00Z'],
    ['last month', '2026-10-24T12:00Z'],
    ['7d', '2026-11-16T12:00Z'],
    ['7 days ago', '2026-11-16T12:00Z'],
    ['for the last 30 days', '2026-10-24T12:00Z'],
    ['24h', '2026-11-22T12:00Z'],
    ['2 weeks', '2026-11-09T12:00Z'],
    ['two weeks', '2026-11-09T12:00Z'],
    ['a week ago', '2026-11-16T12:00Z'],
    ['3 months', '2026-08-23T12:00Z'],
    ['past 3 months', '2026-08-23T12:00Z'],
    ['1y', '2025-11-23T12:00Z'],
    ['since yesterday', '2026-11-22T12:00Z'],
    ['now', '2026-11-23T12:00Z'],
  ])('%s', (text, expected) => expect(at(text)).toBe(iso(expected)));

  it('counts hours through a change of clocks, and months by the calendar', () => {
    const after = new Date('2026-10-26T11:00:00Z');
    expect(at('2d', 'Europe/Oslo', after)).toBe(iso('2026-10-24T11:00Z'));
    expect(at('1 month', 'Europe/Oslo', after)).toBe(iso('2026-09-26T10:00Z'));
    expect(at('3 months', 'UTC', new Date('2026-05-31T00:00:00Z'))).toBe(iso('2026-02-28T00:00Z'));
  });
});

describe('a day is its 00:00 in the zone', () => {
  it.each([
    ['today', 'UTC', '2026-11-23T00:00Z'],
    ['today', 'Europe/Oslo', '2026-11-22T23:00Z'],
    ['today', 'America/New_York', '2026-11-23T05:00Z'],
    ['2026-03-01', 'Europe/Oslo', '2026-02-28T23:00Z'],
    ['since 2026-07-01', 'Europe/Oslo', '2026-06-30T22:00Z'],
    ['monday', 'UTC', '2026-11-16T00:00Z'],
    ['sunday', 'UTC', '2026-11-22T00:00Z'],
    ['last tue', 'UTC', '2026-11-17T00:00Z'],
    ['march', 'UTC', '2026-03-01T00:00Z'],
    ['december', 'UTC', '2025-12-01T00:00Z'],
    ['november', 'UTC', '2026-11-01T00:00Z'],
    ['1 mar', 'UTC', '2026-03-01T00:00Z'],
    ['march 15th', 'UTC', '2026-03-15T00:00Z'],
    ['24 november', 'UTC', '2025-11-24T00:00Z'],
    ['29 february', 'UTC', '2024-02-29T00:00Z'],
    ['march 2025', 'UTC', '2025-03-01T00:00Z'],
    ['3 may 2025', 'UTC', '2025-05-03T00:00Z'],
    ['2026-03', 'UTC', '2026-03-01T00:00Z'],
    ['this week', 'UTC', '2026-11-23T00:00Z'],
    ['this month', 'UTC', '2026-11-01T00:00Z'],
    ['this year', 'UTC', '2026-01-01T00:00Z'],
    ['2026-03-01T09:30Z', 'Europe/Oslo', '2026-03-01T09:30Z'],
  ])('%s in %s', (text, zone, expected) => expect(at(text, zone)).toBe(iso(expected)));

  it('begins at its first instant where clocks skip midnight', () => {
    expect(at('2026-09-06', 'America/Santiago')).toBe(iso('2026-09-06T04:00Z'));
  });
});

describe('what is no time', () => {
  it.each(['', 'contoso', 'contoso prod', '7x', '0d', 'week', "'7d'", '2026', 'monday week', 'mo', '-7d'])(
    '%j',
    (text) => expect(at(text)).toBeNull(),
  );

  it.each(['2026-02-30', '31 february', '2026-13', '32 march', '2026-02-30T00:00Z'])(
    '%s is said to be none',
    (text) => {
      expect(() => at(text)).toThrow(UserError);
      expect(() => at(text)).toThrow(/Write it as 2026-03-01/);
    },
  );

  it.each(['2027-01-01', 'march 2027', '2026-11-24', '2026-11-23T12:00:01Z'])('%s is still to come', (text) =>
    expect(() => at(text)).toThrow(/still to come.*7d/),
  );

  it.each(['99999 weeks', '0001-01-01', '99999y'])('%s is before any history', (text) =>
    expect(() => at(text)).toThrow(/further than any history/),
  );
});

describe('a period', () => {
  it.each([
    ['7d', 'UTC', '2026-11-16T12:00Z', '2026-11-23T12:00Z'],
    ['since monday Europe/Oslo', 'UTC', '2026-11-15T23:00Z', '2026-11-23T12:00Z'],
    ['since 2026-11-20 utc', 'Europe/Oslo', '2026-11-20T00:00Z', '2026-11-23T12:00Z'],
    ['between 2026-10-24 and 2026-10-25', 'Europe/Oslo', '2026-10-23T22:00Z', '2026-10-25T23:00Z'],
    ['from 1 march to 3 march', 'UTC', '2026-03-01T00:00Z', '2026-03-04T00:00Z'],
    ['between monday and wednesday', 'UTC', '2026-11-16T00:00Z', '2026-11-19T00:00Z'],
    ['between yesterday and today', 'UTC', '2026-11-22T00:00Z', '2026-11-24T00:00Z'],
    ['between march and april', 'UTC', '2026-03-01T00:00Z', '2026-05-01T00:00Z'],
    ['between october and november', 'UTC', '2026-10-01T00:00Z', '2026-11-24T00:00Z'],
    ['between 7d and yesterday', 'UTC', '2026-11-16T00:00Z', '2026-11-23T00:00Z'],
  ])('%s in %s', (text, zone, from, to) => expect(span(text, zone)).toEqual([iso(from), iso(to)]));

  it.each(['between monday', 'between and monday', 'between x and monday', 'monday Europe/Nowhere'])(
    '%s is none',
    (text) => expect(span(text)).toBeNull(),
  );

  it('does not run backwards, nor into the future', () => {
    expect(() => span('between 2026-03-02 and 2026-03-01')).toThrow(/name the earlier day first/);
    expect(() => span('between monday and 2026-11-24')).toThrow(/"2026-11-24" is still to come/);
    expect(() => span('between 2026-11-24 and 2026-11-25')).toThrow(/"2026-11-24" is still to come/);
  });
});
