import { fold } from './words.ts';

/** Anything that a person can call by name or id, or by a short name of their conversation's own. */
export type Named = { readonly id: string; readonly name: string; readonly aliases?: readonly string[] };

/** `folded`: the names as they are compared; `at`: the places of each name and id. */
type Index = { folded: readonly string[]; at: ReadonlyMap<string, readonly number[]> };
const indexes = new WeakMap<readonly Named[], Index>();

/** Folding a name costs more than comparing it, and one question compares each name many times. */
export function indexOf(things: readonly Named[]): Index {
  const known = indexes.get(things);
  if (known !== undefined) return known;
  const folded = things.map(({ name }) => fold(name));
  const at = new Map<string, number[]>();
  for (const [place, { id }] of things.entries()) {
    for (const key of new Set([id, folded[place] ?? ''])) at.set(key, [...(at.get(key) ?? []), place]);
  }
  // A name or an id that came later than the alias wins over it.
  for (const [place, { aliases = [] }] of things.entries()) {
    for (const key of aliases.map(fold)) if (!at.has(key)) at.set(key, [place]);
  }
  const made = { folded, at };
  indexes.set(things, made);
  return made;
}
