import type { Scope } from '../core/scope.ts';
import type { Cell, Weighed } from '../core/secure-score.ts';
import type { ScorePoint } from '../ports.ts';
import { idsOf, pointsIn, type World } from './world.ts';

/** The scores and cells of a scope at the latest snapshot. */
export async function standingNow(world: World, scope: Scope): Promise<{ rows: Weighed[]; cells: Cell[] }> {
  const points = await world.posture.scores([world.latest.id], idsOf(scope));
  const rows = pointsIn(world, scope, points).map(weighed);
  return { rows, cells: await cellsOf(world, scope, rows) };
}

/** The cells of the subscriptions that count. */
export async function cellsOf(world: World, scope: Scope, rows: readonly Weighed[]): Promise<Cell[]> {
  const counted = new Set(rows.map(({ id }) => id));
  const cells = await world.posture.cells(world.latest.id, idsOf(scope));
  return cells.filter(({ subscription }) => counted.has(subscription));
}

export const weighed = ({ subscription, score }: ScorePoint): Weighed => ({ id: subscription.id, score });
