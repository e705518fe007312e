import type { Scope } from '../core/scope.ts';
import { scopeControls, subscriptionControls } from '../core/secure-score.ts';
import { weighed } from './standing.ts';
import { idsOf, isSingle, pointsIn, type World } from './world.ts';

/** A control's own percentage in a scope, 0 to 100, as of the newest snapshot at `at`; null where nothing counts in it. */
export async function controlAt(
  world: World,
  scope: Scope,
  control: string,
  at: Date,
): Promise<number | null> {
  const { posture } = world;
  const [snapshot] = await posture.snapshotsAt([at]);
  if (snapshot === undefined) return null;
  const rows = pointsIn(world, scope, await posture.scores([snapshot.id], idsOf(scope))).map(weighed);
  const counted = new Set(rows.map(({ id }) => id));
  const cells = (await posture.cells(snapshot.id, idsOf(scope))).filter(
    (cell) => cell.control === control && counted.has(cell.subscription),
  );
  const [found] = isSingle(scope)
    ? subscriptionControls(rows[0]?.score ?? null, cells)
    : scopeControls(rows, cells);
  if (found === undefined || !(found.max > 0) || found.healthy + found.unhealthy === 0) return null;
  return found.current === null ? null : (100 * found.current) / found.max;
}
