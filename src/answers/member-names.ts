import type { World } from './world.ts';

/**
 * What subscriptions and connectors are called: those that may be seen, and of these ids also those that Azure says are
 * gone. One that is there and may not be seen has moved away, and what it is called since is not for everybody to read.
 */
export async function memberNames(
  { posture, estate, everything }: World,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const there = new Set(everything.subscriptions.map(({ id }) => id));
  const gone = ids.filter((id) => !there.has(id));
  const known = gone.length === 0 ? [] : await posture.log.members([...new Set(gone)]);
  return new Map([...known, ...estate.subscriptions.map(({ id, name }) => [id, name] as const)]);
}
