import type { ShownState } from '../cards/data.ts';
import type { KnownSubscription, Scope } from '../core/scope.ts';
import {
  type Cell,
  ownPointValue,
  pointValue,
  type Standing,
  scopeMax,
  scopePercentage,
  scopeStanding,
  standing,
  type Weighed,
} from '../core/secure-score.ts';
import type { ScoreRow } from '../core/snapshot.ts';
import type { ScorePoint } from '../ports.ts';
import { idsOf, isSingle, membersOf, pointsIn, type World } from './world.ts';

/** The scores and cells of a scope at the latest snapshot. */
export async function standingNow(world: World, scope: Scope): Promise<{ rows: Weighed[]; cells: Cell[] }> {
  const rows = await rowsNow(world, scope);
  return { rows, cells: await cellsOf(world, scope, rows) };
}

/** The scores alone. */
export async function rowsNow(world: World, scope: Scope): Promise<Weighed[]> {
  const points = await world.posture.scores([world.latest.id], idsOf(scope));
  return pointsIn(world, scope, points).map(weighed);
}

/** The cells of the subscriptions that count. */
export async function cellsOf(world: World, scope: Scope, rows: readonly Weighed[]): Promise<Cell[]> {
  const counted = new Set(rows.map(({ id }) => id));
  const cells = await world.posture.cells(world.latest.id, idsOf(scope));
  return cells.filter(({ subscription }) => counted.has(subscription));
}

/** Where a scope stands: Azure's own numbers of one subscription, the weighted mean of several. */
export const standingIn = (scope: Scope, rows: readonly Weighed[], cells: readonly Cell[]): Standing =>
  isSingle(scope) ? standing(rows[0]?.score ?? null) : scopeStanding(rows, scopeMax(cells));

/** Whether a scope has a score. */
export const isKnown = (scope: Scope, rows: readonly Weighed[]): boolean =>
  (isSingle(scope) ? standing(rows[0]?.score ?? null).percentage : scopePercentage(rows)) !== null;

/** What a point of a subscription's control is worth in percentage points of the scope. */
export const valueIn = (scope: Scope, rows: readonly Weighed[]): ((subscription: string) => number) =>
  isSingle(scope) ? ownPointValue(rows) : pointValue(rows);

export const weighed = ({ subscription, score }: ScorePoint): Weighed => ({ id: subscription.id, score });

/** What one may say of a subscription's score. */
export function shownState({ state, unreadSince }: KnownSubscription, score: ScoreRow | null): ShownState {
  if (state === 'disabled') return 'disabled';
  if (unreadSince !== null) return 'not-visible';
  if (score === null) return 'no-score';
  return score.max > 0 ? 'ok' : 'nothing-assessed';
}

/** The state of a whole scope: of its one subscription, or whether any of several has a score. */
export function stateOf(world: World, scope: Scope, rows: readonly Weighed[]): ShownState {
  const members = membersOf(world, scope);
  const scores = new Map(rows.map(({ id, score }) => [id, score]));
  const states = members.map((member) => shownState(member, scores.get(member.id) ?? null));
  if (isKnown(scope, rows)) return 'ok';
  return states.find((state) => state !== 'ok') ?? 'no-score';
}
