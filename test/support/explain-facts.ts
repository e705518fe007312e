import type { Contributed, ExplainData } from '../../src/cards/data.ts';
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
  count: 12,
  delta: -2.0834,
  why: null,
  controlName: 'Encrypt data in transit',
  recommendationName: 'Secure transfer to storage accounts should be enabled',
  type: 'microsoft.storage/storageaccounts',
  ...over,
});

const machines = (count: number) =>
  many(count, (n) => `/subscriptions/1/providers/microsoft.compute/virtualmachines/vm-orders-${n}`);

const CONTRIBUTIONS: readonly Contributed[] = [
  contributed(),
  contributed({
    ...{ cause: 'turned-unhealthy', resources: machines(4), count: 4, delta: -1.2921 },
    ...{ controlName: 'Apply system updates', recommendationName: 'Machines should be updated' },
    type: 'microsoft.compute/virtualmachines',
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
        },
        ...{ controlName: 'Secure management ports', recommendationName: 'Close ports', type: null },
      },
    ],
    asked: { from: weekBefore, to: asOf },
    state: 'ok',
    asOf,
    frozen: [],
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
      }),
    ),
  ).flat(),
  frozen: many(9, () => ({ name: HOSTILE, since: weekBefore })),
  notVisible: { subscriptions: 1234, managementGroups: 56 },
});
