import { alertCard, recoveryCard, rollUpCard, staleCard } from '../../src/cards/alert.ts';
import type { AlertData } from '../../src/cards/alert-data.ts';
import type { CardContext, ScoreCause } from '../../src/cards/data.ts';
import { digestCard } from '../../src/cards/digest.ts';
import type { DigestData } from '../../src/cards/digest-data.ts';
import { settingsCard } from '../../src/cards/settings.ts';
import type { OrderRow } from '../../src/cards/settings-data.ts';
import type { DigestRule } from '../../src/core/order.ts';
import { HOSTILE, many } from './card-facts.ts';
import type { Sample } from './card-samples.ts';

const PROD = {
  kind: 'subscription',
  id: '00000000-0000-0000-0000-000000000001',
  name: 'Contoso Prod',
} as const;
const NOW = '2026-11-23T09:00:00Z';
const context: CardContext = {
  ...{ now: NOW, zone: 'Europe/Oslo', portal: 'https://portal.azure.com', page: 1, line: 'settings' },
  ...{ address: ({ name }) => `'${name}'`, private: false, staleAfter: 7_200_000, unstored: false },
};
const cause = (recommendationName: string): ScoreCause => ({
  ...{
    cause: 'turned-unhealthy' as const,
    control: 'c1',
    recommendation: 'r1',
    count: 31,
    delta: -4.9,
    why: null,
  },
  ...{ controlName: 'Apply system updates', recommendationName, type: 'microsoft.compute/virtualmachines' },
  ...{ members: [], actors: [] },
});

const RULE: DigestRule = {
  ...{ kind: 'digest', brief: false },
  schedule: { every: 'week', day: 1, hour: 9, minute: 0, zone: 'Europe/Oslo' },
};
const fix = (name: string, potentialIncrease: number) => ({
  ...{ id: name, name, control: 'c', controlName: 'Control', severity: 'High', effort: null, unhealthy: 3 },
  ...{ potentialIncrease, noGain: null },
});
const digest: DigestData = {
  scope: PROD,
  order: { id: '7F3K', by: 'Ada', next: '2026-11-30T08:00:00Z' },
  rule: RULE,
  ...{ from: '2026-11-16T08:00:00.000Z', to: '2026-11-23T08:00:00.000Z', late: false, preview: false },
  before: { takenAt: '2026-11-16T08:00:00.000Z', percentage: 64.6 },
  after: { takenAt: '2026-11-23T08:00:00.000Z', percentage: 61.4 },
  delta: -3.2,
  why: [cause('System updates should be installed')],
  quiet: false,
  trend: many(12, (n) => ({
    at: new Date(Date.parse(NOW) - (12 - n) * 7 * 86_400_000).toISOString(),
    percentage: 66 - n / 3,
  })),
  target: null,
  rose: [{ scope: { ...PROD, id: 'w', name: 'Web' }, percentage: 70, change: 2 }],
  fell: [
    { scope: PROD, percentage: 61.4, change: -3.2 },
    { scope: { ...PROD, id: 'd', name: 'Data Lake' }, percentage: 50, change: -1.1 },
  ],
  fixes: [fix('MFA should be enabled', 17.2), fix('System updates should be installed', 6.4)],
  problems: {
    unreadable: [{ name: 'Payroll', since: '2026-11-19T08:00:00Z' }],
    withoutScore: 1,
    stale: null,
  },
  asOf: '2026-11-23T08:00:00.000Z',
  notVisible: { subscriptions: 1, managementGroups: 0 },
};
const quiet: DigestData = {
  ...digest,
  delta: 0.02,
  quiet: true,
  before: { ...digest.before, percentage: 61.38 },
};
const hostile: DigestData = {
  ...digest,
  scope: { ...PROD, name: HOSTILE },
  order: { id: '7F3K', by: HOSTILE, next: null },
  late: true,
  why: [cause(HOSTILE)],
  rose: many(3, (n) => ({
    scope: { ...PROD, id: `r${n}`, name: `${HOSTILE}${n}` },
    percentage: 70,
    change: 2,
  })),
  fell: many(3, (n) => ({
    scope: { ...PROD, id: `f${n}`, name: `${HOSTILE}${n}` },
    percentage: 50,
    change: -2,
  })),
  fixes: many(5, (n) => fix(`${HOSTILE}${n}`, 5 - n)),
  problems: {
    unreadable: many(40, (n) => ({ name: `${HOSTILE}${n}`, since: NOW })),
    withoutScore: 200,
    stale: '2026-11-20T08:00:00Z',
  },
};

const facts: AlertData = {
  ...{ alert: '9QWE', order: '7F3K', scope: PROD, control: null, again: false },
  from: { value: 61.4, at: '2026-11-23T08:00:00.000Z' },
  now: { value: 56, at: '2026-11-23T20:05:00.000Z' },
  confirmedBy: ['2026-11-23T12:05:00.000Z', '2026-11-23T20:05:00.000Z'],
  rule: { kind: 'alert', of: 'drop', points: 5 },
  why: [cause('System updates should be installed')],
  acknowledged: null,
  recovered: null,
};
const fallen = (name: string, id: string, value: number): AlertData => ({
  ...facts,
  ...{ alert: id, scope: { ...PROD, id, name }, now: { ...facts.now, value } },
});

