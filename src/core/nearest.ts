import { distance } from 'fastest-levenshtein';
import { fold } from './words.ts';

/** The names nearest to what was typed, best first; empty where nothing is near. */
export function nearest<T extends { readonly name: string }>(typed: string, things: readonly T[]): T[] {
  const wanted = fold(typed);
  if (wanted.length > LONGEST) return [];
  const count = wanted.split(SPACES).length;
  const near = (name: string) =>
    Math.min(...[name, ...runs(name.split(SPACES), count)].map((part) => unlike(wanted, part)));
  return things
    .map((thing) => ({ thing, far: near(fold(thing.name)) }))
    .filter(({ far }) => far <= FARTHEST)
    .sort((a, b) => a.far - b.far || (a.thing.name < b.thing.name ? -1 : 1))
    .slice(0, 3)
    .map(({ thing }) => thing);
}

const SPACES = /[\s/_-]+/;

/** As many words of a name in a row as were typed: a part of a long name is misspelt as often as a whole one. */
const runs = (words: readonly string[], count: number): string[] =>
  words.slice(0, Math.max(0, words.length - count) + 1).map((_, at) => words.slice(at, at + count).join(' '));

const FARTHEST = 0.45;
/** No name is longer, so nothing is near to it. */
const LONGEST = 200;

/** Edits by length; two letters swapped count as two edits, so in a short word two are still near. */
function unlike(typed: string, name: string): number {
  const edits = distance(typed, name);
  const share = edits / Math.max(typed.length, name.length, 1);
  return edits <= 2 && Math.min(typed.length, name.length) >= 4 ? Math.min(share, FARTHEST) : share;
}
