import { UserError } from './errors.ts';
import type { Schedule } from './order.ts';
import { type WallTime, wallTimeIn } from './wall-time.ts';
import { joinWords, lineOf, type Word } from './words.ts';
import { parseZone } from './zone.ts';

/** What words say of a schedule; `zone` null where they name none. `rest`: what follows them. */
export type SaidSchedule = {
  schedule: Omit<Schedule, 'zone'> & Every;
  zone: string | null;
  rest: readonly Word[];
};
type Every = { every: 'day' } | { every: 'week'; day: number } | { every: 'month'; day: number };

type Said = {
  every: 'day' | 'week' | 'month' | null;
  day: number | null;
  time: WallTime | null;
  zone: string | null;
};

/** Where a schedule names no time, and no day of the week or of the month. */
const USUAL = { hour: 9, minute: 0, day: 1 };
const CADENCES: Readonly<Record<string, 'day' | 'week' | 'month'>> = {
  ...{ daily: 'day', day: 'day', weekly: 'week', week: 'week', monthly: 'month', month: 'month' },
};
export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const LINKS = new Set(['every', 'each', 'at', 'on', 'the', 'a', 'of', "o'clock", 'in']);
export const SCHEDULES = ['weekly monday 09:00', 'daily 08:30', 'monthly 1 09:00'] as const;

/**
 * Reads `weekly monday 09:00 Europe/Oslo`, `every friday at 9am`, `daily 8:30`, `monthly 1st 9.30` from the front of the
 * words, in any order; null where they do not begin with a schedule. Throws a `UserError` where one makes no sense.
 */
export function scheduleIn(words: readonly Word[]): SaidSchedule | null {
  const said: Said = { every: null, day: null, time: null, zone: null };
  let at = 0;
  for (let taken = 1; at < words.length && taken > 0; at += taken) taken = take(words, at, said);
  if (said.every === null && said.time === null) return null;
  const { hour, minute } = said.time ?? USUAL;
  const every = said.every ?? 'day';
  const day = said.day ?? USUAL.day;
  const schedule = every === 'day' ? { every, hour, minute } : { every, day, hour, minute };
  // Links that lead on to a name are left with it.
  while (at > 0 && LINKS.has(lower(words[at - 1]))) at -= 1;
  return { schedule, zone: said.zone, rest: words.slice(at) };
}

const lower = (word: Word | undefined): string =>
  word === undefined || word.quoted ? '' : word.text.toLowerCase().replace(/\.$/, '');

/** How many words from `at` on belong to the schedule; what they say goes into `said`. */
function take(words: readonly Word[], at: number, said: Said): number {
  const text = lower(words[at]);
  if (text === '') return 0;
  if (LINKS.has(text)) return 1;
  const cadence = Object.hasOwn(CADENCES, text) ? CADENCES[text] : undefined;
  if (cadence !== undefined) return every(said, cadence, words);
  const weekday = weekdayOf(text);
  if (weekday > 0) return every(said, 'week', words) && dayOf(said, weekday, words);
  const ordinal = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(text)?.[1];
  if (ordinal !== undefined) return every(said, 'month', words) && dayOf(said, Number(ordinal), words);
  if (said.every === 'month' && said.day === null && /^\d{1,2}$/.test(text))
    return dayOf(said, Number(text), words);
  return takeTime(words, at, said) || takeZone(words, at, said);
}

function every(said: Said, cadence: 'day' | 'week' | 'month', words: readonly Word[]): number {
  if (said.every !== null && said.every !== cadence)
    throw wrong(words, 'A digest is daily, weekly or monthly.');
  said.every = cadence;
  return 1;
}

function dayOf(said: Said, day: number, words: readonly Word[]): number {
  if (said.day !== null && said.day !== day)
    throw wrong(words, 'A digest comes on one day of the week, or of the month, or daily.');
  if (day < 1 || day > 31) throw wrong(words, 'Days of the month are 1 to 31.');
  said.day = day;
  return 1;
}

/** At least three letters: `mon`, `tues`, `fridays`. */
function weekdayOf(text: string): number {
  const name = text.length > 4 ? text.replace(/s$/, '') : text;
  const found = name.length < 3 ? -1 : DAYS.findIndex((day) => day.startsWith(name) || `${name}day` === day);
  return found + 1;
}

function takeTime(words: readonly Word[], at: number, said: Said): number {
  const text = lower(words[at]);
  const found = wallTimeIn(text, lower(words[at + 1]));
  if (found === null) return 0;
  if (found.time === null) throw wrong(words, `"${text}" is no time of the day: write it as 09:00 or 9am.`);
  if (said.time !== null) throw wrong(words, 'A digest comes at one time of the day.');
  said.time = found.time;
  return found.taken;
}

function takeZone(words: readonly Word[], at: number, said: Said): number {
  if (!isZoneLike(lower(words[at]))) return 0;
  said.zone = zoneAt(words, at);
  return 1;
}

/** The zone that stands there; where it is none, the same line is offered with those that may be meant. */
export const zoneAt = (words: readonly Word[], at: number): string =>
  parseZone(words[at]?.text ?? '', (zone) => lineWith(words, at, zone));

/** The line with another word in that place. */
export const lineWith = (words: readonly Word[], at: number, text: string): string =>
  `digest ${lineOf(words.with(at, { text, quoted: false }))}`;

/** `Europe/Oslo`, `UTC`: no name of a scope is taken for one unless it looks like that. */
export const isZoneLike = (text: string): boolean => /^(?:utc|gmt|[a-z]+\/[\w/+-]+)$/i.test(text);

const wrong = (words: readonly Word[], why: string): UserError =>
  new UserError(
    `I can't read "${joinWords(words).slice(0, 60)}" as a schedule. ${why}`,
    SCHEDULES.map((schedule) => `digest ${schedule}`),
  );
