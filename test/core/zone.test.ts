import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { parseZone } from '../../src/core/zone.ts';

function offered(text: string): readonly string[] {
  try {
    parseZone(text);
  } catch (error) {
    if (error instanceof UserError) return error.suggestions;
    throw error;
  }
  throw new Error(`"${text}" was taken for a zone`);
}

describe('a zone', () => {
  test.each([
    ['Europe/Oslo', 'Europe/Oslo'],
    ['europe/oslo', 'Europe/Oslo'],
    ['America/New York', 'America/New_York'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['US/Pacific', 'America/Los_Angeles'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['utc', 'UTC'],
    ['GMT', 'UTC'],
    ['Etc/GMT-2', 'Etc/GMT-2'],
  ])('%s is %s', (typed, zone) => {
    expect(parseZone(typed)).toBe(zone);
    expect(new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone).not.toBe('');
  });

  test.each([
    ['Oslo', 'Europe/Oslo'],
    ['new york', 'America/New_York'],
    ['Kyiv', 'Europe/Kyiv'],
    ['buenos aires', 'America/Argentina/Buenos_Aires'],
    ['Olso', 'Europe/Oslo'],
    ['Europe/Olso', 'Europe/Oslo'],
    ['CET', 'Europe/Berlin'],
    ['cest', 'Europe/Berlin'],
    ['EST', 'America/New_York'],
    ['PDT', 'America/Los_Angeles'],
    ['IST', 'Asia/Kolkata'],
    ['+02:00', 'Europe/Oslo'],
    ['UTC+2', 'Europe/Oslo'],
  ])('%s is none, and %s is offered', (typed, zone) => {
    expect(offered(typed)).toContain(`timezone ${zone}`);
  });

  test('every zone that is offered is one', () => {
    for (const typed of [
      'CET',
      'CST',
      'EET',
      'EST',
      'IST',
      'MST',
      'AEDT',
      'NZST',
      'WEST',
      'BRT',
      'GST',
      'KST',
    ])
      for (const line of offered(typed)) expect(parseZone(line.replace('timezone ', ''))).not.toBe('');
  });

  test.each(['', 'nowhere land', 'Mars/Olympus', "Europe/Oslo'; drop", 'x'.repeat(900), 'constructor'])(
    '%j is refused with what a zone looks like',
    (typed) => {
      expect(() => parseZone(typed)).toThrow(/Europe\/Oslo/);
    },
  );
});
