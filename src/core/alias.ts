import type { Named } from './name-index.ts';
import { parseWhen } from './parse-when.ts';
import type { QuietHours } from './quiet.ts';
import type { Scope } from './scope.ts';
import { after, fold, joinWords, skipFillers, splitWords, withoutFillers } from './words.ts';

/** A short name of one conversation for a scope. `by` is a person's key, `at` ISO 8601 UTC. */
export type Alias = { name: string; scope: Pick<Scope, 'kind' | 'id'>; by: string; at: string };

/** What a conversation has settled for itself; null: never set. `zone`: IANA. */
export type Preferences = { aliases: readonly Alias[]; zone: string | null; quiet: QuietHours | null };

/** A scope and what a conversation calls it. Answers carry the scope alone. */
export type CalledScope = Scope & Pick<Named, 'aliases'>;

/** The scopes with the short names of a conversation; a name for what is not among them names nothing. */
export function withAliases(scopes: readonly Scope[], aliases: readonly Alias[]): readonly CalledScope[] {
  if (aliases.length === 0) return scopes;
  const called = Map.groupBy(aliases, ({ scope }) => `${scope.kind} ${scope.id}`);
  return scopes.map((scope) => {
    const own = called.get(`${scope.kind} ${scope.id}`);
    return own === undefined ? scope : { ...scope, aliases: own.map(({ name }) => name) };
  });
}

/** Characters, as people count them. */
const LONGEST = 60;
/** Words that mean something before, after or in place of a name. */
const KEYWORDS = [
  ...['all', 'everything', 'subscription', 'sub', 'management group', 'mg', 'connector'],
  ...['share', 'live', 'page', 'off', 'with', 'to', 'from', 'since', 'between', 'shared', 'yes'],
];

/**
 * Why a name cannot be an alias, in one sentence; null where it can. An exact name wins over fillers and keywords, so
 * one that reads as anything else would take that away. `phrases` are those that begin commands.
 */
export function aliasFault(name: string, phrases: readonly string[]): string | null {
  if ([...name].length > LONGEST) return `A short name has at most ${LONGEST} characters.`;
  if (!/[\p{L}\p{N}]/u.test(name) || name.includes('"'))
    return 'A short name has a letter or a digit in it, and no double quote.';
  const words = splitWords(name);
  const bare = skipFillers(words);
  if (withoutFillers(bare).length === 0)
    return `"${name}" is a word that I pass over, so it cannot be a name.`;
  const command = phrases.find((phrase) => after(bare, phrase) !== null);
  if (command !== undefined) return `"${name}" begins with the command "${command}", which would be lost.`;
  const keyword = KEYWORDS.find((word) => after(bare, word) !== null);
  if (keyword !== undefined) return `"${name}" begins with "${keyword}", which means something else here.`;
  return parseWhen(words) === null ? null : `"${fold(joinWords(words))}" is a time, so it cannot be a name.`;
}
