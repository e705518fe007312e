import type { Row } from './kql-parse.ts';
import {
  CONTROLS,
  type Place,
  places,
  recommendationId,
  resourceOf,
  statusOf,
  subscriptionId,
} from './tenant-places.ts';
import {
  assessmentRow,
  containerRow,
  controlRow,
  definitionOf,
  groupRow,
  HOME_TENANT,
  type Status,
  scoreRow,
} from './tenant-rows.ts';

/** What a generated tenant is made of; the same numbers always give the same rows. */
export type TenantSpec = {
  subscriptions: number;
  /** Resources of each subscription and connector. */
  resources: number;
  recommendations: number;
  /** AWS connectors, all in the first subscription. */
  connectors: number;
  /** Also rows that must not count: a second score, a custom recommendation and an individual finding. */
  noise: boolean;
};

/** Something with a score of its own, with the facts that a correct reading finds. */
export type Member = {
  id: string;
  subscription: string;
  name: string;
  environment: string;
  weight: number;
  current: number;
  max: number;
};

/** One recommendation on one resource that turned; ids lower case as stored. */
export type Change = { member: string; resource: string; recommendation: string; from: Status; to: Status };

export type Tenant = {
  id: string;
  spec: TenantSpec;
  /** Raw rows as Azure keeps them. */
  containers: Row[];
  security: Row[];
  members: Member[];
  /** Assessment rows that count. */
  assessments: number;
  changes: Change[];
};

/** A small tenant unless told otherwise: 3 subscriptions and a connector, 20 resources × 12 recommendations each. */
export function createTenant(spec: Partial<TenantSpec> = {}, changes: Change[] = []): Tenant {
  const full = { subscriptions: 3, resources: 20, recommendations: 12, connectors: 1, noise: true, ...spec };
  const turned = new Map(changes.map((change) => [`${change.resource} ${change.recommendation}`, change.to]));
  const tenant: Tenant = {
    id: HOME_TENANT,
    spec: full,
    containers: [],
    security: [],
    members: [],
    assessments: 0,
    changes,
  };
  tenant.containers.push(
    groupRow('contoso', 'Contoso', []),
    groupRow('contoso-prod', 'Production', ['contoso']),
  );
  for (const place of places(full)) {
    if (place.environment === 'Azure') {
      const chain = place.index % 2 === 0 ? ['contoso-prod', 'contoso'] : ['contoso'];
      tenant.containers.push(containerRow(place.subscription, place.name, chain));
    }
    addMember(tenant, place, turned);
  }
  return tenant;
}

function addMember(tenant: Tenant, place: Place, turned: ReadonlyMap<string, Status>): void {
  const { spec } = tenant;
  const worst = CONTROLS.map(() => new Map<number, Status>());
  for (let resource = 0; resource < spec.resources; resource += 1) {
    const id = resourceOf(place, resource);
    for (let key = 0; key < spec.recommendations; key += 1) {
      const recommendation = recommendationId(key);
      const status =
        turned.get(`${id.toLowerCase()} ${recommendation}`) ?? statusOf(place.index, resource, key);
      tenant.security.push(assessmentRow({ ...place, resource: id, recommendation, status }));
      tenant.assessments += 1;
      const control = worst[key % CONTROLS.length];
      if (control !== undefined) control.set(resource, worse(control.get(resource), status));
    }
  }
  addScore(tenant, place, worst);
  if (spec.noise) addNoise(tenant, place);
}

const RANK: readonly Status[] = ['NotApplicable', 'Healthy', 'Unhealthy'];

/** A resource is unhealthy in a control if any recommendation there is. */
function worse(before: Status | undefined, status: Status): Status {
  return before === undefined || RANK.indexOf(status) > RANK.indexOf(before) ? status : before;
}

/** Azure rounds the points of a control to 2 decimals and sums what it rounded. */
function addScore(tenant: Tenant, place: Place, worst: readonly ReadonlyMap<number, Status>[]): void {
  let [current, max, weight] = [0, 0, 0];
  for (const [index, control] of CONTROLS.entries()) {
    const states = [...(worst[index]?.values() ?? [])];
    const [healthy, unhealthy, notApplicable] = (['Healthy', 'Unhealthy', 'NotApplicable'] as const).map(
      (status) => states.filter((each) => each === status).length,
    );
    const numbers = { healthy: healthy ?? 0, unhealthy: unhealthy ?? 0, notApplicable: notApplicable ?? 0 };
    const assessed = numbers.healthy + numbers.unhealthy;
    const reachable = assessed === 0 ? 0 : control.max;
    const points = assessed === 0 ? 0 : round(control.max * (numbers.healthy / assessed), 2);
    const keys = Array.from({ length: tenant.spec.recommendations }, (_, key) => key).filter(
      (key) => key % CONTROLS.length === index,
    );
    tenant.security.push(
      controlRow({
        ...place,
        control,
        numbers,
        current: points,
        max: reachable,
        definition: definitionOf(control, keys.map(recommendationId)),
      }),
    );
    [current, max, weight] = [round(current + points, 2), max + reachable, weight + assessed];
  }
  tenant.members.push({ ...memberOf(place), weight, current, max });
  tenant.security.push(scoreRow({ ...place, name: 'ascScore', current, max, weight }));
}

function memberOf({
  id,
  subscription,
  name,
  environment,
}: Place): Omit<Member, 'weight' | 'current' | 'max'> {
  return { id: id.toLowerCase(), subscription, name, environment };
}

function addNoise(tenant: Tenant, place: Place): void {
  const resource = resourceOf(place, 0);
  tenant.security.push(
    scoreRow({ ...place, name: 'scoreGraceExcluded', current: 1, max: 99, weight: 1 }),
    assessmentRow({
      ...place,
      resource,
      recommendation: recommendationId(90001),
      status: 'Unhealthy',
      assessmentType: 'CustomPolicy',
    }),
    assessmentRow({
      ...place,
      resource,
      recommendation: recommendationId(90002),
      status: 'Unhealthy',
      category: 'SoftwareUpdate',
    }),
  );
}

function round(value: number, digits: number): number {
  return Math.round((value + Number.EPSILON) * 10 ** digits) / 10 ** digits;
}

export { recommendationId, subscriptionId };
