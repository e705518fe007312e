import { controlAt } from '../answers/control-at.ts';
import { scopeOfOrder } from '../answers/orders.ts';
import { percentageAt } from '../answers/target.ts';
import type { World } from '../answers/world.ts';
import type { Grant } from '../core/access.ts';
import type { AlertMemory, Reading } from '../core/alert.ts';
import type { Remembered } from './alert-memory.ts';
import type { AlertOrder } from './evaluate-alerts.ts';

/** What a conversation may see, as one text; of a rule it says by which eyes its numbers were read. */
export const viewOf = (grants: readonly Grant[]): string =>
  grants
    .map(({ scope }) => `${scope.kind} ${scope.id}`)
    .sort()
    .join();

/**
 * What a rule remembers, read anew where the conversation may see more or less since: its "all subscriptions" are others
 * then, and the difference would pass for a fall.
 */
export async function asSeenNow(
  world: World,
  order: AlertOrder,
  remembered: Remembered,
  view: string,
): Promise<Remembered> {
  const { memory, view: before = view } = remembered;
  const scope = scopeOfOrder(world, order);
  if (memory === null || before === view || scope === null) return { ...remembered, view };
  const { rule } = order;
  const read = async <T extends Reading>(one: T): Promise<T> => {
    const at = new Date(one.at);
    const value =
      rule.of === 'control'
        ? await controlAt(world, scope, rule.control, at)
        : await percentageAt(world, scope, at);
    return { ...one, value: value ?? one.value };
  };
  return { ...remembered, memory: await reread(memory, read), view };
}

async function reread(
  { reference, rising, falling, open }: AlertMemory,
  read: <T extends Reading>(one: T) => Promise<T>,
): Promise<AlertMemory> {
  const maybe = async (one: Reading | null) => (one === null ? null : await read(one));
  const [seen, first, higher] = [
    await maybe(reference),
    await maybe(falling),
    await Promise.all(rising.map(read)),
  ];
  const above = higher.filter(({ value }) => seen !== null && value > seen.value);
  return {
    reference: seen,
    rising: above.sort((a, b) => a.value - b.value),
    falling: first,
    open:
      open === null ? null : { ...open, from: await read(open.from), announced: await read(open.announced) },
  };
}
