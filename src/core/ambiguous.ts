import { UserError } from './errors.ts';
import { isolate } from './isolate.ts';
import type { Named } from './name-index.ts';
import { shorten } from './shorten.ts';

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
  const names = found.slice(0, MOST_SUGGESTIONS).map((thing) => isolate(thing.name));
  const suggestions = found.slice(0, MOST_SUGGESTIONS).map((thing) => line(call(thing)));
  const more = found.length > MOST_SUGGESTIONS ? ` and ${found.length - MOST_SUGGESTIONS} more` : '';
  return new UserError(
    `"${quoted(typed)}" fits several: ${names.join(', ')}${more}. Which one?`,
    suggestions,
  );
}

/** What was typed, as a message repeats it. */
export const quoted = (text: string): string => isolate(shorten(text, 60));
