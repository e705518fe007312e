import type { Contributed, ExplainData, MovedData } from '../../src/cards/data.ts';
import type { ActorShare } from '../../src/core/actor.ts';
import { CAUSES } from '../../src/core/explain.ts';
import { ALL } from '../../src/core/scope.ts';
import { asOf, HOSTILE, LONG, many, NOTHING_HIDDEN, PROD, WORST } from './card-facts.ts';

const WEEK = 7 * 86_400_000;
const weekBefore = new Date(Date.parse(asOf) - WEEK).toISOString();

const contributed = (over: Partial<Contributed> = {}): Contributed => ({
  cause: 'resource-added',
  control: 'encrypt',
  recommendation: 'secure-transfer',
  resources: many(12, (n) => `/subscriptions/1/providers/microsoft.storage/storageaccounts/stcampaign${n}`),
  members: [],
  count: 12,
  delta: -2.0834,
  why: null,
  controlName: 'Encrypt data in transit',
  recommendationName: 'Secure transfer to storage accounts should be enabled',
  type: 'microsoft.storage/storageaccounts',
  actors: [],
  ...over,
});

const machines = (count: number) =>
  many(count, (n) => `/subscriptions/1/providers/microsoft.compute/virtualmachines/vm-orders-${n}`);

const actor = (over: Partial<ActorShare> = {}): ActorShare => ({
  ...{ name: 'pipeline-x', type: 'app', client: 'Azure DevOps', at: '2026-11-17T13:02:11.000Z', count: 12 },
  ...over,
});
/** A person unnamed, and an application of which Azure tells the id alone. */
const TWO_ACTORS = [
  actor({ name: null, type: 'person', client: 'Azure Portal', count: 2 }),
  actor({ name: '3c6ceee6-7eae-4716-b5e7-c38e3af6e511', client: null, count: 1 }),
];

const CONTRIBUTIONS: readonly Contributed[] = [
  contributed({ actors: [actor()] }),
  contributed({
    ...{ cause: 'turned-unhealthy', resources: machines(4), count: 4, delta: -1.2921 },
    ...{ controlName: 'Apply system updates', recommendationName: 'Machines should be updated' },
    ...{ type: 'microsoft.compute/virtualmachines', actors: TWO_ACTORS },
  }),
  contributed({
    ...{ cause: 'turned-healthy', resources: ['/subscriptions/1'], count: 1, delta: 0.4412, type: null },
    ...{ controlName: 'Enable MFA', recommendationName: 'Accounts should have MFA enabled' },
  }),
];

/** `residual` makes up for what the contributions leave. */
export function explanation(over: Partial<ExplainData> = {}): ExplainData {
  const { contributions = CONTRIBUTIONS, delta = -3.1842 } = over;
  const sum = contributions.reduce((total, one) => total + one.delta, 0);
  const residual = delta === null ? null : delta - sum;
  return {
    scope: PROD,
    before: { takenAt: weekBefore, percentage: 64.5632 },
    after: { takenAt: asOf, percentage: 61.379 },
    ...{ delta, contributions, residual },
    residualParts: [
      { why: 'counts-ahead', control: 'ports', controlName: 'Secure management ports', delta: residual ?? 0 },
    ],
    pending: [
      {
        ...{
          cause: 'turned-healthy',
          control: 'ports',
          recommendation: 'jit',
          resources: machines(2),
          count: 2,
          why: 'not-recalculated',
        },
        ...{
          controlName: 'Secure management ports',
          recommendationName: 'Close ports',
          type: null,
          members: [],
        },
      },
    ],
    asked: { from: weekBefore, to: asOf },
    state: 'ok',
    asOf,
    frozen: [],
    events: [],
    notVisible: NOTHING_HIDDEN,
    ...over,
  };
}

export const UNKNOWN_EXPLANATION = explanation({
  ...{ state: 'no-score', delta: null, contributions: [], residual: null, residualParts: [], pending: [] },
  before: { takenAt: weekBefore, percentage: null },
  after: { takenAt: asOf, percentage: null },
});

/** Nothing moved in a day, and history is no longer. */
export const QUIET_EXPLANATION = explanation({
  scope: { ...ALL },
  before: { takenAt: new Date(Date.parse(asOf) - WEEK / 7).toISOString(), percentage: 61.38 },
  ...{ delta: -0.001, contributions: [], residualParts: [], pending: [] },
});

