import type { TargetRow } from '../cards/target-data.ts';
import type { Scope } from '../core/scope.ts';
import { scopePercentage, standing } from '../core/secure-score.ts';
import { paceFrom, progressOf, type Target } from '../core/target.ts';
import { rowsNow, weighed } from './standing.ts';
import { pointsOf } from './trend.ts';
import { idsOf, isSingle, pointsIn, type World } from './world.ts';

/** The score of a scope now, 0 to 100; null where it is unknown. */
export async function percentageNow(world: World, scope: Scope): Promise<number | null> {
  const rows = await rowsNow(world, scope);
  return isSingle(scope) ? standing(rows[0]?.score ?? null).percentage : scopePercentage(rows);
}

/** The score of a scope as of the newest snapshot at `at`; null where it is unknown. */
export async function percentageAt(world: World, scope: Scope, at: Date): Promise<number | null> {
  const [snapshot] = await world.posture.snapshotsAt([at]);
  if (snapshot === undefined) return null;
  const rows = pointsIn(world, scope, await world.posture.scores([snapshot.id], idsOf(scope))).map(weighed);
  return isSingle(scope) ? standing(rows[0]?.score ?? null).percentage : scopePercentage(rows);
}

/** Where a target stands; `percentage` is the score now. */
export async function rowOf(
  world: World,
  scope: Scope,
  target: Target,
  percentage: number | null,
): Promise<TargetRow> {
  const { now, latest } = world;
  const open = percentage !== null && percentage < target.percent;
  const span = { from: paceFrom(target, new Date(latest.takenAt)), to: now };
  const samples = open ? await pointsOf(world, scope, span, false) : [];
  return { ...target, scope, ...progressOf(target, percentage, samples, now) };
}

/** The target of exactly this scope, null where there is none. */
export async function targetOf(
  world: World,
  scope: Scope,
  targets: readonly Target[],
  percentage: number | null,
): Promise<TargetRow | null> {
  const found = targets.find((one) => one.scope.kind === scope.kind && one.scope.id === scope.id);
  return found === undefined ? null : rowOf(world, scope, found, percentage);
}
