import type { CalledScope } from './alias.ts';
import { linkOf, named } from './compared-side.ts';
import { UserError } from './errors.ts';
import { callable, exactly, scopeFrom } from './names.ts';
import { ALL, type Scope } from './scope.ts';
import { shorten } from './shorten.ts';
import { splitWords, type Word, withoutFillers } from './words.ts';

/** A comparison that would be understood. */
export const lineOf = (left: string, right: string): string => `compare ${left} with ${right}`;

/** What everything is called; a scope may have such a word for its name. */
const EVERYTHING = ['all', 'everything', 'all subscriptions'];

/** What names a scope alone. */
export function calling(scopes: readonly CalledScope[]): (scope: Scope) => string {
  const call = callable(scopes);
  const free = EVERYTHING.find((words) => exactly(splitWords(words), scopes).length === 0);
  return (scope) => (scope.kind === 'all' ? (free ?? 'all') : call(scope));
}

/** Only one of the two is there. */
export function alone(scope: Scope, scopes: readonly CalledScope[]): never {
  throw new UserError(`Compare ${shown(scope)} with what? Name a second scope.`, others(scope, scopes));
}

/** Both are the same. */
export const twice = (scope: Scope, scopes: readonly CalledScope[]): UserError =>
  new UserError(`That is ${shown(scope)} twice. Name two different scopes.`, others(scope, scopes));

const shown = ({ name }: Scope): string => shorten(name, 60);
const MOST_OTHERS = 3;

/** Comparisons with a scope that may be meant: everything, then those of its own kind. */
function others(scope: Scope, scopes: readonly CalledScope[]): string[] {
  const call = calling(scopes);
  const rest = scopes.filter((one) => one.kind !== scope.kind || one.id !== scope.id);
  const alike = rest.toSorted((a, b) => Number(b.kind === scope.kind) - Number(a.kind === scope.kind));
  const lines = alike.slice(0, MOST_OTHERS).map((one) => lineOf(call(scope), call(one)));
  if (scope.kind === 'all' || rest.length === 0) return lines.length > 0 ? lines : ['score', 'help'];
  return [...lines.slice(0, MOST_OTHERS - 1), lineOf(call(scope), call(ALL))];
}

/** No way to part the words gives two scopes: says which of them is missing or not known. */
export function fail(words: readonly Word[], scopes: readonly CalledScope[]): never {
  const [at] = words
    .flatMap((word, at) => (linkOf(word) === null ? [] : [{ at, link: linkOf(word) ?? 0 }]))
    .toSorted((a, b) => a.link - b.link);
  const [left, right] = at === undefined ? [words, []] : [words.slice(0, at.at), words.slice(at.at + 1)];
  const [there, ...both] = [left, right].filter((side) => withoutFillers(side).length > 0);
  if (there === undefined) throw nothing(scopes);
  if (both.length === 0) {
    const found = named(there, scopes)?.found;
    if (found !== undefined) return alone(found, scopes);
    scopeFrom(there, scopes, (address) => lineOf(address, calling(scopes)(ALL)));
  }
  return unknownSide(left, right, scopes);
}

const isLeaf = ({ kind }: Scope): boolean => kind === 'subscription' || kind === 'connector';

function nothing(scopes: readonly CalledScope[]): UserError {
  const [one, two] = scopes.toSorted((a, b) => Number(isLeaf(b)) - Number(isLeaf(a)));
  const call = calling(scopes);
  const lines = one === undefined || two === undefined ? ['score', 'help'] : [lineOf(call(one), call(two))];
  return new UserError('Compare what with what? Name two scopes with the word "with" between.', lines);
}

/** Throws what is wrong with one side. Every suggestion names both, so that it is understood: the other as it was meant. */
function askOf(
  words: readonly Word[],
  scopes: readonly CalledScope[],
  other: string,
  line: (own: string) => string,
): void {
  try {
    scopeFrom(words, scopes, line);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const lines = error.suggestions.filter((one) => one !== lineOf(other, other));
    throw new UserError(error.message, lines.length > 0 ? lines : ['score', 'help']);
  }
}

function unknownSide(left: readonly Word[], right: readonly Word[], scopes: readonly CalledScope[]): never {
  const [first, second] = [meant(left, scopes), meant(right, scopes)];
  if (first !== null && named(right, scopes) === null)
    askOf(right, scopes, first, (own) => lineOf(first, own));
  if (second !== null) askOf(left, scopes, second, (own) => lineOf(own, second));
  scopeFrom(first === null ? left : right, scopes, (address) => lineOf(address, calling(scopes)(ALL)));
  throw nothing(scopes);
}

/** What names the scope that the words stand for, or come near to; null where nothing is near. */
function meant(words: readonly Word[], scopes: readonly CalledScope[]): string | null {
  const found = named(words, scopes);
  if (found !== null) return calling(scopes)(found.found);
  const near: string[] = [];
  try {
    scopeFrom(words, scopes, (address) => {
      near.push(address);
      return address;
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return near[0] ?? null;
}
