import { setImmediate as turn } from 'node:timers/promises';
import type { AlertRule, StandingOrder } from '../core/order.ts';
import type { Scope } from '../core/scope.ts';
import { DAY } from '../core/time.ts';
import { controlAt } from './control-at.ts';
import { scopeOfOrder } from './orders.ts';
import { pointsOf } from './trend.ts';
import type { World } from './world.ts';

/** What a rule looks at, a snapshot each, oldest first; null is unknown. */
export type Seen = { at: string; value: number | null };
/** What a rule has not seen yet, and what its posts call it. */
export type Reading = {
  readings: Seen[];
  about: { scope: Scope; control: { id: string; name: string } | null };
};

/** Every snapshot is looked at: a longer read keeps one a day where they are taken hourly. */
const DAYS_A_READ = 15;
/** Of one control every snapshot is read by itself. */
const MOST_SNAPSHOTS = 200;

/**
 * Null where the conversation may not see the scope of the order any more. `looked`: when the last snapshot was taken
 * that the rule has seen; a new rule (`isNew`) begins with what held then.
 */
export async function readingsOf(
  world: World,
  order: Pick<StandingOrder, 'scope'> & { rule: AlertRule },
  looked: string,
  isNew: boolean,
): Promise<Reading | null> {
  const scope = scopeOfOrder(world, order);
  if (scope === null) return null;
  const all = await scoresSince(world, scope, new Date(looked));
  const scores = isNew ? all : all.filter(({ at }) => at > looked);
  const { rule } = order;
  if (rule.of !== 'control') return { readings: scores, about: { scope, control: null } };
  const name = world.controls.find(({ id }) => id === rule.control)?.name ?? rule.control;
  const readings = await controlReadings(world, scope, rule.control, scores);
  return { readings, about: { scope, control: { id: rule.control, name } } };
}

/** One control's own percentage at the newest of these moments. */
export async function controlReadings(
  world: World,
  scope: Scope,
  control: string,
  moments: readonly Pick<Seen, 'at'>[],
): Promise<Seen[]> {
  const readings: Seen[] = [];
  for (const { at } of moments.slice(-MOST_SNAPSHOTS)) {
    readings.push({ at, value: await controlAt(world, scope, control, new Date(at)) });
    await turn();
  }
  return readings;
}

/** The score at every snapshot; the first is the newest before `start`, where there is one. */
export async function scoresSince(world: World, scope: Scope, start: Date): Promise<Seen[]> {
  const found = new Map<string, Seen>();
  for (let from = start.getTime(); from <= world.now.getTime(); from += DAYS_A_READ * DAY) {
    const to = new Date(Math.min(from + DAYS_A_READ * DAY, world.now.getTime()));
    // Each read begins with the newest point before it, which the one before has told.
    for (const { at, percentage } of await pointsOf(world, scope, { from: new Date(from), to }, false))
      found.set(at, { at, value: percentage });
    await turn();
  }
  return [...found.values()];
}
