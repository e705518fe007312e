import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/**
 * Runs every subject once a round, in turns and every second round backwards, so that a machine that slows down slows
 * all of them. What one leaves to the garbage collector is collected before the next one starts. Milliseconds each,
 * the median of `rounds`; a round before the first is not counted, unless everybody is `warm`. Without `collect`
 * nothing is collected in between: after a collection, what takes microseconds is slow for a while.
 */
export async function race<Name extends string>(
  subjects: Readonly<Record<Name, () => unknown>>,
  rounds: number,
  { warm = false, collect = true }: { warm?: boolean; collect?: boolean } = {},
): Promise<Record<Name, number>> {
  const names = Object.keys(subjects) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = warm ? 1 : 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const took = await timed(subjects[name], collect);
      if (round > 0) times.get(name)?.push(took);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}

async function timed(subject: () => unknown, collect: boolean): Promise<number> {
  if (collect) collectGarbage();
  const start = performance.now();
  await subject();
  return performance.now() - start;
}

/** Of an odd number of values the middle one, of an even number the upper of the two. NaN of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
