import type { TrendData } from '../../src/cards/data.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import type { TrendPoint } from '../../src/core/trend.ts';

const HOUR = 3_600_000;
const LAST = Date.parse('2026-11-23T14:05:00.000Z');
const PROD: Scope = {
  kind: 'subscription',
  id: '20ff7fc3-e762-44dd-bd96-000000000001',
  name: 'Contoso Prod',
};

/** Points that end at the usual moment, so many hours apart, along a curve that neither repeats nor leaves 0 to 100. */
export function trendPoints(count: number, hours: number, end = LAST): TrendPoint[] {
  return Array.from({ length: count }, (_, n) => {
    const back = count - 1 - n;
    const percentage = 61.379 + 4 * Math.sin(back / 6) - Math.min(3, back / 40);
    const at = new Date(end - back * hours * HOUR).toISOString();
    return { at, percentage, current: (58 * percentage) / 100, max: 58, imported: false };
  });
}

const EVENTS = [
  { at: '2026-06-30', what: 'more than 200 AWS and GCP recommendations began to count' },
  { at: '2026-10-27', what: 'new Azure subscriptions begin without a score' },
];
const before = (hours: number) => new Date(LAST - hours * HOUR).toISOString();

export const trendData = (over: Partial<TrendData> = {}): TrendData => ({
  scope: PROD,
  from: before(30 * 24 - 3),
  to: before(-3),
  asOf: before(0),
  state: 'ok',
  points: trendPoints(31, 24),
  events: [],
  target: null,
  notVisible: { subscriptions: 0, managementGroups: 0 },
  ...over,
});

export const EMPTY_TREND = trendData({ state: 'no-score', points: trendPoints(5, 24).map(unknown) });

/** Snapshots stopped for twelve days, and a day without a score. */
export const GAP_TREND = trendData({
  points: trendPoints(31, 24).flatMap((point, n) =>
    n > 8 && n < 20 ? [] : [n === 26 ? unknown(point) : point],
  ),
});

export const WIDE_TREND = trendData({
  scope: { ...ALL },
  from: before(365 * 24),
  points: trendPoints(220, 24),
  events: EVENTS,
  notVisible: { subscriptions: 2, managementGroups: 1 },
});

/** Two years, every eight hours of some days, with dozens of gaps. */
export const worstTrend = (scope: Scope): TrendData =>
  trendData({
    scope,
    from: before(730 * 24),
    asOf: '2025-11-20T14:05:00.000Z',
    points: trendPoints(730, 8, Date.parse('2025-11-20T14:05:00.000Z')).filter((_, n) => n % 20 < 12),
    notVisible: { subscriptions: 1234, managementGroups: 56 },
  });

function unknown(point: TrendPoint): TrendPoint {
  return { ...point, percentage: null, current: null, max: null };
}
