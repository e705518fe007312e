import type { Bundle } from './fix-to-reach-bundles.ts';
import { type Choice, earlier, type Part, partOf, tiedTogether, unbeaten } from './fix-to-reach-parts.ts';

/** What can be fixed. `work[n]`: resources that fail recommendation `n`; numbers are in the order of names. */
export type Fixable = { bundles: readonly Bundle[]; work: readonly number[] };

/**
 * `short`: all together gain only `most`. `reached`: by `choice`, and `fewest` is the number of recommendations below
 * which nothing reaches it: where it is that of the choice, no smaller set does.
 */
export type Reach =
  | { outcome: 'short'; most: number }
  | { outcome: 'reached'; choice: Choice; fewest: number };

/** Sums in another order differ in their last digits. */
const EQUAL = 1e-9;
/** Choices of one size that are carried along; beyond that, which of them is the least work is no longer sure. */
const CARRIED = 200;

/**
 * The fewest recommendations that gain `need` percentage points (above 0) together; of those the least work, then the
 * most gain, then the first names. What a set gains is a sum over its bundles, so recommendations that share none are
 * solved apart (`partOf`) and put together by dynamic programming over the number of picks. Yields wherever it may be
 * interrupted.
 */
export function* fixToReach({ bundles, work }: Fixable, need: number): Generator<void, Reach> {
  const most = bundles.reduce((sum, { value }) => sum + value, 0);
  if (most < need - EQUAL) return { outcome: 'short', most };
  const parts: Part[] = [];
  const groups = tiedTogether(bundles, work.length);
  const groupAt = new Map(groups.flatMap((group, at) => group.map((one) => [one, at])));
  const bundlesOf = Map.groupBy(bundles, ({ needs }) => groupAt.get(needs[0] ?? -1) ?? -1);
  for (const [at, group] of groups.entries()) parts.push(yield* partOf(group, bundlesOf.get(at) ?? [], work));
  const reaches = (value: number) => value >= need - EQUAL;
  const bests = parts.map(({ choices }) => choices.map(([best]) => best?.value ?? 0));
  const after = suffixes(bests);
  const size = after[0]?.findIndex(reaches) ?? -1;
  const ceilings = suffixes(parts.map(({ ceiling }) => ceiling))[0] ?? [];
  const fewest = ceilings.findIndex(reaches);
  const choice = yield* leastWork(parts, after, size, reaches);
  return { outcome: 'reached', choice, fewest: fewest === -1 ? size : fewest };
}

/** Of these lists and all after them: the most by the number of picks. */
function suffixes(lists: readonly (readonly number[])[]): number[][] {
  const found: number[][] = [[0]];
  for (const list of lists.toReversed()) found.unshift(together(list, found[0] ?? [0]));
  return found;
}

function together(a: readonly number[], b: readonly number[]): number[] {
  const best = Array.from({ length: a.length + b.length - 1 }, () => Number.NEGATIVE_INFINITY);
  for (const [i, left] of a.entries()) {
    for (const [j, right] of b.entries()) best[i + j] = Math.max(best[i + j] ?? 0, left + right);
  }
  return best;
}

const NOTHING: Choice = { picks: [], value: 0, work: 0 };

/** Part by part, keeping only what can still reach it with the picks that are left. */
function* leastWork(
  parts: readonly Part[],
  after: readonly (readonly number[])[],
  size: number,
  reaches: (value: number) => boolean,
): Generator<void, Choice> {
  let carried: Choice[][] = [[NOTHING]];
  for (const [at, { choices }] of parts.entries()) {
    const next = Array.from({ length: size + 1 }, (): Choice[] => []);
    for (const [have, many] of carried.entries()) {
      for (const [more, offered] of choices.entries()) {
        const rest = after[at + 1]?.[size - have - more] ?? Number.NEGATIVE_INFINITY;
        for (const one of many) {
          for (const other of offered) {
            // The offered ones are in the order of their value: those after it reach no further.
            if (!reaches(one.value + other.value + rest)) break;
            next[have + more]?.push(joined(one, other));
          }
        }
      }
      yield;
    }
    carried = next.map((all) => fewer(unbeaten(all, (a, b) => earlier(a.picks, b.picks))));
    yield;
  }
  const found = carried[size]?.toSorted((a, b) => a.work - b.work)[0];
  if (found === undefined) throw new Error('a size that reaches it was found, and no choice of that size');
  return found;
}

const joined = (a: Choice, b: Choice): Choice => ({
  picks: [...a.picks, ...b.picks].sort((x, y) => x - y),
  value: a.value + b.value,
  work: a.work + b.work,
});

/** The one of most value stays, so what could be reached still can. */
function fewer(all: readonly Choice[]): Choice[] {
  const step = Math.ceil(all.length / CARRIED);
  return all.filter((_, at) => at % step === 0 || at === all.length - 1);
}

/** One after the other, each as what gains most on top of those before it; where none gains, what leads furthest. */
export function inOrder(
  picks: readonly number[],
  { bundles, work }: Fixable,
): { pick: number; gain: number }[] {
  const wanted = new Set(picks);
  const inside = bundles.filter(({ needs }) => needs.every((one) => wanted.has(one)));
  const left = new Set(picks);
  return picks.map(() => {
    const offers = offersOf(left, inside);
    const [next] = offers.sort(
      (a, b) =>
        unlike(b.gain, a.gain) || unlike(b.promise, a.promise) || (work[a.pick] ?? 0) - (work[b.pick] ?? 0),
    );
    if (next === undefined) throw new Error('there are as many steps as picks');
    left.delete(next.pick);
    return { pick: next.pick, gain: next.gain };
  });
}

/** What each of those left gains now; `promise`: a bundle counts the more the less it lacks. */
function offersOf(left: ReadonlySet<number>, bundles: readonly Bundle[]) {
  const offers = new Map([...left].map((pick) => [pick, { pick, gain: 0, promise: 0 }]));
  for (const { needs, value } of bundles) {
    const lacking = needs.filter((one) => left.has(one));
    for (const one of lacking) {
      const offer = offers.get(one);
      if (offer === undefined) continue;
      offer.promise += value / lacking.length;
      if (lacking.length === 1) offer.gain += value;
    }
  }
  return [...offers.values()];
}

const unlike = (a: number, b: number): number => (Math.abs(a - b) < EQUAL ? 0 : a - b);
