import type { Bundle } from './fix-to-reach-bundles.ts';
import { gainOf, mostOf } from './fix-to-reach-search.ts';

/** Some recommendations, in ascending numbers: what they gain together, and the work that they are. */
export type Choice = { picks: readonly number[]; value: number; work: number };

/** Recommendations that gain something together, and with no others. Both lists go by the number of picks, from 0. */
export type Part = {
  /** Most value first; none is beaten in both value and work by another. */
  choices: readonly (readonly Choice[])[];
  /** So many of this part never gain more. */
  ceiling: readonly number[];
};

/** All subsets of so many are looked at: 65,536. */
const LOOKED_THROUGH = 16;

/** The numbers below `count` that any bundle needs, those together that bundles tie to each other. */
export function tiedTogether(bundles: readonly Bundle[], count: number): number[][] {
  const leader = Array.from({ length: count }, (_, n) => n);
  const find = (n: number): number => {
    let at = n;
    while (leader[at] !== at) at = leader[at] ?? at;
    return at;
  };
  for (const { needs } of bundles) {
    for (const one of needs) leader[find(one)] = find(needs[0] ?? one);
  }
  const needed = [...new Set(bundles.flatMap(({ needs }) => needs))].sort((a, b) => a - b);
  return [...Map.groupBy(needed, find).values()];
}

/** `bundles` are those of these members. Yields wherever it may be interrupted. */
export function* partOf(
  members: readonly number[],
  bundles: readonly Bundle[],
  work: readonly number[],
): Generator<void, Part> {
  if (members.length > LOOKED_THROUGH) return yield* estimated(members, bundles, work);
  const gains = new Float64Array(2 ** members.length);
  const efforts = new Float64Array(gains.length);
  const bits = new Map(members.map((member, place) => [member, 2 ** place]));
  for (const { needs, value } of bundles) {
    const mask = needs.reduce((sum, one) => sum + (bits.get(one) ?? 0), 0);
    gains[mask] = (gains[mask] ?? 0) + value;
  }
  // What a set gains is what all of its subsets are worth: summed over one member at a time.
  for (const [place, member] of members.entries()) {
    const bit = 2 ** place;
    for (let mask = 0; mask < gains.length; mask += 1) {
      if ((mask & bit) === 0) continue;
      gains[mask] = (gains[mask] ?? 0) + (gains[mask ^ bit] ?? 0);
      efforts[mask] = (efforts[mask] ?? 0) + (work[member] ?? 0);
    }
    yield;
  }
  const choices: Choice[][] = [];
  for (const masks of bySize(members.length)) {
    const all = masks.map((mask) => ({ mask, value: gains[mask] ?? 0, work: efforts[mask] ?? 0 }));
    const kept = unbeaten(all, (a, b) => lowestFirst(a.mask, b.mask));
    choices.push(kept.map(({ mask, ...choice }) => ({ ...choice, picks: picksOf(mask, members) })));
    yield;
  }
  return { choices, ceiling: choices.map(([best]) => best?.value ?? 0) };
}

function bySize(members: number): number[][] {
  const masks = Array.from({ length: members + 1 }, (): number[] => []);
  const sizes = new Uint8Array(2 ** members);
  for (let mask = 0; mask < sizes.length; mask += 1) {
    const size = (sizes[mask >> 1] ?? 0) + (mask & 1);
    sizes[mask] = size;
    masks[size]?.push(mask);
  }
  return masks;
}

const picksOf = (mask: number, members: readonly number[]): number[] =>
  members.filter((_, place) => (mask & (2 ** place)) !== 0);

/** Of two sets of one size the one with the lowest member that the other lacks. */
const lowestFirst = (a: number, b: number): number => (a & ((a ^ b) & -(a ^ b)) ? -1 : 1);

/** Sums in another order differ in their last digits. */
const shown = (value: number): number => Math.round(value * 1e9);

/** Most value first: each has less work than all before it. Of equals the one that `first` puts first. */
export function unbeaten<T extends Pick<Choice, 'value' | 'work'>>(
  all: readonly T[],
  first: (a: T, b: T) => number,
): T[] {
  const order = all.toSorted((a, b) => shown(b.value) - shown(a.value) || a.work - b.work || first(a, b));
  let least = Number.POSITIVE_INFINITY;
  return order.filter(({ work }) => {
    const kept = work < least;
    least = Math.min(least, work);
    return kept;
  });
}

/** By their numbers, one after the other. */
export function earlier(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, place) => one !== b[place]);
  return at === -1 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Bundles looked at in searching a part: so many take a few tenths of a second. */
const EFFORT = 5_000_000;

/** Too many to look through: two ways of picking one by one, then a search that may end before it is sure. */
function* estimated(
  members: readonly number[],
  bundles: readonly Bundle[],
  work: readonly number[],
): Generator<void, Part> {
  const chains = [
    yield* chain(members, bundles, mostPromising),
    (yield* chain(members, bundles, leastMissed)).toReversed(),
  ];
  const nodes = Math.ceil(EFFORT / (members.length * bundles.length));
  const choices: Choice[][] = [];
  const ceiling: number[] = [];
  for (let size = 0; size <= members.length; size += 1) {
    const sets = chains.map((order) => order.slice(0, size).sort((a, b) => a - b));
    const [begin = []] = sets.toSorted((a, b) => gainOf(new Set(b), bundles) - gainOf(new Set(a), bundles));
    const searched = yield* mostOf(members, bundles, begin, nodes);
    const found = [...sets, searched.picks].map((picks) => ({
      picks,
      value: gainOf(new Set(picks), bundles),
      work: picks.reduce((sum, one) => sum + (work[one] ?? 0), 0),
    }));
    choices.push(unbeaten(found, (a, b) => earlier(a.picks, b.picks)));
    ceiling.push(searched.ceiling);
  }
  return { choices, ceiling };
}

type Next = (taken: ReadonlySet<number>, bundles: readonly Bundle[], left: readonly number[]) => number;

function* chain(
  members: readonly number[],
  bundles: readonly Bundle[],
  next: Next,
): Generator<void, number[]> {
  const taken = new Set<number>();
  while (taken.size < members.length) {
    const left = members.filter((one) => !taken.has(one));
    taken.add(next(taken, bundles, left));
    yield;
  }
  return [...taken];
}

/** On top of those taken: a bundle counts the more the less it lacks. */
const mostPromising: Next = (taken, bundles, left) =>
  extreme(left, bundles, (needs) => {
    const lacking = needs.filter((one) => !taken.has(one)).length;
    return 1 / lacking ** 2;
  });

/** Taken away: what is gone already cannot be missed again. */
const leastMissed: Next = (taken, bundles, left) =>
  extreme(left, bundles, (needs) => (needs.some((one) => taken.has(one)) ? 0 : -1));

function extreme(
  left: readonly number[],
  bundles: readonly Bundle[],
  share: (needs: readonly number[]) => number,
): number {
  const sums = new Map(left.map((one) => [one, 0]));
  for (const { needs, value } of bundles) {
    const each = value * share(needs);
    for (const one of needs) if (sums.has(one)) sums.set(one, (sums.get(one) ?? 0) + each);
  }
  return left.reduce((best, one) => ((sums.get(one) ?? 0) > (sums.get(best) ?? 0) ? one : best));
}
