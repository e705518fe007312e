import type { TrendData } from '../cards/data.ts';
import { type Period, resolvePeriod, type Span } from '../core/period.ts';
import type { Scope } from '../core/scope.ts';
import { belongsTo, singleTrend, type TrendPoint, wideTrend } from '../core/trend.ts';
import { eventsOf } from './events.ts';
import { rowsNow, stateOf } from './standing.ts';
import { idsOf, isSingle, notVisible, type World } from './world.ts';

/** The score of a scope over a time that a person said. `zone`: IANA, where the line names none. */
export async function trendOf(world: World, scope: Scope, period: Period, zone: string): Promise<TrendData> {
  const span = resolvePeriod(period, world.now, zone);
  return {
    scope,
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    asOf: world.latest.takenAt,
    state: stateOf(world, scope, await rowsNow(world, scope)),
    points: await pointsOf(world, scope, span, true),
    events: eventsOf(world, scope, span),
    target: null,
    notVisible: notVisible(world, scope),
  };
}

/**
 * A point per stored snapshot. Of a wider scope `current` and `max` are right only with `points`, which reads what
 * every control was worth; a chart does without.
 */
export async function pointsOf(
  world: World,
  scope: Scope,
  span: Span,
  points: boolean,
): Promise<TrendPoint[]> {
  const single = isSingle(scope);
  const request = { ...span, ids: idsOf(scope), maxima: points && !single };
  const { snapshots, members } = await world.posture.history(request);
  const belongs = belongsTo(scope, world.sees);
  const wide = wideTrend(snapshots, belongs);
  for await (const slice of members) {
    for (const member of slice) {
      if (single && member.id === scope.id) return singleTrend(snapshots, member, belongs);
      if (!single) wide.add(member);
    }
  }
  return wide.points();
}
