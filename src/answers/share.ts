import type { Scope } from '../core/scope.ts';
import type { ScorePoint } from '../ports.ts';
import { idsOf, pointsIn, type World } from './world.ts';

/**
 * What each subscription or connector did to the score of a wide scope between two moments (ISO 8601), in percentage
 * points: `w'·p' / Σw' − w·p / Σw`, which sum to the change. Empty where nothing is stored of one of them.
 */
export async function sharesOf(
  world: World,
  scope: Scope,
  from: string,
  to: string,
): Promise<ReadonlyMap<string, number>> {
  const [before, after] = await world.posture.snapshotsAt([new Date(from), new Date(to)]);
  if (before === undefined || after === undefined || before.id === after.id) return new Map();
  const points = pointsIn(world, scope, await world.posture.scores([before.id, after.id], idsOf(scope)));
  const at = (snapshot: number) => parts(points.filter((point) => point.snapshot === snapshot));
  const [then, now] = [at(before.id), at(after.id)];
  const ids = new Set([...then.keys(), ...now.keys()]);
  return new Map([...ids].map((id) => [id, (now.get(id) ?? 0) - (then.get(id) ?? 0)]));
}

function parts(points: readonly ScorePoint[]): Map<string, number> {
  const counted = points.flatMap(({ subscription, score }) =>
    score === null || score.weight === null || !(score.max > 0)
      ? []
      : [{ id: subscription.id, weight: score.weight, percentage: (100 * score.current) / score.max }],
  );
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(counted.map(({ id, weight, percentage }) => [id, (weight * percentage) / total]));
}
