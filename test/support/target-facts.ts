import type { FixToReachData } from '../../src/cards/fix-to-reach-data.ts';
import type { TargetRow } from '../../src/cards/target-data.ts';
import { ALL } from '../../src/core/scope.ts';
import { asOf, FIXES, fixRow, LONG, many, NOTHING_HIDDEN, PROD, SUBSCRIPTIONS, WORST } from './card-facts.ts';

const standing = (percentage: number) => ({ percentage, current: (58 * percentage) / 100, max: 58 });
const UNKNOWN = { percentage: null, current: null, max: null };

const steps = (gains: readonly number[], from: number): FixToReachData['steps'] =>
  gains.flatMap((gain, n) => {
    const row = FIXES[n];
    const percentage = from + gains.slice(0, n + 1).reduce((sum, one) => sum + one, 0);
    return row === undefined ? [] : [{ ...row, gain, percentage }];
  });

export const fixToReach = (over: Partial<FixToReachData> = {}): FixToReachData => ({
  ...{ scope: PROD, asOf, state: 'ok', target: 80, outcome: 'reached' },
  ...{ before: standing(61.3793), after: standing(81.6393), most: 96.2 },
  ...{ steps: steps([11.4, 6.4, 2.46], 61.3793), smallest: true, fewest: 3, resources: 24 },
  notVisible: NOTHING_HIDDEN,
  ...over,
});

const NO_STEPS = { after: UNKNOWN, steps: [], smallest: null, fewest: null, resources: null } as const;

/** A pair of which the first gains nothing by itself, and a set that was not proven to be the smallest. */
export const SMALL_SET = fixToReach({
  ...{ target: 82.5, after: standing(82.6), smallest: false, fewest: 4 },
  steps: steps([11.4, 0, 4.06, 2.9, 2.86], 61.3793),
});
export const OUT_OF_REACH = fixToReach({ ...NO_STEPS, target: 95, outcome: 'short', most: 91.2 });
export const THERE_ALREADY = fixToReach({
  ...NO_STEPS,
  ...{ scope: ALL, target: 60, outcome: 'already', most: null },
});
export const UNSCORED_REACH = fixToReach({
  ...NO_STEPS,
  ...{ state: 'no-score', outcome: 'unknown', before: UNKNOWN, most: null },
});
export const WORST_REACH = fixToReach({
  ...{ scope: { ...PROD, name: LONG }, asOf: WORST.asOf, notVisible: WORST.notVisible, target: 99.99 },
  ...{ smallest: false, fewest: 290, resources: 1_234_567 },
  steps: many(300, (n) => ({
    ...fixRow(n, LONG, WORST.controls[0], 56_789, 0.01),
    gain: 0.01,
    percentage: 61.4 + n / 10,
  })),
});

export const targetRow = (over: Partial<TargetRow> = {}): TargetRow => ({
  ...{ scope: PROD, percent: 80, day: '2027-03-31', zone: 'Europe/Oslo', start: 58.2 },
  ...{ by: 'slack:T1/UADA', at: '2026-10-01T09:00:00.000Z', due: '2027-03-31T22:00:00.000Z' },
  ...{ percentage: 61.3793, missing: 18.6207, done: 0.1459, pace: 0.02, neededPace: 0.145, state: 'behind' },
  forecast: { kind: 'range', low: 58.1, expected: 64.2, high: 70.3, pace: 0.02, days: 128 },
  ...over,
});

const NOTHING_AHEAD = { pace: null, neededPace: null, forecast: null };
const cannotSay = (why: 'short' | 'gaps' | 'too-far' | 'vague', pace: number | null) =>
  ({ kind: 'cannot-say', why, pace, days: 34 }) as const;
const scopeAt = (n: number) => {
  const { id = '', name = '' } = SUBSCRIPTIONS[n] ?? {};
  return { kind: 'subscription', id, name } as const;
};

/** Each state that a target can be in. */
export const TARGET_ROWS: readonly TargetRow[] = [
  targetRow(),
  targetRow({
    ...{ scope: ALL, percent: 62.5, day: '2026-12-31', missing: 1.1, done: null, state: 'ahead' },
    forecast: { kind: 'range', low: 62.9, expected: 62.9, high: 62.9, pace: 0.1, days: 90 },
  }),
  targetRow({ scope: scopeAt(0), state: 'open', forecast: cannotSay('short', null), pace: null, done: 0 }),
  targetRow({ scope: scopeAt(1), state: 'behind', forecast: cannotSay('too-far', 0), start: 61.38 }),
  targetRow({ scope: scopeAt(2), state: 'ahead', forecast: cannotSay('vague', 0.3), missing: 0.04 }),
  targetRow({ scope: scopeAt(4), ...NOTHING_AHEAD, state: 'reached', missing: 0, done: 1, percentage: 81.2 }),
  targetRow({ scope: scopeAt(5), ...NOTHING_AHEAD, state: 'missed', day: '2026-06-30', done: 0.3 }),
  targetRow({
    scope: scopeAt(6),
    ...NOTHING_AHEAD,
    state: 'unknown',
    percentage: null,
    missing: null,
    done: null,
  }),
];

export const WORST_TARGETS = many(20, (n) =>
  targetRow({
    scope: { ...PROD, name: LONG, id: `${PROD.id}${n}` },
    by: LONG,
    day: '2035-12-31',
    percent: 99.99,
  }),
);
