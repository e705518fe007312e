import { PER_RESOURCE, RESOURCES, STATES, type Tenant } from './tenant.ts';

const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

/** Noon of a tenant's day. */
export const noonOf = (day: number): Date => new Date(FIRST_DAY + day * DAY + DAY / 2);

/** The JSON text of every assessment row of a subscription, with the columns that our query asks for. */
export function* assessmentRows(tenant: Tenant, subscription: number): Generator<string> {
  const guid = tenant.subscriptions[subscription] ?? '';
  let row = subscription * RESOURCES * PER_RESOURCE;
  for (const [at, resource] of tenant.resources(subscription).entries()) {
    for (const recommendation of tenant.assessed(at)) {
      const state = STATES[tenant.states[row] ?? 0] ?? STATES[0];
      const changedAt = new Date(FIRST_DAY + (tenant.changedOn[row] ?? 0) * DAY + (row % 86_400) * 1000);
      row += 1;
      if (state.code === '') continue;
      const key = tenant.recommendations[recommendation] ?? '';
      yield `{"id":"${resource}/providers/microsoft.security/assessments/${key}","subscriptionId":"${guid}","assessmentKey":"${key}","source":"Azure","resourceId":"${resource}","resourceType":"","azureResourceId":"","connectorId":"","perInitiative":null,"code":"${state.code}","cause":"${state.cause}","changedAt":"${changedAt.toISOString().slice(0, 19)}.1234567Z"}`;
    }
  }
}

type Counts = { healthy: number; unhealthy: number; notApplicable: number };
type Numbers = Counts & { current: number; max: number };

/** What Azure makes of the assessments of a subscription: its controls in the tenant's order, points to 2 decimals. */
export function controlNumbers(tenant: Tenant, subscription: number): Numbers[] {
  const counts = tenant.controls.map(() => ({ healthy: 0, unhealthy: 0, notApplicable: 0 }));
  const first = subscription * RESOURCES * PER_RESOURCE;
  for (let resource = 0; resource < RESOURCES; resource += 1) {
    const worst = new Map<number, number>();
    for (const [place, recommendation] of tenant.assessed(resource).entries()) {
      const state = tenant.states[first + resource * PER_RESOURCE + place] ?? 0;
      const control = recommendation % counts.length;
      worst.set(control, Math.max(worst.get(control) ?? 0, WORSE[state] ?? 0));
    }
    for (const [control, standing] of worst) count(counts[control], standing);
  }
  return counts.map((each, at) => {
    const max = each.healthy + each.unhealthy === 0 ? 0 : (tenant.controls[at]?.max ?? 0);
    const share = max === 0 ? 0 : each.healthy / (each.healthy + each.unhealthy);
    return { ...each, max, current: Math.round(100 * max * share) / 100 };
  });
}

/** By state: nothing, then not applicable, healthy, unhealthy. */
const WORSE = [0, 2, 3, 1, 1];

function count(counts: Counts | undefined, standing: number): void {
  if (counts === undefined) return;
  if (standing === 3) counts.unhealthy += 1;
  if (standing === 2) counts.healthy += 1;
  if (standing === 1) counts.notApplicable += 1;
}

export function controlRows(tenant: Tenant, subscription: number, definitions: boolean): string[] {
  const guid = tenant.subscriptions[subscription] ?? '';
  const numbers = controlNumbers(tenant, subscription);
  return tenant.controls.map(({ id, name, recommendations }, at) => {
    const listed = recommendations.map((key) => ({
      id: `/providers/Microsoft.Security/assessmentMetadata/${key}`,
    }));
    return JSON.stringify({
      id: `/subscriptions/${guid}/providers/microsoft.security/securescores/ascscore/securescorecontrols/${id}`,
      ...{ subscriptionId: guid, controlId: id, displayName: name, ...numbers[at] },
      ...(definitions ? { assessments: listed } : {}),
    });
  });
}

/** What Azure makes of the controls of a subscription. `current` has 2 decimals. */
export function scoreNumbers(numbers: readonly Numbers[]): { current: number; max: number; weight: number } {
  const sum = (of: (each: Numbers) => number) => numbers.reduce((total, each) => total + of(each), 0);
  return {
    current: Math.round(100 * sum((each) => each.current)) / 100,
    max: sum((each) => each.max),
    weight: sum((each) => each.healthy + each.unhealthy),
  };
}

export function scoreRow(tenant: Tenant, subscription: number): string {
  const guid = tenant.subscriptions[subscription] ?? '';
  const { current, max, weight } = scoreNumbers(controlNumbers(tenant, subscription));
  return JSON.stringify({
    id: `/subscriptions/${guid}/providers/microsoft.security/securescores/ascscore`,
    ...{ subscriptionId: guid, environment: 'Azure', current, max },
    percentage: max === 0 ? 0 : Math.round((current / max) * 1e4) / 1e4,
    weight,
  });
}

export function containerRow({ subscriptions }: Tenant, subscription: number): string {
  const guid = subscriptions[subscription] ?? '';
  return JSON.stringify({
    ...{
      id: `/subscriptions/${guid}`,
      type: 'microsoft.resources/subscriptions',
      name: guid,
      subscriptionId: guid,
    },
    ...{ tenantId: GROUP, displayName: `Subscription ${subscription}`, state: 'Enabled' },
    ancestors: [{ name: GROUP, displayName: 'Tenant Root Group' }],
  });
}

export const groupRow = (): string =>
  JSON.stringify({
    id: `/providers/microsoft.management/managementgroups/${GROUP}`,
    ...{ type: 'microsoft.management/managementgroups', name: GROUP, subscriptionId: '', tenantId: GROUP },
    ...{ displayName: 'Tenant Root Group', state: '', ancestors: [] },
  });

/** The root group has the id of the tenant. */
const GROUP = '72f988bf-0000-4000-8000-000000000000';

export const recommendationRow = (key: string, at: number): string =>
  JSON.stringify({
    assessmentKey: key,
    name: `Recommendation ${at} should be followed on every resource of its kind`,
    ...{ severity: ['High', 'Medium', 'Low'][at % 3], preview: false, category: 'Unknown', effort: 'Low' },
  });
