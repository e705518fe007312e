import type {
  CardContext,
  ControlRecommendation,
  FixRow,
  HelpCommand,
  NamedControl,
  ScoreCause,
  ScoreData,
  StatusData,
  SubscriptionRow,
} from '../../src/cards/data.ts';
import { quoteName } from '../../src/core/quote.ts';
import type { Scope } from '../../src/core/scope.ts';
import { trendPoints, worstTrend } from './trend-facts.ts';

export const context = (over: Partial<CardContext> = {}): CardContext => ({
  now: '2026-11-23T17:05:00.000Z',
  zone: 'Europe/Oslo',
  portal: 'https://portal.azure.com',
  page: 1,
  line: "score 'Contoso Prod'",
  address: ({ kind, name, id }) => (kind === 'all' ? '' : quoteName(name, id)),
  private: false,
  staleAfter: 2 * 6 * 3_600_000,
  unstored: false,
  ...over,
});

export const guid = (n: number) => `20ff7fc3-e762-44dd-bd96-${String(n).padStart(12, '0')}`;
export const PROD: Scope = { kind: 'subscription', id: guid(1), name: 'Contoso Prod' };
export const PLATFORM: Scope = { kind: 'management-group', id: 'mg-platform', name: 'Platform' };
export const NOTHING_HIDDEN = { subscriptions: 0, managementGroups: 0 };
export const asOf = '2026-11-23T14:05:00.000Z';

/** Everything that a name can try, and far too much of it. */
export const HOSTILE =
  '<!channel> <at>All</at> *bold* _it_ ~no~ `code` [x](javascript:alert(1)) {{DATE(2026-11-23T00:00:00Z, SHORT)}} $' +
  '{name} | @everyone\n# <https://evil.example|click> \u202Egnp.exe مشروع :boom: &lt; 👩‍👩‍👧‍👦 "quoted" \'too\' end';
/** One letter to the eye, eleven to a program. */
export const FAMILY = '👩‍👩‍👧‍👦';
const FRONT = `<!channel> *b* | @everyone ${FAMILY}${FAMILY}`;
const MIDDLE =
  '[x](javascript:a) {{TIME(x)}} $' + '{name} "q" \'q\'\n# `c` _i_ <https://e.example|c> :boom: &lt;';
const BACK = `${FAMILY}${FAMILY} \u202Eمشروع שלום @here <at>All</at>`;
/** 200 characters with all of those marks, and letters that must stay whole where 60 and 100 characters are cut. */
export const LONG = `${FRONT}${MIDDLE.padEnd(200 - FRONT.length - BACK.length, 'x')}${BACK}`;

export const control = (
  n: number,
  name: string,
  current: number,
  max: number,
  h: number,
  u: number,
): NamedControl => ({
  id: `34a42fb3-e6db-409c-b56b-${String(n).padStart(12, '0')}`,
  name,
  current,
  max,
  healthy: h,
  unhealthy: u,
  notApplicable: n % 3,
  potentialIncrease: h + u === 0 ? 0 : (100 * max * u) / (h + u) / 58,
});

export const CONTROLS: readonly NamedControl[] = [
  control(1, 'Enable MFA', 0, 10, 0, 3),
  control(2, 'Apply system updates', 2.31, 6, 11, 18),
  control(3, 'Secure management ports', 5, 8, 10, 6),
  control(4, 'Remediate vulnerabilities', 4.5, 6, 21, 7),
  control(5, 'Encrypt data in transit', 2.4, 4, 18, 12),
  control(6, 'Manage access and permissions', 3.2, 4, 16, 4),
  control(7, 'Enable encryption at rest', 4, 4, 25, 0),
  control(8, 'Restrict unauthorized network access', 3.9, 4, 39, 1),
  control(9, 'Enable auditing and logging', 1, 1, 9, 0),
  control(10, 'Protect applications against DDoS attacks', 0, 2, 0, 0),
  control(11, 'Enable enhanced security features', 0, 0, 1, 6),
  control(12, 'Implement security best practices', 0, 0, 40, 12),
].sort((a, b) => b.potentialIncrease - a.potentialIncrease || b.max - a.max);

export const named = (name: string) => CONTROLS.find((one) => one.name === name);

