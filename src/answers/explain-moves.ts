import { carriedFrom, movesIn } from '../core/absorbed.ts';
import type { MovesOf } from '../core/attribution.ts';
import { createLog } from '../core/diff.ts';
import { remembered } from '../core/remembered.ts';
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
  // All controls of a subscription are asked about before those of the next.
  const rowsIn = remembered(
    (subscription: string) => Map.groupBy(rows.get(subscription) ?? NONE, ({ control }) => control),
    1,
  );
  const [from, owing] = [before.id, { from: early.id, to: before.id }];
  const idleIn = remembered((subscription: string) => log.idle(subscription, { from, to: after.id }), 1);
  return (subscription, control, change) => {
    const first = log.flows(subscription, control)[0];
    const asked = { subscription, control, change };
    const owes = first !== undefined && first.snapshot <= from;
    const carried = owes ? carriedFrom(log, asked, rowsIn(subscription).get(control) ?? NONE, owing) : from;
    const { absorbed, pending, mitigated } = movesIn(log, asked, { carried, from, to: after.id });
    return { absorbed, pending, mitigated, idle: idleIn(subscription).get(control) ?? NONE };
  };
}

const NONE: readonly never[] = [];
