/** One assessment as one number; the store gives out numbers from 1 up. */
export type Key = number;
export const keyOf = (resource: number, recommendation: number): Key => resource * 4_096 + recommendation;

/** States of one assessment at two ends as one number. 0 is absent. */
export const turnOf = (before: number, after: number): number => before * 256 + after;

/** Every assessment that is not the same at both ends. */
export type Diff = Map<Key, number>;

/** Snapshots: what held after the one against what held after the other. */
export type Ends = { from: number; to: number };

/** One way to tell what changed between two stored snapshots. */
export type Subject = {
  name: string;
  diff(ends: Ends): Promise<Diff> | Diff;
  close(): Promise<void> | void;
};

/** From the rows of either end that the other one does not have. */
export function paired(
  before: Iterable<readonly [resource: number, recommendation: number, state: number]>,
  after: Iterable<readonly [resource: number, recommendation: number, state: number]>,
): Diff {
  const diff: Diff = new Map();
  for (const [resource, recommendation, state] of before)
    diff.set(keyOf(resource, recommendation), turnOf(state, 0));
  for (const [resource, recommendation, state] of after) {
    const key = keyOf(resource, recommendation);
    const turn = (diff.get(key) ?? 0) + state;
    if (Math.floor(turn / 256) === state) diff.delete(key);
    else diff.set(key, turn);
  }
  return diff;
}

/** Throws where two do not tell the same. */
export function expectSame(one: { name: string; diff: Diff }, other: { name: string; diff: Diff }): void {
  const differs = [...one.diff].find(([key, turn]) => other.diff.get(key) !== turn);
  if (one.diff.size === other.diff.size && differs === undefined) return;
  const sizes = `${one.name} found ${one.diff.size} changes, ${other.name} ${other.diff.size}`;
  throw new Error(differs === undefined ? sizes : `${sizes}; they differ in ${differs}`);
}