export const subscription = (
  n: number,
  name: string,
  percentage: number | null,
  over: Partial<SubscriptionRow> = {},
) => ({
  id: guid(n),
  name,
  percentage,
  current: percentage === null ? null : (percentage * 58) / 100,
  max: percentage === null ? null : 58,
  weight: percentage === null ? null : 12,
  state: 'ok' as const,
  change: percentage === null ? null : n % 3 === 0 ? 0 : n % 3 === 1 ? -3.2 : 1.1,
  ...over,
});

export const AWS = `/subscriptions/${guid(1)}/resourcegroups/rg-multicloud/providers/microsoft.security/securityconnectors/aws-544047870946`;
export const SUBSCRIPTIONS: readonly SubscriptionRow[] = [
  subscription(4, 'Sandbox', 38.2),
  subscription(5, 'Data Lake', 52.6, { state: 'not-visible' }),
  subscription(2, 'AWS payments', 57.1, { id: AWS }),
  subscription(1, 'Contoso Prod', 61.379),
  subscription(6, 'Web', 71.9),
  subscription(7, 'Web', 88),
  subscription(8, 'Contoso Dev', null, { state: 'no-score' }),
  subscription(9, 'Empty', null, { state: 'nothing-assessed' }),
  subscription(10, 'Old Lab', null, { state: 'disabled' }),
];

export const CHANGES = [
  { since: '2026-11-22T14:05:00.000Z', points: -0.2, percentage: -0.4 },
  { since: '2026-11-16T08:00:00.000Z', points: -1.9, percentage: -3.2 },
  { since: '2026-10-24T06:00:00.000Z', points: 0.6, percentage: 1.1 },
];

export const WHY: readonly ScoreCause[] = [
  {
    ...{
      cause: 'resource-added',
      control: 'encrypt',
      recommendation: 'secure-transfer',
      count: 12,
      why: null,
    },
    ...{ delta: -2.0834, controlName: 'Encrypt data in transit', type: 'microsoft.storage/storageaccounts' },
    actors: [],
    recommendationName: 'Secure transfer to storage accounts should be enabled',
    members: [],
  },
  {
    ...{ cause: 'turned-unhealthy', control: 'updates', recommendation: 'updates', count: 4, why: null },
    ...{ delta: -1.2921, controlName: 'Apply system updates', type: 'microsoft.compute/virtualmachines' },
    actors: [],
    recommendationName: 'Machines should be updated',
    members: [],
  },
];

export const score = (over: Partial<ScoreData> = {}): ScoreData => ({
  scope: PROD,
  percentage: 61.3793,
  current: 35.6,
  max: 58,
  asOf,
  changes: CHANGES,
  controls: CONTROLS,
  subscriptions: SUBSCRIPTIONS.filter(({ id }) => id === PROD.id),
  notVisible: NOTHING_HIDDEN,
  trend: trendPoints(31, 24),
  events: [],
  why: WHY,
  target: null,
  live: false,
  ...over,
});

export const UNSCORED = {
  percentage: null,
  current: null,
  max: null,
  changes: [],
  controls: [],
  trend: [],
  why: null,
};
export const unscored = (state: SubscriptionRow['state']): ScoreData =>
  score({ ...UNSCORED, subscriptions: [subscription(1, PROD.name, null, { state })] });

export const many = <T>(count: number, of: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => of(n));
export const WORST = score({
  scope: { ...PLATFORM, name: LONG },
  subscriptions: many(300, (n) => subscription(n, LONG, n / 3, { id: n % 2 ? guid(n) : `${AWS}${n}` })),
  controls: many(60, (n) => control(n, `${n} ${LONG}`, 0.5, 10, 1234, 56_789)),
  notVisible: { subscriptions: 1234, managementGroups: 56 },
  asOf: '2025-11-20T14:05:00.000Z',
  trend: worstTrend(PLATFORM).points,
  events: many(4, (n) => ({
    at: `2025-11-0${n + 1}`,
    what: 'recommendations that nobody had counted before began to count, in words as long as ours ever are',
  })),
  why: WHY.map((one) => ({ ...one, recommendationName: LONG, type: HOSTILE, count: 123_456_789 })),
});