const ALL_CAUSES = CAUSES.flatMap((cause) =>
  cause.startsWith('subscription-')
    ? ([null, 'moved', 'became-visible'] as const).map((why) => ({ cause, why }))
    : [{ cause, why: null }],
);

/** Every cause with the worst of names, on the second page of many. */
export const WORST_EXPLANATION = explanation({
  scope: WORST.scope,
  asked: { from: '2024-01-01T00:00:00.000Z', to: asOf },
  contributions: many(4, (round) =>
    ALL_CAUSES.map(({ cause, why }, at) =>
      contributed({
        ...{ cause, why, delta: (at % 2 === 0 ? 1 : -1) * (9 - round - at / 20), count: at * 123_456 },
        ...{ controlName: HOSTILE, recommendationName: LONG, type: at % 3 === 0 ? HOSTILE : null },
        resources: many(50, (n) => `/subscriptions/1/providers/a/b/${HOSTILE}${n}`),
        actors: many(5, (n) => actor({ name: `${n}${HOSTILE}`, client: HOSTILE, count: 100_000 - n })),
      }),
    ),
  ).flat(),
  events: [{ at: '2026-06-30', what: 'more than 200 AWS and GCP recommendations began to count' }],
  frozen: many(9, () => ({ name: HOSTILE, since: weekBefore })),
  notVisible: { subscriptions: 1234, managementGroups: 56 },
});

const away = ({ resources: _, ...cause }: Contributed) => cause;
const STORAGE = contributed();

/** `cause` null: every resource of an explanation. */
export const moved = (over: Partial<MovedData> = {}): MovedData => ({
  scope: PROD,
  before: { takenAt: weekBefore, percentage: 64.5632 },
  after: { takenAt: asOf, percentage: 61.379 },
  delta: -3.1842,
  cause: 1,
  contributions: [away(STORAGE)],
  count: 12,
  resources: many(12, (n) => ({
    id: `/subscriptions/${PROD.id}/resourcegroups/rg-campaign/providers/microsoft.storage/storageaccounts/stcampaign${n}`,
    name: `stcampaign${n}`,
    type: 'microsoft.storage/storageaccounts',
    resourceGroup: 'rg-campaign',
    subscription: PROD.name,
    ...{ cause: 'resource-added', recommendation: 'secure-transfer' },
  })),
  asOf,
  notVisible: NOTHING_HIDDEN,
  ...over,
});

export const WORST_MOVED = moved({
  scope: WORST.scope,
  cause: null,
  contributions: WORST_EXPLANATION.contributions.map(away),
  count: 123_456_789,
  resources: many(5000, (n) => ({
    id:
      n % 2 === 0
        ? `/subscriptions/1/${HOSTILE.repeat(3)}/securityentitydata/${n}`
        : `/subscriptions/1/${HOSTILE}${n}`,
    name: `${n} ${LONG}`,
    ...{ type: HOSTILE, resourceGroup: LONG, subscription: LONG },
    ...{ cause: 'recommendation-removed', recommendation: n % 4 === 0 ? HOSTILE : null },
  })),
  notVisible: { subscriptions: 1234, managementGroups: 56 },
});

/** An incident of 5,000 resources under 40 recommendations of ten controls, which all turned unhealthy at once. */
export const INCIDENT = explanation({
  ...{
    delta: -41.2,
    before: { takenAt: weekBefore, percentage: 72.1 },
    after: { takenAt: asOf, percentage: 30.9 },
  },
  ...{ residualParts: [], pending: [] },
  contributions: many(40, (n) =>
    contributed({
      ...{ cause: 'turned-unhealthy', control: `control-${n % 10}`, recommendation: `recommendation-${n}` },
      ...{
        count: 5000 - n,
        delta: -41.2 * ((2 * (40 - n)) / (40 * 41)),
        type: 'microsoft.compute/virtualmachines',
      },
      controlName: `${['Apply system updates', 'Remediate vulnerabilities'][n % 2]} ${n % 10}`,
      recommendationName: `Rule ${n}: machines should have their updates installed and their disks encrypted`,
      resources: many(
        50,
        (at) =>
          `/subscriptions/${PROD.id}/resourcegroups/rg-orders-production-westeurope/providers/microsoft.compute/virtualmachines/vm-orders-production-${n}-${at}`,
      ),
    }),
  ),
});
