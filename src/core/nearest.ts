import { distance } from 'fastest-levenshtein';
import { fold } from './words.ts';

/** The names nearest to what was typed, best first; empty where nothing is near. */
export function nearest<T extends { readonly name: string }>(typed: string, things: readonly T[]): T[] {
  const wanted = fold(typed);
  if (wanted.length > LONGEST) return [];
  const near = (name: string) =>
    Math.min(...[name, ...name.split(/[\s/_-]+/)].map((part) => unlike(wanted, part)));
  return things
    .map((thing) => ({ thing, far: near(fold(thing.name)) }))
    .filter(({ far }) => far <= FARTHEST)
    .sort((a, b) => a.far - b.far || (a.thing.name < b.thing.name ? -1 : 1))
    .slice(0, 3)
    .map(({ thing }) => thing);
}

const FARTHEST = 0.45;
/** No name is longer, so nothing is near to it. */
const LONGEST = 200;

/** Edits by length; two letters swapped count as two edits, so in a short word two are still near. */
function unlike(typed: string, name: string): number {
  const edits = distance(typed, name);
  const share = edits / Math.max(typed.length, name.length, 1);
  return edits <= 2 && Math.min(typed.length, name.length) >= 4 ? Math.min(share, FARTHEST) : share;
}
