import type { CalledScope } from './alias.ts';
import { ambiguous, type Line, quoted, toldApart } from './ambiguous.ts';
import { UserError } from './errors.ts';
import { indexOf, type Named } from './name-index.ts';
import { nearest } from './nearest.ts';
import { quoteName } from './quote.ts';
import { readings } from './readings.ts';
import { ALL, type Estate, type Scope, type ScopeKind } from './scope.ts';
import { after, fold, joinWords, skipFillers, type Word, withoutFillers } from './words.ts';

export type { Line, Named };

/** Names in code point order, then ids: the same order in every run and every zone. */
export function byName(a: Named, b: Named): number {
  const [left, right] = a.name === b.name ? [a.id, b.id] : [a.name, b.name];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `exact`: the whole name, id or alias was typed; `part`: an unambiguous part of the name. */
export type Match<T> = { found: T; how: 'exact' | 'part' };

/** Below this many characters a part of a name fits too much to mean anything. */
const SHORTEST_PART = 2;

/** The scopes of an estate, as things that can be named. */
export function scopesOf(estate: Estate): Scope[] {
  const groups = estate.groups.map(({ id, name }): Scope => ({ kind: 'management-group', id, name }));
  return [...groups, ...estate.subscriptions.map(({ kind, id, name }): Scope => ({ kind, id, name }))];
}

/** What to type for a scope among those of an estate: nothing for everything, else what names it alone. */
export function addressIn(estate: Estate): (scope: Scope) => string {
  const call = callable(scopesOf(estate));
  return (scope) => (scope.kind === 'all' ? '' : call(scope));
}

/**
 * What names one of the things alone: its name in quotes, else its id, else its id after the word for its kind (a
 * management group's id can be another scope's name).
 */
export function callable<T extends Named>(things: readonly T[]): (thing: T) => string {
  const { at } = indexOf(things);
  const alone = (key: string) => (at.get(key)?.length ?? 0) <= 1;
  return (thing) => {
    if (alone(fold(thing.name))) return quoteName(thing.name, thing.id);
    const word =
      'kind' in thing ? HINTS.find(([, kinds]) => kinds.some((kind) => kind === thing.kind))?.[0] : undefined;
    return alone(thing.id) || word === undefined ? thing.id : `${word} ${thing.id}`;
  };
}

/** The things whose whole name or id the words are; fillers in front are only dropped when nothing fits with them. */
export function exactly<T extends Named>(words: readonly Word[], things: readonly T[]): T[] {
  const { at } = indexOf(things);
  for (const reading of readings(words)) {
    const places = at.get(fold(reading)) ?? [];
    if (places.length > 0) return places.flatMap((place) => things[place] ?? []);
  }
  return [];
}

/** The things of which the words are a part of the name. */
function partly<T extends Named>(words: readonly Word[], things: readonly T[]): T[] {
  const { folded } = indexOf(things);
  for (const reading of readings(words)) {
    const typed = fold(reading);
    if (typed.length < SHORTEST_PART) continue;
    const found = things.filter((_, place) => folded[place]?.includes(typed));
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
    throw ambiguous(joinWords(words), found, callable(things), line);
  }
  return null;
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
export function scopeFrom(words: readonly Word[], scopes: readonly CalledScope[], line: Line): Scope {
  const found = findScope(words, scopes, line);
  if (found !== null) return found.found;
  const said = skipFillers(words);
  // "subscription contso prod": the name follows the word for its kind, which may be wrong as well.
  throw unknown('scope', joinWords(hint(said)?.words ?? said), scopes, line);
}

/** As `scopeFrom`, but null where nothing fits. */
export function findScope(
  words: readonly Word[],
  scopes: readonly CalledScope[],
  line: Line,
): Match<Scope> | null {
  const match = matching(words, scopes, line);
  if (match === null) return null;
  const { kind, id, name } = match.found;
  return { found: { kind, id, name }, how: match.how };
}

function matching(
  words: readonly Word[],
  scopes: readonly CalledScope[],
  line: Line,
): Match<CalledScope> | null {
  if (exactly(words, scopes).length > 0) return match(words, scopes, line);
  if (EVERYTHING.has(fold(joinWords(withoutFillers(words))))) return { found: ALL, how: 'exact' };
  const hinted = hint(skipFillers(words));
  if (hinted !== null) {
    const kinds = scopes.filter((scope) => hinted.kinds.includes(scope.kind));
    const found = match(hinted.words, kinds, line);
    if (found !== null) return found;
  }
  return match(words, scopes, line);
}

function hint(words: readonly Word[]): { words: readonly Word[]; kinds: readonly ScopeKind[] } | null {
  for (const [phrase, kinds] of HINTS) {
    const rest = after(words, phrase);
    if (rest !== null && rest.length > 0) return { words: rest, kinds };
  }
  return null;
}

/** The command that lists what there is of a thing. */
const LISTS = {
  scope: 'score',
  control: 'controls',
  'control or recommendation': 'fix',
  command: 'help',
} as const;

/** Nothing of that name: says so and offers what is near, or how to list what there is. */
export function unknown<T extends Named>(
  what: keyof typeof LISTS,
  typed: string,
  things: readonly T[],
  line: Line,
): UserError {
  const near = nearest(typed, things.flatMap(calls));
  const list = LISTS[what];
  if (near.length === 0) {
    const how = `Ask "${list}" to see what there is.`;
    const offered = [...new Set([list, 'help'])];
    return new UserError(`I don't know a ${what} called "${quoted(typed)}". ${how}`, offered, true);
  }
  const names = near.map(toldApart(near)).join(' or ');
  const message = `I don't know a ${what} called "${quoted(typed)}". Did you mean ${names}?`;
  return new UserError(message, near.map(callable(things)).map(line), true);
}

/** A thing once for each thing it is called. */
const calls = <T extends Named>(thing: T): T[] => [
  thing,
  ...(thing.aliases ?? []).map((name) => ({ ...thing, name })),
];
