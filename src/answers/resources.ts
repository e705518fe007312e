import type { ResourcesData, ResourceType } from '../cards/resources.ts';
import type { Scope } from '../core/scope.ts';
import { stateOf, weighed } from './standing.ts';
import { idsOf, notVisible, pointsIn, type World } from './world.ts';

/** The resources of a scope by type, most unhealthy first. Subscriptions that are disabled are left out. */
export async function resourcesOf(world: World, scope: Scope): Promise<ResourcesData> {
  const points = await world.posture.scores([world.latest.id], idsOf(scope));
  const rows = pointsIn(world, scope, points).map(weighed);
  const types = (await world.posture.types(rows.map(({ id }) => id))).sort(mostUnhealthyFirst);
  const state = stateOf(world, scope, rows);
  const unknown = types.length === 0 && (state === 'not-visible' || state === 'disabled');
  const sum = (of: (row: ResourceType) => number) =>
    unknown ? null : types.reduce((total, row) => total + of(row), 0);
  return {
    scope,
    asOf: world.latest.takenAt,
    state,
    healthy: sum((row) => row.healthy),
    unhealthy: sum((row) => row.unhealthy),
    notApplicable: sum((row) => row.notApplicable),
    types,
    notVisible: notVisible(world, scope),
  };
}

/** Then by type, in code point order. */
const mostUnhealthyFirst = (a: ResourceType, b: ResourceType): number =>
  b.unhealthy - a.unhealthy || (a.type < b.type ? -1 : 1);
