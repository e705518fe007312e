import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { dueOf, paceFrom, progressOf, type Target } from '../../src/core/target.ts';
import { parseWantedDay, resolveWantedDay } from '../../src/core/target-day.ts';
import { wantedPercent } from '../../src/core/target-percent.ts';
import { joinWords, splitWords } from '../../src/core/words.ts';

const DAY = 86_400_000;
/** A Monday. */
const NOW = new Date('2026-11-23T12:00:00Z');
const target = (over: Partial<Target> = {}): Target => ({
  ...{ scope: { kind: 'all', id: 'all' }, percent: 80, day: '2026-12-31', zone: 'UTC', start: 60 },
  ...{ by: 'terminal', at: '2026-10-01T00:00:00.000Z' },
  ...over,
});
const history = (of: (daysAgo: number) => number) =>
  Array.from({ length: 91 }, (_, n) => ({
    at: new Date(NOW.getTime() - (90 - n) * DAY).toISOString(),
    percentage: of(90 - n),
  }));

describe('the progress of a target', () => {
  const at = (slope: number) => history((ago) => 70 - slope * ago);

  it('compares the pace of the past with the pace that is needed', () => {
    const days = (Date.parse('2027-01-01T00:00:00Z') - NOW.getTime()) / DAY;
    expect(progressOf(target(), 70, at(0.3), NOW)).toMatchObject({
      ...{ due: '2027-01-01T00:00:00.000Z', percentage: 70, missing: 10, done: 0.5, state: 'ahead' },
      ...{ neededPace: 10 / days, pace: expect.closeTo(0.3, 9) },
      forecast: { kind: 'range', expected: expect.closeTo(70 + 0.3 * days, 9) },
    });
    expect(progressOf(target(), 70, at(0.25), NOW).state).toBe('behind');
    expect(progressOf(target(), 70, at(-0.1), NOW).state).toBe('behind');
    expect(progressOf(target(), 70, at(10 / days + 1e-6), NOW).state).toBe('ahead');
  });

  it.each([
    ['reached', target(), 80, { missing: 0, done: 1, forecast: null, pace: null }],
    ['reached', target({ day: '2026-01-01' }), 90, { missing: 0, done: 1, forecast: null }],
    [
      'missed',
      target({ day: '2026-11-22' }),
      75,
      { missing: 5, done: 0.75, forecast: null, neededPace: null },
    ],
    ['unknown', target(), null, { missing: null, done: null, forecast: null, percentage: null }],
    [
      'open',
      target({ day: '2026-11-23' }),
      70,
      { forecast: { kind: 'cannot-say', why: 'short' }, pace: null },
    ],
  ] as const)('is %s', (state, wanted, percentage, told) => {
    expect(progressOf(wanted, percentage, [], NOW)).toMatchObject({ state, ...told });
  });

  it('knows no way that is done where it began above, or unknown', () => {
    expect(progressOf(target({ start: null }), 70, [], NOW).done).toBeNull();
    expect(progressOf(target({ start: 85 }), 70, [], NOW).done).toBeNull();
    expect(progressOf(target({ start: 75 }), 70, [], NOW).done).toBe(0);
  });

  it('ends with its day, where that is', () => {
    expect(dueOf(target({ day: '2027-03-27', zone: 'Europe/Oslo' })).toISOString()).toBe(
      '2027-03-27T23:00:00.000Z',
    );
    expect(dueOf(target({ day: '2027-03-28', zone: 'Europe/Oslo' })).toISOString()).toBe(
      '2027-03-28T22:00:00.000Z',
    );
    expect(dueOf(target({ zone: 'Pacific/Kiritimati' })).toISOString()).toBe('2026-12-31T10:00:00.000Z');
  });

  it('looks back for a quarter, or for a day more than lies ahead of the newest reading', () => {
    expect(NOW.getTime() - paceFrom(target(), NOW).getTime()).toBe(90 * DAY);
    const far = target({ day: '2027-11-22' });
    expect(NOW.getTime() - paceFrom(far, NOW).getTime()).toBe(dueOf(far).getTime() - NOW.getTime() + DAY);
  });

  it.each([1, 8, 24])(
    'looks back far enough to foretell a day half a year ahead, read every %i h',
    (hours) => {
      const far = target({ day: '2027-05-31' });
      const newest = NOW.getTime() - 13 * 3_600_000;
      const from = paceFrom(far, new Date(newest)).getTime();
      const samples: { at: string; percentage: number }[] = [];
      // As a trend is read: the first reading is the newest at or before the moment asked for.
      for (let at = newest; at > from - hours * 3_600_000; at -= hours * 3_600_000)
        samples.push({ at: new Date(at).toISOString(), percentage: 61 });
      expect(progressOf(far, 61, samples, NOW).forecast).toMatchObject({ kind: 'range', expected: 61 });
    },
  );
});

