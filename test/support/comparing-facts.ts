import type { CompareData } from '../../src/cards/compare-data.ts';
import type { ScoreData } from '../../src/cards/data.ts';
import type { MoversData } from '../../src/cards/movers-data.ts';
import type { Mover } from '../../src/core/movers.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import {
  AWS,
  asOf,
  CONTROLS,
  guid,
  LONG,
  many,
  NOTHING_HIDDEN,
  PLATFORM,
  PROD,
  SUBSCRIPTIONS,
  score,
  subscription,
  unscored,
  WORST,
} from './card-facts.ts';

const SINCE = '2026-11-16T08:00:00.000Z';
const scopeOf = (n: number, name: string): Scope => ({ kind: 'subscription', id: guid(n), name });
export const DEV = scopeOf(8, 'Contoso Dev');
const PAYMENTS: Scope = { kind: 'connector', id: AWS, name: 'AWS payments' };
const mover = (scope: Scope, percentage: number, change: number): Mover => ({ scope, percentage, change });

export const movers = (over: Partial<MoversData> = {}): MoversData => ({
  scope: ALL,
  ...{
    since: SINCE,
    until: asOf,
    asked: { from: '2026-11-16T17:05:00.000Z', to: '2026-11-23T17:05:00.000Z', words: '7d' },
  },
  rose: [mover(scopeOf(6, 'Web'), 71.9, 2.04), mover(PAYMENTS, 57.1, 0.41), mover(DEV, 49.1, 0.03)],
  fell: [
    mover(PROD, 61.3793, -3.1842),
    mover(scopeOf(7, 'Web'), 88, -2.04),
    mover(scopeOf(4, 'Sandbox'), 38.2, -0.4),
  ],
  ...{ unmoved: 31, appeared: [scopeOf(21, 'Landing Zone 9')], unreadable: [scopeOf(5, 'Data Lake')] },
  ...{ unscored: 2, left: 1, asOf, notVisible: { subscriptions: 1, managementGroups: 0 } },
  ...over,
});

const NOBODY = { rose: [], fell: [], appeared: [], unreadable: [], unscored: 0, left: 0 };
/** A short history in which nothing moved. */
export const QUIET_MOVERS = movers({
  ...{ ...NOBODY, scope: PLATFORM, since: '2026-11-20T08:00:00.000Z', notVisible: NOTHING_HIDDEN },
});
export const ONE_MOVER = movers({
  ...NOBODY,
  fell: [mover(PROD, 61.3793, -3.1842)],
  since: '2026-11-01T08:00:00.000Z',
  until: SINCE,
});
export const NO_MOVERS = movers({ ...NOBODY, since: null, unmoved: 0, notVisible: NOTHING_HIDDEN });

const hostile = (n: number): Scope => ({
  kind: n % 2 ? 'subscription' : 'connector',
  ...{ id: n % 2 ? guid(n) : `${AWS}${n}`, name: LONG },
});
export const WORST_MOVERS = movers({
  scope: WORST.scope,
  rose: many(150, (n) => mover(hostile(n), 99.99, 88.8 + n / 100)),
  fell: many(150, (n) => mover(hostile(150 + n), 5.5, -(88.8 + n / 100))),
  ...{ unmoved: 12_345, appeared: many(300, hostile), unreadable: many(300, hostile) },
  ...{ unscored: 1234, left: 1234, notVisible: WORST.notVisible, asOf: WORST.asOf, until: WORST.asOf },
  since: '2024-11-20T14:05:00.000Z',
});

const ours = new Map(CONTROLS.map((control) => [control.id, control]));
const shares = CONTROLS.map(({ id, name, current, max, healthy, unhealthy }, n) => {
  const left = current !== null && max > 0 && healthy + unhealthy > 0 ? (100 * current) / max : null;
  return { id, name, left, right: n === 3 ? null : left === null ? null : Math.min(100, (left * 7 + n) / 5) };
}).toSorted((a, b) => distance(b) - distance(a));

function distance({ left, right }: CompareData['controls'][number]): number {
  if (left !== null && right !== null) return Math.abs(left - right);
  return left === null && right === null ? -2 : -1;
}

const dev = (over: Partial<ScoreData> = {}): ScoreData =>
  score({
    ...{ scope: DEV, percentage: 49.0909, current: 27, max: 55 },
    subscriptions: [subscription(8, DEV.name, 49.0909)],
    controls: [...ours.values()],
    changes: [
      { since: '2026-11-22T14:05:00.000Z', points: 0, percentage: 0 },
      { since: SINCE, points: 0.6, percentage: 1.1 },
    ],
    ...over,
  });

export const comparison = (over: Partial<CompareData> = {}): CompareData => ({
  scopes: [score(), dev()],
  controls: shares,
  ...over,
});

/** A subscription with everything, both called alike and level. */
export const INSIDE = comparison({
  scopes: [
    score({ scope: { ...PROD, name: 'Platform' } }),
    score({ scope: PLATFORM, subscriptions: SUBSCRIPTIONS, changes: [] }),
  ],
});
export const UNKNOWN_COMPARISON = comparison({
  scopes: [score({ scope: ALL, subscriptions: SUBSCRIPTIONS }), { ...unscored('no-score'), scope: DEV }],
  controls: [],
});
export const WORST_COMPARISON: CompareData = {
  scopes: [WORST, { ...WORST, scope: { ...WORST.scope, id: 'mg-other' }, percentage: 0.01 }],
  controls: many(60, (n) => ({
    ...{ id: guid(n), name: `${n} ${LONG}` },
    ...{ left: n % 7 ? 100 : null, right: n % 5 ? 0.04 : null },
  })),
};
