import { distance } from 'fastest-levenshtein';
import { UserError } from './errors.ts';
import { quoteName } from './quote.ts';
import { ALL, type Estate, type Scope, type ScopeKind } from './scope.ts';
import { fold, joinWords, skipFillers, type Word, withoutFillers } from './words.ts';

/** Anything that a person can call by name or id. */
export type Named = { readonly id: string; readonly name: string };

/** Names in code point order, then ids: the same order in every run and every zone. */
export function byName(a: Named, b: Named): number {
  const [left, right] = a.name === b.name ? [a.id, b.id] : [a.name, b.name];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `exact`: the whole name, id or alias was typed; `part`: an unambiguous part of the name. */
export type Match<T> = { found: T; how: 'exact' | 'part' };

/** Below this many characters a part of a name fits too much to mean anything. */
const SHORTEST_PART = 2;
const MOST_SUGGESTIONS = 5;

/** The scopes of an estate, as things that can be named. */
export function scopesOf(estate: Estate): Scope[] {
  const groups = estate.groups.map(({ id, name }): Scope => ({ kind: 'management-group', id, name }));
  return [...groups, ...estate.subscriptions.map(({ kind, id, name }): Scope => ({ kind, id, name }))];
}

/** What to type for a scope: nothing for everything, else its name in quotes, or its id where the name repeats. */
export function addressIn(estate: Estate): (scope: Scope) => string {
  const uses = Map.groupBy(scopesOf(estate), (scope) => fold(scope.name));
  return (scope) => {
    if (scope.kind === 'all') return '';
    const alone = (uses.get(fold(scope.name))?.length ?? 0) <= 1;
    return alone ? quoteName(scope.name, scope.id) : scope.id;
  };
}

/** The things whose whole name or id the words are; fillers in front are only dropped when nothing fits with them. */
export function exactly<T extends Named>(words: readonly Word[], things: readonly T[]): T[] {
  for (const reading of readings(words)) {
    const typed = fold(reading);
    const found = things.filter((thing) => fold(thing.name) === typed || thing.id === typed);
    if (found.length > 0) return found;
  }
  return [];
}

/** The things of which the words are a part of the name. */
export function partly<T extends Named>(words: readonly Word[], things: readonly T[]): T[] {
  for (const reading of readings(words)) {
    const typed = fold(reading);
    if (typed.length < SHORTEST_PART) continue;
    const found = things.filter((thing) => fold(thing.name).includes(typed));
    if (found.length > 0) return found;
  }
  return [];
}

/** The one thing that the words name, null where none does; several of one name are an error that offers their ids. */
export function match<T extends Named>(
  words: readonly Word[],
  things: readonly T[],
  line: Line,
): Match<T> | null {
  for (const [how, found] of [
    ['exact', exactly(words, things)],
    ['part', partly(words, things)],
  ] as const) {
    const [only, ...others] = found;
    if (only === undefined) continue;
    if (others.length === 0) return { found: only, how };
    throw ambiguous(joinWords(words), found, line);
  }
  return null;
}

/** Builds the command line that would have named a thing, for a suggestion. */
export type Line = (address: string) => string;

function ambiguous(typed: string, found: readonly Named[], line: Line): UserError {
  const names = found.slice(0, MOST_SUGGESTIONS).map((thing) => thing.name);
  const same = new Set(names.map(fold)).size < names.length;
  const suggestions = found
    .slice(0, MOST_SUGGESTIONS)
    .map((thing) => line(same ? thing.id : quoteName(thing.name, thing.id)));
  const more = found.length > MOST_SUGGESTIONS ? ` and ${found.length - MOST_SUGGESTIONS} more` : '';
  return new UserError(
    `"${shorten(typed)}" fits several: ${names.join(', ')}${more}. Which one?`,
    suggestions,
  );
}

function readings(words: readonly Word[]): string[] {
  return [words, skipFillers(words), withoutFillers(words)].map(joinWords).filter((text) => text !== '');
}

/** The names nearest to what was typed, best first; empty where nothing is near. */
export function nearest<T extends Named>(typed: string, things: readonly T[]): T[] {
  const wanted = fold(typed);
  const near = (name: string) => {
    const whole = distance(wanted, name) / Math.max(wanted.length, name.length);
    const parts = name
      .split(/[\s/_-]+/)
      .map((part) => distance(wanted, part) / Math.max(wanted.length, part.length));
    return Math.min(whole, ...parts);
  };
  return things
    .map((thing) => ({ thing, far: near(fold(thing.name)) }))
    .filter(({ far }) => far <= 0.5)
    .sort((a, b) => a.far - b.far || (a.thing.name < b.thing.name ? -1 : 1))
    .slice(0, 3)
    .map(({ thing }) => thing);
}

const HINTS: readonly (readonly [string, readonly ScopeKind[]])[] = [
  ['subscription', ['subscription']],
  ['sub', ['subscription']],
  ['management group', ['management-group']],
  ['mg', ['management-group']],
  ['connector', ['connector']],
];
const EVERYTHING = new Set(['', 'all', 'everything', 'all subscriptions']);

/**
 * The scope that the words name, among `scopes`; no words are everything. An exact name wins over fillers and over the
 * words `subscription`, `sub`, `management group`, `mg` before it. Throws a `UserError` with suggestions.
 */
export function scopeFrom(words: readonly Word[], scopes: readonly Scope[], line: Line): Scope {
  const found = findScope(words, scopes, line);
  if (found !== null) return found.found;
  throw unknown('scope', joinWords(withoutFillers(words)), scopes, line);
}

/** As `scopeFrom`, but null where nothing fits. */
export function findScope(words: readonly Word[], scopes: readonly Scope[], line: Line): Match<Scope> | null {
  const rest = withoutFillers(words);
  const exact = exactly(words, scopes);
  if (exact.length === 0 && EVERYTHING.has(fold(joinWords(rest)))) return { found: ALL, how: 'exact' };
  if (exact.length === 1 && exact[0] !== undefined) return { found: exact[0], how: 'exact' };
  const hinted = hint(rest);
  if (hinted !== null) {
    const kinds = scopes.filter((scope) => hinted.kinds.includes(scope.kind));
    const found = match(hinted.words, kinds, line);
    if (found !== null) return found;
  }
  return match(words, scopes, line);
}

function hint(words: readonly Word[]): { words: readonly Word[]; kinds: readonly ScopeKind[] } | null {
  const text = words.map((word) => (word.quoted ? '\u0000' : word.text.toLowerCase())).join(' ');
  const fits = HINTS.find(([phrase]) => text.startsWith(`${phrase} `));
  return fits === undefined ? null : { words: words.slice(fits[0].split(' ').length), kinds: fits[1] };
}

/** Nothing of that name: says so and offers what is near, or how to list what there is. */
export function unknown(what: string, typed: string, things: readonly Named[], line: Line): UserError {
  const near = nearest(typed, things);
  const ask = near.length === 0 ? '' : ` Did you mean ${near.map(({ name }) => name).join(' or ')}?`;
  const list = near.length === 0 ? ['score', 'help'] : near.map(({ name, id }) => line(quoteName(name, id)));
  const how = near.length === 0 ? ' Ask "score" to see what there is.' : '';
  return new UserError(`I don't know a ${what} called "${shorten(typed)}".${ask}${how}`, list);
}

const shorten = (text: string): string => (text.length > 60 ? `${[...text].slice(0, 57).join('')}…` : text);
