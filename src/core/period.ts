import { UserError } from './errors.ts';
import { parseWhen } from './parse-when.ts';
import { ahead, dayStart, firstDay, lastDay, resolveWhen, type When } from './when.ts';
import { after, joinWords, skipFillers, type Word } from './words.ts';

/** A stretch of time as a person says it; `zone` is the IANA zone in the line, null where it names none. */
export type Period = { zone: string | null } & (
  | { kind: 'since'; when: When }
  /** 00:00 of the one day to 24:00 of the other; a moment with its time is that moment. */
  | { kind: 'between'; from: When; to: When }
);

/** `from` to `to`, which may lie ahead of now: today ends at its 24:00. */
export type Span = { from: Date; to: Date };

/** A default, e.g. of `trend`. */
export const daysAgo = (days: number): Period => ({
  ...{ kind: 'since', zone: null, when: { kind: 'ago', hours: 24 * days, months: 0, text: `${days}d` } },
});

/** The words that a command line says it with. */
export function periodWords(period: Period): string {
  const zone = period.zone === null ? '' : ` ${period.zone}`;
  if (period.kind === 'since') return `${period.when.text}${zone}`;
  return `between ${period.from.text} and ${period.to.text}${zone}`;
}

/**
 * Reads `[since] <when> [<zone>]` and `between <when> and <when> [<zone>]`; null where the words are neither. Throws a
 * `UserError` for a day that does not exist.
 */
export function parsePeriod(words: readonly Word[]): Period | null {
  const zone = zoneOf(words.at(-1));
  const said = skipFillers(zone === null ? words : words.slice(0, -1));
  const rest = after(said, 'between') ?? after(said, 'from');
  const and =
    rest?.findIndex((word, at) => at > 0 && !word.quoted && /^(?:and|to|until)$/i.test(word.text)) ?? -1;
  if (rest !== null && and > 0) {
    const [from, to] = [parseWhen(rest.slice(0, and)), parseWhen(rest.slice(and + 1))];
    return from === null || to === null ? null : { kind: 'between', from, to, zone };
  }
  const when = parseWhen(said);
  return when === null ? null : { kind: 'since', when, zone };
}

function zoneOf(word: Word | undefined): string | null {
  if (word === undefined || word.quoted || !/^(?:utc|[a-z]+\/[\w/+-]+)$/i.test(word.text)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: word.text }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** When that was: in the line's own zone, else in `zone`. Throws a `UserError` where it lies ahead or runs backwards. */
export function resolvePeriod(period: Period, now: Date, zone: string): Span {
  const where = period.zone ?? zone;
  if (period.kind === 'since') return { from: resolveWhen(period.when, now, where), to: now };
  const from = beginning(period.from, now, where);
  if (from.getTime() > now.getTime()) throw ahead(period.from);
  const to = end(period.to, now, where);
  if (to.getTime() > from.getTime()) return { from, to };
  throw new UserError(`"${period.from.text}" is after "${period.to.text}": name the earlier day first.`);
}

const beginning = (when: When, now: Date, zone: string): Date =>
  when.kind === 'instant' ? when.at : dayStart(firstDay(when, now, zone), zone);

function end(when: When, now: Date, zone: string): Date {
  const last = lastDay(when, now, zone);
  const begun = when.kind === 'instant' ? when.at : dayStart(last, zone);
  if (begun.getTime() > now.getTime()) throw ahead(when);
  return when.kind === 'instant' ? when.at : dayStart(last.add({ days: 1 }), zone);
}

/** For words that should have been a time and are none; `line` makes a command line of a time. */
export const badPeriod = (words: readonly Word[], line: (time: string) => string): UserError =>
  new UserError(
    `I can't read "${joinWords(words).slice(0, 60)}" as a time. Try 7d, last week, monday, 3 months or 2026-03-01.`,
    [line('7d'), line('3 months')],
  );
