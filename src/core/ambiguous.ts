import { endings } from './endings.ts';
import { UserError } from './errors.ts';
import { isolate } from './isolate.ts';
import type { Named } from './name-index.ts';
import { shorten } from './shorten.ts';
import { fold } from './words.ts';

/** Builds the command line that would have named a thing, for a suggestion. */
export type Line = (address: string) => string;

const MOST_SUGGESTIONS = 5;

/** Several things of one name, or with that part in it: offers each by `call`, which names it alone. */
export function ambiguous<T extends Named>(
  typed: string,
  found: readonly T[],
  call: (thing: T) => string,
  line: Line,
): UserError {
  const offered = found.slice(0, MOST_SUGGESTIONS);
  const names = offered.map(toldApart(offered));
  const suggestions = offered.map((thing) => line(call(thing)));
  const more = found.length > MOST_SUGGESTIONS ? ` and ${found.length - MOST_SUGGESTIONS} more` : '';
  return new UserError(
    `"${quoted(typed)}" fits several: ${names.join(', ')}${more}. Which one?`,
    suggestions,
  );
}

/** What a message calls each: those of one name have the end of their ids beside it. */
export function toldApart(things: readonly Named[]): (thing: Named) => string {
  const alike = Map.groupBy(things, ({ name }) => fold(name));
  return ({ id, name }) => {
    const ids = alike.get(fold(name))?.map((one) => one.id) ?? [];
    return ids.length < 2 ? isolate(name) : `${isolate(name)} (${endings(ids)(id)})`;
  };
}

/** What was typed, as a message repeats it. */
export const quoted = (text: string): string => isolate(shorten(text, 60));