describe('a day to come', () => {
  const day = (text: string, zone = 'UTC', now = NOW) => {
    const wanted = parseWantedDay(splitWords(text));
    return wanted === null ? null : resolveWantedDay(wanted, now, zone, []).toString();
  };

  it.each([
    ['2027-03-31', '2027-03-31'],
    ['31 March', '2027-03-31'],
    ['March 31st', '2027-03-31'],
    ['31 march 2028', '2028-03-31'],
    ['23 Nov', '2026-11-23'],
    ['22 Nov', '2027-11-22'],
    ['29 Feb', '2028-02-29'],
    ['March', '2027-03-31'],
    ['November', '2026-11-30'],
    ['february 2028', '2028-02-29'],
    ['2027-02', '2027-02-28'],
    ['the end of the year', '2026-12-31'],
    ['end of quarter', '2026-12-31'],
    ['end of month', '2026-11-30'],
    ['end of this week', '2026-11-29'],
    ['this month', '2026-11-30'],
    ['3 months', '2027-02-23'],
    ['a year', '2027-11-23'],
    ['two weeks', '2026-12-07'],
    ['10d', '2026-12-03'],
    ['tomorrow', '2026-11-24'],
    ['today', '2026-11-23'],
    ['friday', '2026-11-27'],
    ['monday', '2026-11-30'],
    ['2027-03-31T23:30:00Z', '2027-03-31'],
  ])('%s', (text, expected) => expect(day(text)).toBe(expected));

  it('is of the zone', () => {
    const late = new Date('2026-11-30T23:30:00Z');
    expect(day('tomorrow', 'UTC', late)).toBe('2026-12-01');
    expect(day('tomorrow', 'Europe/Oslo', late)).toBe('2026-12-02');
    expect(day('end of month', 'Europe/Oslo', late)).toBe('2026-12-31');
    expect(day('2026-12-01T23:30:00Z', 'Europe/Oslo', late)).toBe('2026-12-02');
  });

  it.each(['yesterday', 'last week', '3 days ago', '2026-11-22', 'last monday', 'now', '2025-03'])(
    '%s has passed',
    (text) => expect(() => day(text)).toThrow(/has passed.*2027-03-31/),
  );
  it.each(['2026-02-31', '30 feb'])('%s is no day', (text) =>
    expect(() => day(text)).toThrow(/is no day.*to come/),
  );
  it('too far ahead is a slip', () => expect(() => day('2062-03-31')).toThrow(/more than 10 years/));
  it.each(['zorg', 'end of days', '', 'Contoso Prod'])('%j is none', (text) => expect(day(text)).toBeNull());
});

describe('a percentage', () => {
  const read = (text: string) => {
    const found = wantedPercent(splitWords(text), (percent) => `target ${percent}`);
    return found === null ? null : [found.percent, joinWords(found.rest)];
  };
  it.each([
    ['80% by friday', [80, 'by friday']],
    ['80 % for Contoso', [80, 'for Contoso']],
    ['80 percent', [80, '']],
    ['80percent', [80, '']],
    ['82.5%', [82.5, '']],
    ['82,5 %', [82.5, '']],
    ['100', [100, '']],
    ['the 0.5%', [0.5, '']],
    ["'80%' x", null],
    ['Contoso 80%', null],
    ['80pp', null],
    ['-5%', null],
    ['', null],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));

  it.each([
    ['0%', /0 % is what every score/],
    ['0.00', /0 % is what every score/],
    ['100.01%', /more than a score can be/],
    ['8000%', /more than a score can be/],
  ])('%s is refused, with one that is not', (text, message) => {
    expect(() => read(text)).toThrow(message);
    try {
      read(text);
    } catch (error) {
      expect(error instanceof UserError && error.suggestions).toEqual([
        expect.stringMatching(/^target (100|80)%$/),
      ]);
    }
  });
});
