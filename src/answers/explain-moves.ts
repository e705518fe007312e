import { carriedFrom, movesIn } from '../core/absorbed.ts';
import type { MovesOf } from '../core/attribution.ts';
import { createLog } from '../core/diff.ts';
import type { NetFlow } from '../core/explain.ts';
import type { Scope } from '../core/scope.ts';
import type { Window } from './explain.ts';
import { idsOf, type World } from './world.ts';

/** Reads the log and looks moves up in it: what happened before the window counts if it was not taken in then. */
export async function readMoves(
  world: World,
  scope: Scope,
  { early, before, after }: Window,
): Promise<MovesOf> {
  const ids = idsOf(scope);
  const { definitions, slices } = await world.posture.log.read({ from: early.id, to: after.id, ids });
  const log = createLog(definitions);
  const owed = new Set<string>();
  for await (const slice of slices) {
    log.add(slice);
    for (const { snapshot, subscription } of slice.flows ?? [])
      if (snapshot <= before.id) owed.add(subscription);
  }
  const request = { from: early.id, to: before.id, ids: [...owed] };
  const steps = owed.size === 0 ? [] : await world.posture.log.cellSteps(request);
  const rows = Map.groupBy(steps, ({ subscription }) => subscription);
  const range = { from: before.id, to: after.id };
  const idle = new Map<string, Map<string, NetFlow[]>>();
  const idleIn = (subscription: string) => {
    const found = idle.get(subscription) ?? log.idle(subscription, range);
    idle.set(subscription, found);
    return found;
  };
  return (subscription, control, change) => {
    const first = log.flows(subscription, control)[0]?.snapshot ?? before.id + 1;
    const stepsOf = () => (rows.get(subscription) ?? []).filter((step) => step.control === control);
    const carried =
      first > before.id
        ? before.id
        : carriedFrom(log, { subscription, control }, stepsOf(), { from: early.id, to: before.id });
    const moves = movesIn(log, { subscription, control, change }, { carried, ...range });
    return { ...moves, idle: idleIn(subscription).get(control) ?? [] };
  };
}
