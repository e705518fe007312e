import { UserError } from '../core/errors.ts';
import { findScope, scopeFrom } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import { parseWantedDay, type WantedDay } from '../core/target-day.ts';
import { wantedPercent } from '../core/target-percent.ts';
import { joinWords, lineOf, splitWords, type Word } from '../core/words.ts';

export type Wanted = { percent: number; day: WantedDay; scope: Scope };

type Words = readonly Word[];
type Line = (day: string, address: string) => string;

/**
 * Parts `80% by <day> [for <scope>]`; the scope may stand before the percentage or the day as well. null where no
 * percentage is in it. Throws a `UserError` with suggestions.
 */
export function partTarget(words: Words, scopes: readonly Scope[]): Wanted | null {
  const at = words.findIndex(
    (word, n) => !word.quoted && (n === 0 || /\d%$/.test(word.text)) && startsAt(words, n),
  );
  if (at === -1) return null;
  const front = words.slice(0, at);
  const found = wantedPercent(words.slice(at), (percent) =>
    lineOf([...splitWords('target'), ...front, ...splitWords(percent), ...words.slice(at + 1)]),
  );
  if (found === null) return null;
  const { percent, rest } = found;
  const line: Line = (day, address) => lineOf(splitWords(`target ${percent}% ${day} ${address}`));
  const parts = partings(rest).map(({ day, left }) => ({ day, left: [...front, ...left] }));
  const [first] = parts;
  if (first === undefined) throw noDay([...front, ...rest], percent, scopes, line);
  const { day, left } = parts.find(({ left }) => names(left, scopes)) ?? first;
  return { percent, day, scope: scopeFrom(left, scopes, (address) => line(`by ${day.text}`, address)) };
}

/** A percentage that is out of bounds is one too: what is wrong with it is said where it is read. */
function startsAt(words: Words, at: number): boolean {
  return wrong(() => wantedPercent(words.slice(at, at + 1), String)) !== null;
}

function names(words: Words, scopes: readonly Scope[]): boolean {
  const found = wrong(() => findScope(words, scopes, String));
  return found !== null && !(found instanceof UserError);
}

function wrong<T>(attempt: () => T): T | UserError {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

const MARKS = ['by', 'until', 'till', 'in', 'within'];
const isMark = ({ text, quoted }: Word): boolean => !quoted && MARKS.includes(text.toLowerCase());

/** Every way to read some words after a mark as a day, the longest first, and what is left then. */
function partings(words: Words): { day: WantedDay; left: Words }[] {
  return words.flatMap((word, at) => {
    if (!isMark(word)) return [];
    const ends = Array.from({ length: words.length - at - 1 }, (_, n) => words.length - n);
    return ends.flatMap((end) => {
      const day = parseWantedDay(words.slice(at + 1, end));
      return day === null ? [] : [{ day, left: [...words.slice(0, at), ...words.slice(end)] }];
    });
  });
}

function noDay(words: Words, percent: number, scopes: readonly Scope[], line: Line): UserError {
  const mark = words.findIndex(({ text, quoted }) => !quoted && text.toLowerCase() === 'by');
  const tail = mark === -1 ? [] : words.slice(mark + 1);
  const scope = mark === -1 ? words : words.slice(0, mark);
  const address = scope.length > 0 && names(scope, scopes) ? lineOf(scope) : '';
  const what =
    tail.length > 0
      ? `I can't read "${joinWords(tail).slice(0, 60)}" as a day to come.`
      : `By when is ${percent} % to be reached?`;
  return new UserError(
    `${what} Write for example: target ${percent}% by 2027-03-31, by end of year, or in 3 months.`,
    [line('by end of year', address), line('in 3 months', address)],
  );
}
