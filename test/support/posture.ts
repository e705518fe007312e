import type {
  Assessment,
  ControlDefinition,
  ControlRow,
  Recommendation,
  SnapshotPart,
  SubscriptionRead,
} from '../../src/core/snapshot.ts';

export type Catalog = Extract<SnapshotPart, { kind: 'catalog' }>;

/** One reading of a made-up tenant. Tests copy it, change it, and have `rescore` make the numbers agree again. */
export type Reading = { catalog: Catalog; subscriptions: SubscriptionRead[]; others: SnapshotPart[] };

export type Size = { subscriptions: number; resources: number; recommendations: number; controls: number };
export const SMALL: Size = { subscriptions: 3, resources: 12, recommendations: 12, controls: 4 };
/** 5 × 300 × 7 = 10,500 assessments. */
export const TEN_THOUSAND: Size = { subscriptions: 5, resources: 300, recommendations: 60, controls: 15 };

const PER_RESOURCE = 7;
const TYPES = [
  'microsoft.storage/storageaccounts',
  'microsoft.compute/virtualmachines',
  'microsoft.web/sites',
];

/** Always the same tenant for the same size. */
export function buildReading(size: Size = SMALL): Reading {
  const recommendations = range(size.recommendations).map(recommendationAt);
  const controls = range(size.controls).map((at) => controlAt(at, size));
  const subscriptions = range(size.subscriptions).map((at) => subscriptionAt(at, size, recommendations));
  const groups = [
    { id: 'mg-root', name: 'Root' },
    { id: 'mg-prod', name: 'Production' },
  ];
  const catalog: Catalog = { kind: 'catalog', groups, unreadGroups: [], controls, recommendations };
  return rescore({ catalog, subscriptions, others: [] });
}

export const copy = (reading: Reading): Reading => structuredClone(reading);

/** The reading as a posture source streams it. */
export async function* partsOf(reading: Reading): AsyncGenerator<SnapshotPart> {
  yield reading.catalog;
  yield* reading.subscriptions;
  yield* reading.others;
  yield { kind: 'end', requests: 3, rejected: {} };
}

/** Makes control and score rows what Azure would make of the assessments. */
export function rescore(reading: Reading): Reading {
  for (const read of reading.subscriptions) {
    const rows = reading.catalog.controls.map((control) => controlRow(control, read, reading.catalog));
    read.controls = rows;
    const sum = (of: (row: ControlRow) => number) => rows.reduce((total, row) => total + of(row), 0);
    const current = Math.round(100 * sum((row) => row.current)) / 100;
    read.score = { current, max: sum((row) => row.max), weight: sum((row) => row.healthy + row.unhealthy) };
  }
  return reading;
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

const recommendationAt = (at: number): Recommendation => ({
  id: `rec-${at}`,
  name: `Recommendation ${at}`,
  severity: ['High', 'Medium', 'Low'][at % 3] ?? null,
  effort: at % 2 === 0 ? 'Low' : null,
  preview: at % 12 === 11,
  category: null,
});

/** Every fifth recommendation counts in two controls. */
function controlAt(at: number, { recommendations, controls }: Size): ControlDefinition {
  const inside = range(recommendations).filter(
    (one) => one % controls === at || (one % 5 === 0 && (one + 1) % controls === at),
  );
  return { id: `control-${at}`, name: `Control ${at}`, recommendations: inside.map((one) => `rec-${one}`) };
}

function subscriptionAt(
  at: number,
  size: Size,
  recommendations: readonly Recommendation[],
): SubscriptionRead {
  const id = `00000000-0000-0000-0000-${String(at).padStart(12, '0')}`;
  const assessments = range(size.resources).flatMap((resource) =>
    range(Math.min(PER_RESOURCE, recommendations.length)).map((nth): Assessment => {
      const seed = at * 7_919 + resource * 104_729 + nth * 31;
      const recommendation = recommendations[(resource * 5 + nth) % recommendations.length]?.id ?? '';
      return {
        ...resourceAt(id, resource),
        recommendation,
        ...statusAt(seed),
        changedAt: '2026-10-01T00:00:00.000Z',
      };
    }),
  );
  const ancestors = at % 2 === 0 ? ['mg-prod', 'mg-root'] : ['mg-root'];
  const name = `Subscription ${at}`;
  return {
    kind: 'subscription',
    subscription: { id, kind: 'subscription', name, environment: 'Azure', state: 'enabled', ancestors },
    ...{ score: null, controls: [], keptControls: [], assessments, keptAssessments: [] },
  };
}

export const resourceAt = (subscription: string, at: number) => ({
  resource: `/subscriptions/${subscription}/resourcegroups/rg/providers/thing/r-${at}`,
  type: TYPES[at % TYPES.length] ?? '',
  source: 'Azure',
});

function statusAt(seed: number): Pick<Assessment, 'status' | 'cause'> {
  const kind = seed % 11;
  if (kind < 6) return { status: 'healthy', cause: '' };
  if (kind < 9) return { status: 'unhealthy', cause: '' };
  return { status: 'not-applicable', cause: kind === 9 ? 'OffByPolicy' : 'Exempt' };
}

function controlRow(
  control: ControlDefinition,
  read: SubscriptionRead,
  { recommendations }: Catalog,
): ControlRow {
  const previews = new Set(recommendations.filter((one) => one.preview).map((one) => one.id));
  const counting = new Set(control.recommendations.filter((id) => !previews.has(id)));
  const of = Map.groupBy(
    read.assessments.filter((one) => counting.has(one.recommendation)),
    (one) => one.resource,
  );
  const states = [...of.values()].map((rows) => new Set(rows.map((row) => row.status)));
  const unhealthy = states.filter((has) => has.has('unhealthy')).length;
  const healthy = states.filter((has) => has.has('healthy') && !has.has('unhealthy')).length;
  const max = healthy + unhealthy === 0 ? 0 : 2 + (control.recommendations.length % 8);
  const current = max === 0 ? 0 : Math.round((100 * max * healthy) / (healthy + unhealthy)) / 100;
  return {
    control: control.id,
    current,
    max,
    healthy,
    unhealthy,
    notApplicable: states.length - healthy - unhealthy,
  };
}