const row = (over: Partial<OrderRow>): OrderRow => ({
  ...{ id: '7F3K', kind: 'digest', scope: PROD, text: 'digest …', rule: RULE, state: 'active' },
  ...{
    why: null,
    until: null,
    snoozedBy: null,
    next: '2026-11-30T08:00:00Z',
    lastDelivery: null,
    source: 'typed',
    by: 'Ada',
  },
  ...over,
});
const delivery = (state: 'delivered' | 'dead' | 'waiting', why: string | null) => ({
  ...{ at: '2026-11-23T08:00:03Z', due: '2026-11-23T08:00:00Z', state, why },
  next: state === 'waiting' ? '2026-11-23T08:10:00Z' : null,
});
const QUIET = { from: { hour: 22, minute: 0 }, to: { hour: 7, minute: 0 }, zone: 'Europe/Oslo' };
const settings = (orders: readonly OrderRow[], timezone: string | null = 'Europe/Oslo') =>
  settingsCard(
    { conversation: 'slack:T1/C1', timezone, quiet: timezone === null ? null : QUIET, orders },
    { control: () => HOSTILE },
    context,
  );

const card = (name: Sample['name'], of: string, made: Sample['card']): Sample => ({
  name,
  case: of,
  card: made,
});

/** What Scoreline says without being asked, in ordinary, small and worst cases. */
export const ORDERS: readonly Sample[] = [
  card('digest', 'ordinary', digestCard(digest, context)),
  card('digest', 'quiet', digestCard(quiet, context)),
  card(
    'digest',
    'brief',
    digestCard({ ...digest, rule: { ...RULE, brief: true }, trend: [], fixes: [] }, context),
  ),
  card('digest', 'worst', digestCard(hostile, context)),
  card('alert', 'ordinary', alertCard(facts, context)),
  card('alert', 'again', alertCard({ ...facts, again: true, why: [] }, context)),
  card(
    'alert',
    'below',
    alertCard({ ...facts, rule: { kind: 'alert', of: 'below', percentage: 60 } }, context),
  ),
  card(
    'alert',
    'acknowledged',
    alertCard({ ...facts, acknowledged: { by: 'Ada', at: '2026-11-23T20:10:00Z' } }, context),
  ),
  card(
    'alert',
    'recovered',
    alertCard({ ...facts, recovered: { value: 61, at: '2026-11-24T10:05:00Z', hours: 14 } }, context),
  ),
  card(
    'alert',
    'worst',
    alertCard(
      {
        ...facts,
        scope: { ...PROD, name: HOSTILE },
        control: { id: 'c', name: HOSTILE },
        why: [cause(HOSTILE)],
      },
      context,
    ),
  ),
  card('recovery', 'ordinary', recoveryCard({ ...facts, now: { value: 61, at: NOW }, hours: 14 })),
  card('recovery', 'worst', recoveryCard({ ...facts, scope: { ...PROD, name: HOSTILE }, hours: 300 })),
  card(
    'roll-up',
    'ordinary',
    rollUpCard(
      {
        ...{ at: facts.now.at, held: false, recovered: ['s1'] },
        alerts: many(6, (n) => fallen(`Shop ${n}`, `s${n}`, 50 - n)),
        common: { count: 5, words: cause('X') },
      },
      context,
    ),
  ),
  card(
    'roll-up',
    'worst',
    rollUpCard(
      {
        at: facts.now.at,
        held: true,
        recovered: [],
        alerts: many(300, (n) => fallen(HOSTILE, `id-${n}`, 10)),
        common: null,
      },
      context,
    ),
  ),
  card(
    'roll-up',
    'after quiet hours',
    rollUpCard(
      {
        at: facts.now.at,
        held: true,
        recovered: [],
        alerts: many(2, (n) => fallen(`Shop ${n}`, `s${n}`, 50 - n)),
        common: null,
      },
      context,
    ),
  ),
  card('stale', 'silent', staleCard({ since: facts.from.at, over: false, hours: 7 }, context)),
  card('stale', 'over', staleCard({ since: facts.from.at, over: true, hours: 60 }, context)),
  card('settings', 'empty', settings([], null)),
  card(
    'settings',
    'ordinary',
    settings([
      row({
        state: 'paused',
        why: 'The channel is archived: unarchive it.',
        lastDelivery: delivery('dead', 'is_archived'),
      }),
      row({
        id: '1ABC',
        state: 'snoozed',
        until: '2026-11-25T08:00:00Z',
        snoozedBy: 'Ada',
        lastDelivery: delivery('delivered', null),
      }),
      row({
        id: '2ABC',
        kind: 'alert',
        rule: facts.rule,
        next: null,
        lastDelivery: delivery('waiting', 'Slack is slow.'),
      }),
      row({ id: '3ABC', state: 'waiting', why: 'Nothing is called that yet.', source: 'file', next: null }),
      row({ id: '4ABC', rule: { ...RULE, schedule: { ...RULE.schedule, zone: 'Asia/Tokyo' } } }),
    ]),
  ),
  card(
    'settings',
    'worst',
    settings(
      many(50, (n) =>
        row({
          ...{ id: `${1000 + n}`, state: 'paused', why: HOSTILE.repeat(20), by: HOSTILE },
          ...{
            kind: 'alert',
            scope: { ...PROD, name: HOSTILE },
            lastDelivery: delivery('dead', HOSTILE.repeat(20)),
          },
          rule: { kind: 'alert', of: 'control', control: 'c', points: 5 },
        }),
      ),
    ),
  ),
];
