import type { MemberHistory, Moment, Place } from './history.ts';
import { contains, type Scope } from './scope.ts';
import { type Standing, standing } from './secure-score.ts';

/** One moment of a trend. `imported`: it was not read by us, but taken over from another archive. */
export type TrendPoint = Standing & { at: string; imported: boolean };

export type Belongs = (place: Place) => boolean;

/** Belonging to a scope, of what may be seen: a disabled subscription is in no score. */
export const belongsTo =
  (scope: Pick<Scope, 'kind' | 'id'>, sees: Belongs): Belongs =>
  (place) =>
    place.state !== 'disabled' && contains(scope, place) && sees(place);

/** Points of one subscription, Azure's own rows; unknown where it did not belong, or had no score. */
export function singleTrend(
  snapshots: readonly Moment[],
  member: MemberHistory,
  belongs: Belongs,
): TrendPoint[] {
  const place = along(member.places);
  const score = along(member.scores);
  return snapshots.map((snapshot) => {
    const at = place(snapshot.id)?.place;
    const row = at != null && belongs(at) ? (score(snapshot.id)?.score ?? null) : null;
    return pointOf(snapshot, standing(row));
  });
}

/** Adds subscription by subscription, so that no more than one has to be held. */
export type WideTrend = { add(member: MemberHistory): void; points(): TrendPoint[] };

/**
 * Points of several subscriptions, each as it stood at that moment, by the formulas of `scopePercentage` and
 * `scopeMax`: the last known row of each is carried forward, also of one that could not be read.
 */
export function wideTrend(snapshots: readonly Moment[], belongs: Belongs): WideTrend {
  const weights = snapshots.map(() => 0);
  const sums = snapshots.map(() => 0);
  const maxima = new Map<string, number[]>();
  return {
    add(member) {
      const place = along(member.places);
      const inside = snapshots.map(({ id }) => {
        const at = place(id)?.place;
        return at != null && belongs(at);
      });
      addScores(snapshots, inside, member, weights, sums);
      for (const [control, rows] of Map.groupBy(member.maxima, (row) => row.control)) {
        const largest = maxima.get(control) ?? snapshots.map(() => 0);
        const max = along(rows);
        for (const [n, { id }] of snapshots.entries()) {
          if (inside[n]) largest[n] = Math.max(largest[n] ?? 0, max(id)?.max ?? 0);
        }
        maxima.set(control, largest);
      }
    },
    points: () =>
      snapshots.map((snapshot, n) => {
        const weight = weights[n] ?? 0;
        const percentage = weight > 0 ? (100 * (sums[n] ?? 0)) / weight : null;
        const max = [...maxima.values()].reduce((total, of) => total + (of[n] ?? 0), 0);
        return pointOf(snapshot, wideStanding(percentage, max));
      }),
  };
}

function wideStanding(percentage: number | null, max: number): Standing {
  if (percentage === null) return { percentage, current: null, max: null };
  return { percentage, current: (max * percentage) / 100, max };
}

function addScores(
  snapshots: readonly Moment[],
  inside: readonly boolean[],
  { scores }: MemberHistory,
  weights: number[],
  sums: number[],
): void {
  const score = along(scores);
  for (const [n, { id }] of snapshots.entries()) {
    const row = score(id)?.score ?? null;
    if (!inside[n] || row === null || !(row.max > 0) || row.weight === null) continue;
    weights[n] = (weights[n] ?? 0) + row.weight;
    sums[n] = (sums[n] ?? 0) + row.weight * (row.current / row.max);
  }
}

const pointOf = ({ at }: Moment, standing: Standing): TrendPoint => ({
  at: new Date(at).toISOString(),
  ...standing,
  imported: false,
});

/** The row that holds at a snapshot; must be asked in ascending order. */
function along<Row extends { snapshot: number }>(
  rows: readonly Row[],
): (snapshot: number) => Row | undefined {
  let next = 0;
  return (snapshot) => {
    while ((rows[next]?.snapshot ?? Number.POSITIVE_INFINITY) <= snapshot) next += 1;
    return rows[next - 1];
  };
}
