import type { Row } from './kql-parse.ts';
import { type Change, createTenant, type Tenant } from './tenant.ts';
import { places, recommendationId, resourceOf, statusOf } from './tenant-places.ts';

/** The same tenant with `count` more recommendations turned from healthy to unhealthy or back, spread over it. */
export function changeTenant(tenant: Tenant, count: number): Tenant {
  const changes: Change[] = [];
  const done = new Set(tenant.changes.map((change) => `${change.resource} ${change.recommendation}`));
  for (let step = 0; changes.length < count && step < 1e6; step += 1) {
    const all = places(tenant.spec);
    const place = all[step % all.length];
    if (place === undefined) break;
    const resource = resourceOf(place, step % tenant.spec.resources).toLowerCase();
    const recommendation = (step * 7) % tenant.spec.recommendations;
    const change = {
      member: place.id.toLowerCase(),
      resource,
      recommendation: recommendationId(recommendation),
    };
    const from = statusOf(place.index, step % tenant.spec.resources, recommendation);
    const key = `${change.resource} ${change.recommendation}`;
    if (from === 'NotApplicable' || done.has(key)) continue;
    done.add(key);
    changes.push({ ...change, from, to: from === 'Healthy' ? 'Unhealthy' : 'Healthy' });
  }
  return createTenant(tenant.spec, [...tenant.changes, ...changes]);
}

/** Every id in the other letter case, and nothing else. */
export function shout(tenant: Tenant): Tenant {
  const loud = (rows: Row[]) =>
    rows.map((row) => ({ ...row, id: String(row.id).toUpperCase(), name: shoutKey(row) }));
  return { ...tenant, containers: loud(tenant.containers), security: loud(tenant.security) };
}

/** A subscription's name is its display name, which has no other case. */
function shoutKey({ name, type }: Row): unknown {
  return type === 'microsoft.resources/subscriptions' || type === 'microsoft.security/securescores'
    ? name
    : String(name).toUpperCase();
}
