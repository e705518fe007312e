import type { CalledScope } from './alias.ts';
import { linkOf, named } from './compared-side.ts';
import { UserError } from './errors.ts';
import { exactly, type Match } from './names.ts';
import type { Scope } from './scope.ts';
import { alone, calling, fail, lineOf, twice } from './two-scopes-refused.ts';
import { after, skipFillers, type Word } from './words.ts';

export type TwoScopes = { left: Scope; right: Scope };

/** Side by side, as a comma leaves them. */
const NO_LINK = 2;

/** `exact`: how many of the two are whole names. */
type Parting = { left: Match<Scope>; right: Match<Scope>; link: number; exact: number };

/**
 * Reads two scopes out of `<scope> with <scope>`; `and`, `to`, `vs`, `versus`, `against` or a comma will do as well.
 * Names hold such words too: two whole names win over one, one over parts of names, "with" over "and". Throws a
 * `UserError` with command lines of the comparison that may have been meant.
 */
export function twoScopes(all: readonly Word[], scopes: readonly CalledScope[]): TwoScopes {
  const words = opened(all, scopes);
  const partings = partingsOf(words, scopes);
  const linked = partings.filter(({ link }) => link !== NO_LINK);
  const whole = named(words, scopes);
  const both = ({ exact }: Parting) => exact === 2;
  const found =
    best(linked.filter(both), scopes) ??
    (whole?.how === 'exact' ? alone(whole.found, scopes) : null) ??
    best(linked, scopes) ??
    best(partings.filter(both), scopes) ??
    (whole === null ? null : alone(whole.found, scopes)) ??
    best(partings, scopes) ??
    fail(words, scopes);
  const { left, right } = { left: found.left.found, right: found.right.found };
  if (left.kind === right.kind && left.id === right.id) throw twice(left, scopes);
  return { left, right };
}

/** Without `between` or `both` in front, unless a name begins so. */
function opened(words: readonly Word[], scopes: readonly CalledScope[]): readonly Word[] {
  if (exactly(words, scopes).length > 0) return words;
  const said = skipFillers(words);
  return after(said, 'between') ?? after(said, 'both') ?? words;
}

/** More places than this are not looked at: the names that fit would be nobody's. */
const MOST_PLACES = 12;

function partingsOf(words: readonly Word[], scopes: readonly CalledScope[]): Parting[] {
  const starts = words.map((_, at) => once(() => named(words.slice(0, at), scopes)));
  const ends = [...words, null].map((_, at) => once(() => named(words.slice(at), scopes)));
  const part = (at: number, to: number, link: number): Parting[] => {
    const left = starts[at]?.() ?? null;
    const right = left === null ? null : (ends[to]?.() ?? null);
    if (left === null || right === null) return [];
    return [{ left, right, link, exact: Number(left.how === 'exact') + Number(right.how === 'exact') }];
  };
  const links = words.flatMap((word, at) => {
    const link = linkOf(word);
    return link === null ? [] : [{ at, link }];
  });
  return [
    ...links.slice(0, MOST_PLACES).flatMap(({ at, link }) => part(at, at + 1, link)),
    ...(words.length > MOST_PLACES ? [] : words.flatMap((_, at) => part(at, at, NO_LINK))),
  ];
}

/** The surest way to part them; two that are as sure are an error that offers both. */
function best(partings: readonly Parting[], scopes: readonly CalledScope[]): Parting | null {
  const [first] = partings.toSorted((a, b) => b.exact - a.exact || a.link - b.link);
  if (first === undefined) return null;
  const same = partings.filter(({ exact, link }) => exact === first.exact && link === first.link);
  const call = calling(scopes);
  const lines = new Set(same.map(({ left, right }) => lineOf(call(left.found), call(right.found))));
  if (lines.size === 1) return first;
  throw new UserError('That can be read in several ways. Which one?', [...lines].slice(0, 4));
}

function once<T>(of: () => T): () => T {
  let known: { value: T } | null = null;
  return () => {
    known ??= { value: of() };
    return known.value;
  };
}
