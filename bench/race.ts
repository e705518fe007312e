import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Milliseconds of each subject, a number a round. */
type Rounds<Name extends string> = Record<Name, number[]>;

/**
 * `collect`: garbage is collected before each subject starts, which also shrinks the heap; without, as in service, the
 * heap stays as it grew. `warm`: everybody has run before, so that every round counts.
 */
type RaceOptions = { collect?: boolean; warm?: boolean };

/**
 * Runs every subject once a round, in turns and every second round backwards, so that a machine that slows down slows
 * all of them, and nobody always follows the same one's garbage. A round before the first is not counted.
 */
export async function runRounds<Name extends string>(
  subjects: Readonly<Record<Name, () => unknown>>,
  rounds: number,
  { collect = true, warm = false }: RaceOptions = {},
): Promise<Rounds<Name>> {
  const names = Object.keys(subjects) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Rounds<Name>;
  for (let round = warm ? 1 : 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      if (collect) collectGarbage();
      const start = performance.now();
      await subjects[name]();
      if (round > 0) times[name].push(performance.now() - start);
    }
  }
  return times;
}

/** Likewise, the median of each. */
export async function race<Name extends string>(
  subjects: Readonly<Record<Name, () => unknown>>,
  rounds: number,
  options?: RaceOptions,
): Promise<Record<Name, number>> {
  const times = await runRounds(subjects, rounds, options);
  const names = Object.keys(times) as Name[];
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

/** The best round of each, for what takes milliseconds and waits for nothing: whatever else runs only lengthens it. */
export function fastest<Name extends string>(times: Rounds<Name>): Record<Name, number> {
  const names = Object.keys(times) as Name[];
  return Object.fromEntries(names.map((name) => [name, Math.min(...times[name])])) as Record<Name, number>;
}

/** Of an odd number of values the middle one, of an even number the upper of the two. NaN of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
