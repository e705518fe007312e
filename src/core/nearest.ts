import { distance } from 'fastest-levenshtein';
import { fold } from './words.ts';

/**
 * The names nearest to what was typed, best first, at most three; empty where nothing is near. Near is what differs in
 * less than a third of its letters, as a whole or in as many words of it as were typed.
 */
export function nearest<T extends { readonly name: string }>(typed: string, things: readonly T[]): T[] {
  const wanted = fold(typed);
  if (wanted.length > LONGEST) return [];
  const count = wanted.split(SPACES).length;
  const near = (name: string) =>
    Math.min(...[name, ...runs(name.split(SPACES), count)].map((part) => unlike(wanted, part)));
  return things
    .map((thing) => ({ thing, far: near(fold(thing.name)) }))
    .filter(({ far }) => far < TOO_FAR)
    .sort((a, b) => a.far - b.far || (a.thing.name < b.thing.name ? -1 : 1))
    .slice(0, 3)
    .map(({ thing }) => thing);
}

const SPACES = /[\s/_-]+/;

/** As many words of a name in a row as were typed: a part of a long name is misspelt as often as a whole one. */
const runs = (words: readonly string[], count: number): string[] =>
  words.slice(0, Math.max(0, words.length - count) + 1).map((_, at) => words.slice(at, at + count).join(' '));

/**
 * Under a third of the letters is wrong. At a third and beyond, words of three to six letters that are right as they
 * are stand next to one another ("for" and "foo", "dev" and "web"), and whoever typed the one did not mean the other.
 */
const TOO_FAR = 1 / 3;
/** No name is longer, so nothing is near to it. */
const LONGEST = 200;

/** In a word of three letters a swap is still near, while a wrong letter is not. */
const ONE_SWAP = 0.9;

/** Edits by length; two neighbours that changed places, the commonest slip of the keyboard, are less than one edit. */
function unlike(typed: string, name: string): number {
  const edits = isSwap(typed, name) ? ONE_SWAP : distance(typed, name);
  return edits / Math.max(typed.length, name.length, 1);
}

/** Whether they differ in two neighbouring letters that changed places, and in nothing else. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2) && a !== b;
}
