import type { Change, ScoreData, SubscriptionRow } from '../cards/data.ts';
import { byName } from '../core/names.ts';
import type { Span } from '../core/period.ts';
import type { KnownSubscription, Scope } from '../core/scope.ts';
import { type Standing, scopeStanding, standing, type Weighed } from '../core/secure-score.ts';
import type { ScoreRow, Snapshot } from '../core/snapshot.ts';
import { DAY } from '../core/time.ts';
import type { ScorePoint } from '../ports.ts';
import { controlsOf } from './controls.ts';
import { eventsOf } from './events.ts';
import { cellsOf, shownState, standingIn, weighed } from './standing.ts';
import { pointsOf } from './trend.ts';
import { idsOf, isSingle, membersOf, notVisible, pointsIn, type World } from './world.ts';

/** Days back to yesterday, last week, last month. */
const COMPARED = [1, 7, 30];

/** The score of a scope at the latest snapshot, what it was before, its controls and its subscriptions; not why. */
export async function scoreOf(world: World, scope: Scope): Promise<ScoreData> {
  const { posture, latest } = world;
  const month = { from: new Date(world.now.getTime() - 30 * DAY), to: world.now };
  const before = await comparedSnapshots(world);
  const wanted = [...new Set([latest.id, ...before.map(({ id }) => id)])];
  const points = await posture.scores(wanted, idsOf(scope));
  const at = (snapshot: Snapshot) =>
    pointsIn(
      world,
      scope,
      points.filter((point) => point.snapshot === snapshot.id),
    );
  const rows = at(latest).map(weighed);
  const cells = await cellsOf(world, scope, rows);
  const now = standingIn(scope, rows, cells);
  const then = await Promise.all(before.map((snapshot) => standingAt(world, scope, snapshot, at(snapshot))));
  return {
    scope,
    ...now,
    asOf: latest.takenAt,
    changes: before.map((snapshot, index) => change(snapshot, now, then[index])),
    controls: controlsOf(world, scope, rows, cells),
    subscriptions: subscriptionRows(
      membersOf(world, scope),
      rows,
      before[1] === undefined ? [] : at(before[1]),
    ),
    notVisible: notVisible(world, scope),
    trend: await chartOf(world, scope, month),
    events: eventsOf(world, scope, month),
    why: null,
    target: null,
    live: false,
  };
}

/** The chart: percentages alone, so that a wider scope reads no controls for it. */
async function chartOf(world: World, scope: Scope, month: Span): Promise<ScoreData['trend']> {
  const points = await pointsOf(world, scope, month, false);
  return points.map(({ at, percentage }) => ({ at, percentage }));
}

/** The stored snapshots that today is compared with; none where the latest is the only one. */
async function comparedSnapshots({ posture, latest, now }: World): Promise<Snapshot[]> {
  const moments = COMPARED.map((days) => new Date(now.getTime() - days * DAY));
  const [yesterday, week, month, oldest] = await posture.snapshotsAt([...moments, new Date(0)]);
  if (yesterday === undefined || week === undefined || month === undefined) return [];
  return oldest === undefined || oldest.id === latest.id ? [] : [yesterday, week, month];
}

async function standingAt(
  world: World,
  scope: Scope,
  then: Snapshot,
  points: readonly ScorePoint[],
): Promise<Standing> {
  const rows = points.map(weighed);
  if (isSingle(scope)) return standing(rows[0]?.score ?? null);
  const maximum = await world.posture.maximum(
    then.id,
    rows.map(({ id }) => id),
  );
  return scopeStanding(rows, maximum);
}

function change(since: Snapshot, now: Standing, then: Standing | undefined): Change {
  return {
    since: since.takenAt,
    points: less(now.current, then?.current),
    percentage: less(now.percentage, then?.percentage),
  };
}

function subscriptionRows(
  members: readonly KnownSubscription[],
  rows: readonly Weighed[],
  lastWeek: readonly ScorePoint[],
): SubscriptionRow[] {
  const scores = new Map(rows.map(({ id, score }) => [id, score]));
  const then = new Map(
    lastWeek.map(({ subscription, score }) => [subscription.id, standing(score).percentage]),
  );
  return members
    .map((member) => subscriptionRow(member, scores.get(member.id) ?? null, then.get(member.id) ?? null))
    .sort(lowestFirst);
}

function subscriptionRow(
  member: KnownSubscription,
  score: ScoreRow | null,
  then: number | null,
): SubscriptionRow {
  const { id, name } = member;
  const now = standing(score);
  const change = less(now.percentage, then);
  return { id, name, ...now, weight: score?.weight ?? null, state: shownState(member, score), change };
}

const less = (now: number | null, then: number | null | undefined): number | null =>
  now === null || then === null || then === undefined ? null : now - then;

function lowestFirst(a: SubscriptionRow, b: SubscriptionRow): number {
  const rank = (row: SubscriptionRow) => row.percentage ?? Number.POSITIVE_INFINITY;
  return rank(a) === rank(b) ? byName(a, b) : rank(a) - rank(b);
}
