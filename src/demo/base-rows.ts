import type { Assessment, Health } from '../core/snapshot.ts';
import { type DemoRecommendation, recommendations } from './catalog.ts';
import { CONTROLS } from './controls.ts';
import type { Member } from './members.ts';
import { hash, shuffled, unit } from './random.ts';
import { type Resource, resourcesOf } from './resources.ts';

type Failing = ReadonlyMap<string, ReadonlySet<string>>;

/** What is assessed in a subscription or connector when nothing is going on. `absent`: ids not assessed then. */
export function baseRows(member: Member, absent: ReadonlySet<string>): Assessment[] {
  const resources = resourcesOf(member.subscription.id, member.sizes);
  const failing = failingByControl(member, resources);
  return resources.flatMap((resource) => {
    const about = recommendations().filter(({ on, id }) => on === resource.kind && !absent.has(id));
    const unhealthy = unhealthyOf(resource, about, failing);
    return about.map((one) =>
      assessment(member, resource, one.id, statusOf(resource, one, unhealthy.has(one.id))),
    );
  });
}

/** A row that has been as it is for years. */
export function assessment(
  { subscription }: Member,
  { id, type }: Resource,
  recommendation: string,
  status: Health,
): Assessment {
  const year = Date.UTC(2021, 0, 1);
  const changedAt = new Date(year + (hash(id + recommendation) % 31_536_000_000)).toISOString();
  return {
    resource: id,
    type,
    source: subscription.environment,
    recommendation,
    status,
    cause: '',
    changedAt,
  };
}

/** Which resources fail each control: of every kind of resource the share that the subscription's quality leaves. */
function failingByControl({ subscription, quality }: Member, resources: readonly Resource[]): Failing {
  const kinds = [...Map.groupBy(resources, ({ kind }) => kind)];
  return new Map(
    CONTROLS.map(({ key, id }) => {
      const failing = kinds.flatMap(([kind, of]) => {
        const share = 1 - (quality[`${key}.${kind}`] ?? quality[key] ?? quality.other);
        const mixed = shuffled(of, `${subscription.id} ${key}`, (one) => one.id);
        return mixed.slice(0, Math.round(share * of.length));
      });
      return [id, new Set(failing.map((one) => one.id))];
    }),
  );
}

/**
 * The unhealthy recommendations of a resource: at least one of each control that it fails. One of several controls is
 * unhealthy only where the resource fails them all.
 */
function unhealthyOf(
  resource: Resource,
  about: readonly DemoRecommendation[],
  failing: Failing,
): Set<string> {
  const fails = (control: string) => failing.get(control)?.has(resource.id) ?? false;
  const open = about.filter((one) => !one.preview && applies(resource, one) && one.controls.every(fails));
  const chosen = CONTROLS.filter(({ id }) => fails(id)).flatMap(({ id }) => {
    const candidates = open.filter(({ controls }) => controls.includes(id));
    const first = hash(`first ${resource.id} ${id}`) % candidates.length;
    return candidates.filter((one, index) => index === first || unit(`also ${resource.id} ${one.id}`) < 0.3);
  });
  return new Set(chosen.map(({ id }) => id));
}

function statusOf(resource: Resource, one: DemoRecommendation, unhealthy: boolean): Health {
  if (!applies(resource, one)) return 'not-applicable';
  const uncounted = one.preview || one.controls.length === 0;
  return unhealthy || (uncounted && unit(`uncounted ${resource.id} ${one.id}`) < 0.4)
    ? 'unhealthy'
    : 'healthy';
}

function applies(resource: Resource, one: DemoRecommendation): boolean {
  return unit(`applies ${resource.id} ${one.id}`) >= one.notApplicable;
}