export const recommendation = (
  n: number,
  name: string,
  unhealthy: number,
  gain: number,
): ControlRecommendation => ({
  id: `dbfc99e3-e648-4c3b-bd32-${String(n).padStart(12, '0')}`,
  name,
  severity: ['High', 'Medium', 'Low', null][n % 4] ?? null,
  healthy: 20 - n,
  unhealthy,
  notApplicable: n,
  potentialIncrease: gain,
  noGain: gain > 0 ? null : unhealthy === 0 ? 'healthy' : 'others-too',
});
export const RECOMMENDATIONS: readonly ControlRecommendation[] = [
  recommendation(0, 'Accounts with owner permissions on Azure resources should be MFA enabled', 2, 11.4),
  recommendation(1, 'Accounts with write permissions on Azure resources should be MFA enabled', 1, 5.8),
  recommendation(2, 'Accounts with read permissions on Azure resources should be MFA enabled', 1, 0),
  recommendation(3, 'MFA should be enabled on guest accounts', 0, 0),
];

export const fixRow = (
  n: number,
  name: string,
  of: NamedControl | undefined,
  unhealthy: number,
  gain: number,
): FixRow => ({
  ...recommendation(n, name, unhealthy, gain),
  control: of?.id ?? '',
  controlName: of?.name ?? '',
  effort: ['Low', 'Moderate', null][n % 3] ?? null,
});
export const FIXES: readonly FixRow[] = [
  fixRow(
    0,
    'Accounts with owner permissions on Azure resources should be MFA enabled',
    named('Enable MFA'),
    2,
    11.4,
  ),
  fixRow(
    1,
    'Machines should be configured to periodically check for missing system updates',
    named('Apply system updates'),
    18,
    6.4,
  ),
  fixRow(
    2,
    'Management ports of virtual machines should be protected with just-in-time access',
    named('Secure management ports'),
    6,
    5.2,
  ),
  fixRow(
    3,
    'Secure transfer to storage accounts should be enabled',
    named('Encrypt data in transit'),
    12,
    2.76,
  ),
  fixRow(
    4,
    'Subnets should be associated with a network security group',
    named('Restrict unauthorized network access'),
    1,
    0.17,
  ),
  fixRow(
    5,
    'Accounts with read permissions on Azure resources should be MFA enabled',
    named('Enable MFA'),
    1,
    0,
  ),
];

export const command = (
  name: string,
  group: HelpCommand['group'],
  summary: string,
  example: string,
): HelpCommand => ({
  name,
  group,
  summary,
  forms: [`${name} [<scope>]`, `${name} for subscription <name>`],
  examples: [example, `${example} page 2`],
});
export const COMMANDS: readonly HelpCommand[] = [
  command('score', 'ask', 'the score, how it moved and what to fix first', "score 'Contoso Prod'"),
  command('controls', 'ask', 'every control, with what fixing it would give', "controls 'Contoso Prod'"),
  command('control', 'ask', 'one control and its recommendations', "control 'Enable MFA' 'Contoso Prod'"),
  command('fix', 'understand', 'what to fix first, by what it gains', "fix 'Contoso Prod'"),
  command('access', 'manage', 'who may ask about what', 'access'),
];

export const GRANTS = many(12, (n) => ({
  conversation: n % 2 ? `teams:19:channel${n}@thread.tacv2` : `slack:T024BE7LH/C0${n}`,
  scope: n % 3 ? PROD : PLATFORM,
  by: 'teams:6f9619ff-8b86-d011-b42d-00c04fc964ff',
  at: '2026-11-02T09:30:00.000Z',
}));

export const STATUS: StatusData = {
  version: '1.2.0',
  node: '24.9.0',
  database: { engine: 'SQLite 3.50.4', bytes: 12_400_000 },
  platforms: ['teams', 'slack'],
  snapshot: { takenAt: asOf, seconds: 12.3, requests: 241, assessments: 209_874, changes: 749 },
  unreadable: [],
  unreadableElsewhere: 0,
  deliveries: [],
  rejected: [],
  failed: null,
  next: '2026-11-23T18:05:00.000Z',
};

/** Of a wider scope: assessed only where there is no score. */
export const UNSCORED_CONTROL: NamedControl = {
  ...control(3, 'Secure management ports', 0, 8, 2, 3),
  ...{ current: null, potentialIncrease: 0 },
};
