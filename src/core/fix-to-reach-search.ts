import type { Bundle } from './fix-to-reach-bundles.ts';

/** `picks`: the best that was found, ascending; nothing of that size gains more than `ceiling`. */
export type Searched = { picks: readonly number[]; value: number; ceiling: number };

type Node = { taken: ReadonlySet<number>; open: ReadonlySet<number>; bound: number; next: number | null };

const EQUAL = 1e-9;

/**
 * Which `size` of these gain most, by branch and bound, the most promising branch first. `begin`: a set of that size to
 * begin with. It ends where no branch can be better, and then `ceiling` is what the picks gain; or after so many
 * `nodes`, and then it is what the best open branch promises. Yields wherever it may be interrupted.
 */
export function* mostOf(
  members: readonly number[],
  bundles: readonly Bundle[],
  begin: readonly number[],
  nodes: number,
): Generator<void, Searched> {
  const size = begin.length;
  let best = { picks: begin, value: gainOf(new Set(begin), bundles) };
  const found = (picks: readonly number[]) => {
    const value = gainOf(new Set(picks), bundles);
    if (value > best.value + EQUAL) best = { picks: picks.toSorted((a, b) => a - b), value };
  };
  const root = promising(new Set(), new Set(members), bundles, size, found);
  const queue: Node[] = root === null ? [] : [root];
  for (let looked = 0; looked < nodes; looked += 1) {
    const at = indexOfBest(queue);
    const node = queue[at];
    if (node === undefined || node.bound <= best.value + EQUAL) return { ...best, ceiling: best.value };
    queue.splice(at, 1);
    const { taken, next } = node;
    if (next === null) continue;
    const open = new Set(node.open);
    open.delete(next);
    for (const kept of [new Set([...taken, next]), taken]) {
      const child = promising(kept, open, bundles, size, found);
      if (child !== null && child.bound > best.value + EQUAL) queue.push(child);
    }
    yield;
  }
  return { ...best, ceiling: Math.max(best.value, ...queue.map(({ bound }) => bound)) };
}

const indexOfBest = (queue: readonly Node[]): number =>
  queue.reduce(
    (best, { bound }, at) => (bound > (queue[best]?.bound ?? Number.NEGATIVE_INFINITY) ? at : best),
    0,
  );

/**
 * What a branch can gain at most: a bundle that lacks `m` picks counts for each of them with an `m`-th of its value, and
 * not at all where that is more than may still be picked. What any picks gain is at most the sum of their shares, so at
 * most that of the largest. null where there are too few to pick.
 */
function promising(
  taken: ReadonlySet<number>,
  open: ReadonlySet<number>,
  bundles: readonly Bundle[],
  size: number,
  found: (picks: readonly number[]) => void,
): Node | null {
  const room = size - taken.size;
  if (open.size < room) return null;
  const shares = new Map([...open].map((one) => [one, 0]));
  let [sure, all] = [0, 0];
  for (const { needs, value } of bundles) {
    const lacking = needs.filter((one) => !taken.has(one));
    if (lacking.length > room || lacking.some((one) => !open.has(one))) continue;
    all += value;
    if (lacking.length === 0) sure += value;
    for (const one of lacking) shares.set(one, (shares.get(one) ?? 0) + value / lacking.length);
  }
  const order = [...shares].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, room);
  found([...taken, ...order.map(([one]) => one)]);
  const bound = Math.min(
    all,
    order.reduce((sum, [, share]) => sum + share, sure),
  );
  return { taken, open, bound, next: order[0]?.[0] ?? null };
}

export const gainOf = (picked: ReadonlySet<number>, bundles: readonly Bundle[]): number =>
  bundles.reduce((sum, { needs, value }) => (needs.every((one) => picked.has(one)) ? sum + value : sum), 0);
