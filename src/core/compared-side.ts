import type { CalledScope } from './alias.ts';
import { UserError } from './errors.ts';
import { findScope, type Match } from './names.ts';
import type { Scope } from './scope.ts';
import { after, skipFillers, type Word, withoutFillers } from './words.ts';

/** What may stand between the two, and how surely it does not belong to a name: 0 is surest. */
const LINKS: Readonly<Record<string, number>> = {
  ...{ with: 0, vs: 0, 'vs.': 0, versus: 0, against: 0 },
  ...{ and: 1, to: 1, '&': 1 },
};
/** How surely a word stands between two names; null for any other word. */
export function linkOf({ text, quoted }: Word): number | null {
  const word = text.toLowerCase();
  return quoted || !Object.hasOwn(LINKS, word) ? null : (LINKS[word] ?? null);
}

/** The scope that the words name, if they name one: no words are a side that is missing, not everything. */
export function named(words: readonly Word[], scopes: readonly CalledScope[]): Match<Scope> | null {
  const said = withoutFillers(words);
  if (said.length === 0) return null;
  try {
    const found = findScope(words, scopes, String) ?? afterScore(words, scopes);
    // "with" alone is a part of many a name, and never meant as one.
    return found?.how === 'part' && said.every((word) => linkOf(word) !== null) ? null : found;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** "the score of Contoso Prod". */
function afterScore(words: readonly Word[], scopes: readonly CalledScope[]): Match<Scope> | null {
  const said = skipFillers(words);
  const rest = after(said, 'score') ?? after(said, 'scores') ?? [];
  return withoutFillers(rest).length === 0 ? null : findScope(rest, scopes, String);
}
