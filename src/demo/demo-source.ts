import type { KnownSubscription } from '../core/scope.ts';
import type { SnapshotPart } from '../core/snapshot.ts';
import type { LiveReading, Posture, PostureSource } from '../ports.ts';
import { demoActors } from './actors.ts';
import { type DemoTenant, demoTenant } from './demo-tenant.ts';

/** Contoso as of 06:00 UTC of a day (`YYYY-MM-DD`), read as if it were Azure: no requests, no waiting, no errors. */
export function createDemoSource(day: string): PostureSource {
  return {
    readSnapshot: ({ subscriptions }) => parts(demoTenant(day), subscriptions),
    readPosture: async () => posture(demoTenant(day), `${day}T06:00:00.000Z`),
    readLive: async (ids) => live(demoTenant(day), ids),
    readActors: async (sought) => demoActors(sought),
  };
}

async function* parts(tenant: DemoTenant, known: readonly string[]): AsyncIterable<SnapshotPart> {
  const { groups, controls, recommendations } = tenant;
  yield { kind: 'catalog', groups, unreadGroups: [], controls, recommendations };
  yield* tenant.subscriptions;
  for (const subscription of tenant.disabled) yield { kind: 'disabled', subscription };
  for (const { id, name } of tenant.unread) yield { kind: 'unread', id, name };
  for (const id of gone(tenant, known)) yield { kind: 'gone', id };
  yield { kind: 'end', requests: 0, rejected: {} };
}

/** Nothing hides in the demo: what is stored and not listed any more does not exist any more. */
function gone(tenant: DemoTenant, known: readonly string[]): string[] {
  const listed = new Set([
    ...tenant.subscriptions.map(({ subscription }) => subscription.id),
    ...tenant.disabled.map(({ id }) => id),
    ...tenant.unread.map(({ id }) => id),
  ]);
  return known.filter((id) => !listed.has(id));
}

function live(tenant: DemoTenant, ids: readonly string[]): LiveReading[] {
  const read = new Map(tenant.subscriptions.map((one) => [one.subscription.id, one]));
  return ids.map((id) => {
    const { score = null, controls = [] } = read.get(id) ?? {};
    if (!read.has(id)) return { id, outcome: 'not-visible' };
    if (score === null || score === 'kept') return { id, outcome: 'no-score' };
    return { id, outcome: 'read', score, controls };
  });
}

function posture(tenant: DemoTenant, at: string): Posture {
  const read = tenant.subscriptions;
  return {
    estate: { groups: tenant.groups, subscriptions: subscriptionsOf(tenant, at), unreadGroups: [] },
    scores: read.flatMap(({ subscription, score }) =>
      score === null || score === 'kept' ? [] : [{ subscription: subscription.id, score }],
    ),
    cells: read.flatMap(({ subscription, controls }) =>
      controls.map((row) => ({ ...row, subscription: subscription.id })),
    ),
    controls: tenant.controls,
  };
}

function subscriptionsOf(tenant: DemoTenant, at: string): KnownSubscription[] {
  const seen = [...tenant.subscriptions.map(({ subscription }) => subscription), ...tenant.disabled];
  return [
    ...seen.map((subscription) => ({ ...subscription, unreadSince: null })),
    ...tenant.unread.map(({ id, name }) => ({
      ...{ id, name, kind: 'subscription' as const, environment: 'Azure', state: 'enabled' as const },
      ...{ ancestors: [], unreadSince: at },
    })),
  ];
}
