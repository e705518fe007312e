import type { Fixed } from '../cards/what-if-data.ts';
import { tried } from '../core/errors.ts';
import { exactly, findScope, type Line, type Match, match } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import { after, type Word } from '../core/words.ts';

/** What may be named: controls first, for a part of a name may fit both. */
export type Things = {
  controls: readonly Fixed[];
  recommendations: readonly Fixed[];
  scopes: readonly Scope[];
};
export type Targets = { fixed: readonly Fixed[]; scope: Scope };

/** More words "and" than this are not looked at as a place to part the line. */
const MOST_LINKS = 12;

/**
 * Names joined by "and", and a scope after them. Names hold that word too, so of all ways to part the line the one with
 * the most exact names wins, then the one with the fewest, then the longest; null where none fits.
 */
export function partTargets(words: readonly Word[], things: Things): Targets | null {
  const links = words.flatMap((word, at) => (isLink(word) ? [at] : [])).slice(0, MOST_LINKS);
  const starts = [0, ...links.map((at) => at + 1)];
  const named = memo((from: number, to: number) =>
    tried(() => thingIn(words.slice(from, to), things, String)),
  );
  let best: (Targets & { rank: number }) | null = null;
  for (let end = words.length; end > 0; end -= 1) {
    const scope = tried(() => findScope(words.slice(end), things.scopes, String));
    if (scope === null) continue;
    const parts = bestParts(end, starts, named);
    if (parts === null) continue;
    const rank = parts.rank + cost(scope);
    if (best === null || rank < best.rank) best = { fixed: parts.fixed, scope: scope.found, rank };
  }
  return best;
}

/** The scope, where the words name one and no control or recommendation; a part of a name may be of either. */
export function scopeAlone(words: readonly Word[], things: Things): Scope | null {
  const scope = tried(() => findScope(words, things.scopes, String));
  if (scope === null) return null;
  const named = exactly(words, [...things.controls, ...things.recommendations]).length > 0;
  return named || (scope.how === 'part' && partTargets(words, things) !== null) ? null : scope.found;
}

type Parts = { fixed: readonly Fixed[]; rank: number };

/** The best way to part the words before `end` into names; each begins the line or follows a link. */
function bestParts(
  end: number,
  starts: readonly number[],
  named: (from: number, to: number) => Match<Fixed> | null,
): Parts | null {
  const ends = [...starts.slice(1).map((start) => start - 1), end];
  const upTo = new Map<number, Parts>([[-1, { fixed: [], rank: 0 }]]);
  for (const to of ends.filter((at) => at <= end)) {
    for (const from of starts.filter((at) => at < to)) {
      const before = upTo.get(from - 1);
      const found = before === undefined ? null : named(from, to);
      if (before === undefined || found === null) continue;
      const rank = before.rank + cost(found) + A_NAME;
      const known = upTo.get(to);
      if (known === undefined || rank < known.rank)
        upTo.set(to, { fixed: [...before.fixed, found.found], rank });
    }
  }
  return upTo.get(end) ?? null;
}

/** A part of a name costs more than any number of names. */
const cost = (found: Match<unknown>): number => (found.how === 'exact' ? 0 : 1);
const A_NAME = 0.01;

export const isLink = (word: Word): boolean =>
  !word.quoted && ['and', '&', '+'].includes(word.text.toLowerCase());

/** One control or recommendation, optionally after its word. Several that fit are an error that offers them. */
export function thingIn(words: readonly Word[], things: Things, line: Line): Match<Fixed> | null {
  const { controls, recommendations } = things;
  const exact = [controls, recommendations].find((list) => exactly(words, list).length > 0);
  if (exact !== undefined) return match(words, exact, line);
  for (const [word, list] of [
    ['control', controls],
    ['recommendation', recommendations],
  ] as const) {
    const rest = after(words, word);
    if (rest !== null && rest.length > 0) return match(rest, list, line);
  }
  return match(words, controls, line) ?? match(words, recommendations, line);
}

function memo<T>(of: (from: number, to: number) => T): (from: number, to: number) => T {
  const known = new Map<string, T>();
  return (from, to) => {
    const key = `${from} ${to}`;
    const found = known.get(key) ?? of(from, to);
    known.set(key, found);
    return found;
  };
}
