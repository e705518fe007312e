import { alertTestCard } from '../../src/cards/alert-test.ts';
import type { AlertTestData, WouldAlert } from '../../src/cards/alert-test-data.ts';
import { asOf, context, LONG, many, NOTHING_HIDDEN, PROD, WORST } from './card-facts.ts';
import type { Sample } from './card-samples.ts';

const alert = (over: Partial<WouldAlert> = {}): WouldAlert => ({
  at: '2026-10-13T06:00:00.000Z',
  from: { value: 66.31, at: '2026-10-03T06:00:00.000Z' },
  ...{ value: 60.2, again: false, recovered: '2026-10-16T06:00:00.000Z' },
  ...over,
});

const alertTest = (over: Partial<AlertTestData> = {}): AlertTestData => ({
  scope: PROD,
  rule: { kind: 'alert', of: 'drop', points: 5 },
  control: null,
  ...{ from: '2026-08-25T06:00:00.000Z', to: asOf, days: 90, snapshots: 91 },
  alerts: [
    alert(),
    alert({ at: '2026-11-10T06:00:00.000Z', value: 58.4, recovered: null }),
    alert({ at: '2026-11-19T06:00:00.000Z', value: 51.9, again: true, recovered: null }),
  ],
  ...{ asOf, notVisible: NOTHING_HIDDEN },
  ...over,
});

const line = (words: string, over = {}) => context({ line: words, ...over });
const quoted = `'${LONG.replaceAll("'", '')}'`;

/** Rules tried on stored history, in their ordinary, empty and worst cases. */
export const ALERTS: readonly Sample[] = [
  { name: 'alert-test', case: 'ordinary', card: alertTestCard(alertTest(), line('alert test drop 5')) },
  {
    ...{ name: 'alert-test', case: 'none' },
    card: alertTestCard(
      alertTest({
        ...{ rule: { kind: 'alert', of: 'below', percentage: 62.5 }, alerts: [] },
        from: '2026-11-01T06:00:00.000Z',
      }),
      line('alert test below 62.5', { zone: null, private: true }),
    ),
  },
  {
    ...{ name: 'alert-test', case: 'empty' },
    card: alertTestCard(alertTest({ from: null, to: null, snapshots: 0, alerts: [] }), line('alert test')),
  },
  {
    ...{ name: 'alert-test', case: 'worst' },
    card: alertTestCard(
      alertTest({
        ...{ scope: WORST.scope, asOf: WORST.asOf, notVisible: WORST.notVisible },
        alerts: many(90, (n) =>
          alert({ again: n % 2 === 0, value: 0.04, from: { value: 100, at: WORST.asOf } }),
        ),
      }),
      line(`alert test ${WORST.scope.id}`, { private: true, page: 2, address: () => quoted }),
    ),
  },
];
