import { describe, expect, test } from 'vitest';
import { wallTimeIn, wallTimeText } from '../../src/core/wall-time.ts';

const read = (text: string) => {
  const [first = '', next = ''] = text.split(' ');
  const found = wallTimeIn(first, next);
  return found === null ? null : { text: found.time && wallTimeText(found.time), taken: found.taken };
};

describe('a time of day', () => {
  test.each([
    ['0', '00:00', 1],
    ['00:00', '00:00', 1],
    ['23:59', '23:59', 1],
    ['9.30', '09:30', 1],
    ['9h', '09:00', 1],
    ['9h05', '09:05', 1],
    ['12am', '00:00', 1],
    ['12:30am', '00:30', 1],
    ['1am', '01:00', 1],
    ['12pm', '12:00', 1],
    ['11:59 pm', '23:59', 2],
    ['7 a.m', '07:00', 2],
    ['9 zam', '09:00', 1],
    ['9 amx', '09:00', 1],
    ['noon', '12:00', 1],
    ['midnight', '00:00', 1],
  ])('%s', (said, text, taken) => expect(read(said)).toEqual({ text, taken }));

  test.each(['24', '24:00', '12:60', '0am', '0 pm', '13pm', '13:00 am'])(
    '%s is none that a clock shows',
    (said) => expect(read(said)).toMatchObject({ text: null }),
  );

  test.each(['', 'soon', 'x9', '9x', '9:3', '123', 'am', 'constructor'])('"%s" is none at all', (said) =>
    expect(read(said)).toBeNull(),
  );
});
