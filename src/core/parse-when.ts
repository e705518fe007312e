import { Temporal } from 'temporal-polyfill';
import { UserError } from './errors.ts';
import { parseInstant } from './time.ts';
import type { When } from './when.ts';
import { joinWords, skipFillers, type Word } from './words.ts';

const UNITS: readonly (readonly [RegExp, { hours?: number; months?: number }])[] = [
  [/^(h|hrs?|hours?)$/, { hours: 1 }],
  [/^(d|days?)$/, { hours: 24 }],
  [/^(w|wks?|weeks?)$/, { hours: 7 * 24 }],
  [/^(m|mo|mon?ths?)$/, { months: 1 }],
  [/^(y|yrs?|years?)$/, { months: 12 }],
];
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
];
/** What people say for a time that has a length of its own: a month here is 30 days. */
const NAMED: Readonly<Record<string, { hours?: number; months?: number }>> = {
  now: { hours: 0 },
  yesterday: { hours: 24 },
  'last hour': { hours: 1 },
  'last day': { hours: 24 },
  'last week': { hours: 7 * 24 },
  'last month': { hours: 30 * 24 },
  'last year': { months: 12 },
};

/** The moment that the words say, null where they say none. Throws a `UserError` for a day that does not exist. */
export function parseWhen(words: readonly Word[]): When | null {
  if (words.some(({ quoted }) => quoted)) return null;
  const text = joinWords(skipFillers(words)).toLowerCase().replace(/\.$/, '');
  const said = text.replace(LINK, '').replace(/^(?:past|previous) /, 'last ');
  return named(said) ?? duration(said) ?? weekday(said) ?? month(said) ?? written(said);
}

/** What people say before a time: `since monday`, `over the last 30 days`. */
const LINK = /^(?:since|from|over|during|within) (?:the )?/;

const ago = (text: string, { hours = 0, months = 0 }: { hours?: number; months?: number }): When => ({
  ...{ kind: 'ago', text, hours, months },
});

function named(text: string): When | null {
  const known = Object.hasOwn(NAMED, text) ? NAMED[text] : undefined;
  if (known !== undefined) return ago(text, known);
  if (text === 'today') return { kind: 'start', of: 'day', text };
  const of = (['week', 'month', 'year'] as const).find((unit) => text === `this ${unit}`);
  return of === undefined ? null : { kind: 'start', of, text };
}

/** `7d`, `2 weeks`, `last 30 days`, `a month ago`. */
function duration(text: string): When | null {
  const [, count = '', word = ''] = /^(?:last )?(\d{1,5}|[a-z]+) ?([a-z]+?)(?: ago)?$/.exec(text) ?? [];
  const unit = UNITS.find(([pattern]) => pattern.test(word))?.[1];
  const times = /^an?$/.test(count) ? 1 : /^\d/.test(count) ? Number(count) : NUMBERS.indexOf(count);
  if (unit === undefined || times < 1) return null;
  return ago(text, { hours: times * (unit.hours ?? 0), months: times * (unit.months ?? 0) });
}

/** The place of a name in a list, counted from 1; at least its first three letters. */
function placeIn(list: readonly string[], text: string): number {
  return text.length < 3 ? 0 : list.findIndex((name) => name.startsWith(text.replace(/\.$/, ''))) + 1;
}

function weekday(text: string): When | null {
  const place = placeIn(DAYS, text.replace(/^last /, ''));
  return place === 0 ? null : { kind: 'weekday', weekday: place, text };
}

/** `march`, `1 march`, `march 1st`, `march 2026`, `1 march 2026`. */
function month(text: string): When | null {
  const parts =
    /^(?:last )?(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]+\.?)(?: (\d{1,2})(?:st|nd|rd|th)?)?(?: (\d{4}))?$/;
  const [, before, name = '', after, year] = parts.exec(text) ?? [];
  const place = placeIn(MONTHS, name);
  if (place === 0 || (before !== undefined && after !== undefined)) return null;
  const day = before ?? after;
  if (year !== undefined) return date(text, Number(year), place, Number(day ?? 1));
  // Checked against a leap year: which year it is depends on the clock.
  if (day !== undefined) date(text, 2024, place, Number(day));
  return { kind: 'month', month: place, day: day === undefined ? null : Number(day), text };
}

/** `2026-03-01`, `2026-03`, and moments in ISO 8601. */
function written(text: string): When | null {
  const [, year, month, day = '1'] = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(text) ?? [];
  if (year !== undefined) return date(text, Number(year), Number(month), Number(day));
  if (!/^\d{4}-\d{2}-\d{2}t\S*$/.test(text)) return null;
  return { kind: 'instant', at: parseInstant(text.toUpperCase()), text };
}

function date(text: string, year: number, month: number, day: number): When {
  try {
    Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    throw new UserError(`"${text}" is no day. Write it as 2026-03-01, or as 7d for a week ago.`);
  }
  return { kind: 'date', date: { year, month, day }, text };
}
