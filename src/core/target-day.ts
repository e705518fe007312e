import { Temporal } from 'temporal-polyfill';
import { UserError } from './errors.ts';
import { parseWhen } from './parse-when.ts';
import type { When } from './when.ts';
import { joinWords, skipFillers, type Word } from './words.ts';

/** A day that is still to come, as a person says it, not yet tied to a clock or a zone. */
export type WantedDay = { text: string } & ({ kind: 'end'; of: Ending } | { kind: 'when'; when: When });
type Ending = 'week' | 'month' | 'quarter' | 'year';

const HOW = 'Write a day to come, such as 2027-03-31, 31 March, end of year or 3 months.';

/** The words as a day to come; null where they are none. Throws a `UserError` for a day that does not exist. */
export function parseWantedDay(words: readonly Word[]): WantedDay | null {
  if (words.some(({ quoted }) => quoted)) return null;
  const text = joinWords(skipFillers(words)).toLowerCase();
  const of = (['week', 'month', 'quarter', 'year'] as const).find((unit) =>
    new RegExp(`^(?:the )?end of (?:the |this )?${unit}$`).test(text),
  );
  if (of !== undefined) return { kind: 'end', of, text };
  if (text === 'tomorrow')
    return { ...{ kind: 'when', text }, when: { kind: 'ago', hours: 24, months: 0, text } };
  const when = whenOf(words, text);
  return when === null ? null : { kind: 'when', when, text };
}

function whenOf(words: readonly Word[], text: string): When | null {
  try {
    return parseWhen(words);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`"${text}" is no day. ${HOW}`, ['help target']);
    throw error;
  }
}

/** Years ahead beyond which a target is a slip of the keyboard. */
const FURTHEST_YEARS = 10;

/**
 * The day in an IANA zone; of a month without a day its last. Throws a `UserError` that suggests `instead` where it has
 * passed.
 */
export function resolveWantedDay(
  wanted: WantedDay,
  now: Date,
  zone: string,
  instead: readonly string[],
): Temporal.PlainDate {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const day = wanted.kind === 'end' ? endOf(wanted.of, today) : dayOf(wanted.when, today, zone);
  if (day === null || Temporal.PlainDate.compare(day, today) < 0)
    throw new UserError(`"${wanted.text}" has passed. ${HOW}`, instead);
  if (Temporal.PlainDate.compare(day, today.add({ years: FURTHEST_YEARS })) > 0)
    throw new UserError(`"${wanted.text}" is more than ${FURTHEST_YEARS} years ahead. ${HOW}`, instead);
  return day;
}

function endOf(of: Ending, today: Temporal.PlainDate): Temporal.PlainDate {
  switch (of) {
    case 'week':
      return today.add({ days: 7 - today.dayOfWeek });
    case 'month':
      return monthEnd(today);
    case 'quarter':
      return monthEnd(today.add({ months: 2 - ((today.month - 1) % 3) }));
    case 'year':
      return today.with({ month: 12, day: 31 });
  }
}

const monthEnd = (day: Temporal.PlainDate): Temporal.PlainDate => day.with({ day: day.daysInMonth });

/** What looks back everywhere else looks ahead here; null for words that can only look back. */
function dayOf(when: When, today: Temporal.PlainDate, zone: string): Temporal.PlainDate | null {
  if (/\bago\b|^(?:last|yesterday|now)\b/.test(when.text)) return null;
  switch (when.kind) {
    case 'ago':
      return today.add({ months: when.months, days: Math.ceil(when.hours / 24) });
    case 'instant':
      return Temporal.Instant.fromEpochMilliseconds(when.at.getTime()).toZonedDateTimeISO(zone).toPlainDate();
    case 'date': {
      const day = Temporal.PlainDate.from(when.date);
      return isWholeMonth(when.text) ? monthEnd(day) : day;
    }
    case 'weekday':
      return today.add({ days: (when.weekday - today.dayOfWeek + 7) % 7 || 7 });
    case 'month':
      return nextIn(when.month, when.day, today);
    case 'start':
      return when.of === 'day' ? today : endOf(when.of, today);
  }
}

/** `2027-03`, `march 2027`. */
const isWholeMonth = (text: string): boolean => /^(?:\d{4}-\d{1,2}|[a-z]+\.? \d{4})$/.test(text);

/** The next such day, today included; 29 February is there in some years only. */
function nextIn(month: number, day: number | null, today: Temporal.PlainDate): Temporal.PlainDate {
  for (let { year } = today; ; year += 1) {
    const { daysInMonth } = Temporal.PlainYearMonth.from({ year, month });
    if (day !== null && day > daysInMonth) continue;
    const found = Temporal.PlainDate.from({ year, month, day: day ?? daysInMonth });
    if (Temporal.PlainDate.compare(found, today) >= 0) return found;
  }
}
