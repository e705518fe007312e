import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { type QuietHours, quietIn, quietLine, quietUntil } from '../../src/core/quiet.ts';
import { splitWords } from '../../src/core/words.ts';

const night: QuietHours = { from: { hour: 22, minute: 0 }, to: { hour: 7, minute: 0 }, zone: 'Europe/Oslo' };
const until = (quiet: QuietHours, now: string) => quietUntil(quiet, new Date(now))?.toISOString() ?? null;

describe('quiet hours hold', () => {
  test.each([
    ['2026-01-10T20:59:59Z', null],
    ['2026-01-10T21:00:00Z', '2026-01-11T06:00:00.000Z'],
    ['2026-01-11T05:59:59Z', '2026-01-11T06:00:00.000Z'],
    ['2026-01-11T06:00:00Z', null],
    ['2026-01-11T12:00:00Z', null],
  ])('at %s until %s, past midnight', (now, end) => expect(until(night, now)).toBe(end));

  test.each([
    ['2026-01-10T11:59:00Z', null],
    ['2026-01-10T12:00:00Z', '2026-01-10T13:30:00.000Z'],
    ['2026-01-10T13:30:00Z', null],
  ])('at %s until %s, within a day', (now, end) =>
    expect(until({ from: { hour: 12, minute: 0 }, to: { hour: 13, minute: 30 }, zone: 'UTC' }, now)).toBe(
      end,
    ),
  );

  test('by the clock on the wall: longer by an hour when clocks are set back, shorter when they go on', () => {
    expect(until(night, '2026-10-24T20:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
    expect(until(night, '2026-03-28T21:00:00Z')).toBe('2026-03-29T05:00:00.000Z');
  });

  test('nowhere where there are none', () => expect(quietUntil(null, new Date())).toBeNull());
});

describe('quiet hours are read', () => {
  const read = (text: string) => quietIn(splitWords(text));

  test.each([
    ['22:00 to 07:00', '22:00 to 07:00'],
    ['from 10pm until 7 am', '22:00 to 07:00'],
    ['22:00-07:00', '22:00 to 07:00'],
    ['22.30 – 7', '22:30 to 07:00'],
    ['between 8 pm and midnight', '20:00 to 00:00'],
    ['every day from noon to 13:30', '12:00 to 13:30'],
  ])('%s', (text, line) => expect(quietLine({ ...read(text), zone: 'UTC' })).toBe(`quiet ${line} UTC`));

  test('with a zone, or without one', () => {
    expect(read('22:00 to 07:00 europe/oslo').zone).toBe('Europe/Oslo');
    expect(read('22:00 to 07:00').zone).toBeNull();
  });

  test('as they are written', () => expect(read(quietLine(night).slice(6))).toEqual(night));

  test('and a zone that is almost one is offered in the whole line', () => {
    try {
      read('22:00 to 07:00 Europe/Osl');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        suggestions: expect.arrayContaining(['quiet 22:00 to 07:00 Europe/Oslo']),
      });
    }
  });

  test.each([
    ['22:00', 'one time at which they begin'],
    ['22:00 to 07:00 to 09:00', 'one time at which they begin'],
    ['25:00 to 07:00', '"25:00" is no time of the day'],
    ['07:00 to 7am', 'begin and end at the same time'],
    ['nights', '"nights" means'],
    ['22:00 to 07:00 Europe/Osl', 'Did you mean Europe/Oslo'],
  ])('%s makes no sense, and the answer says why', (text, why) => {
    expect(() => read(text)).toThrow(UserError);
    expect(() => read(text)).toThrow(why);
  });
});
