import type { Season } from './calendar.ts';
import type { Place } from './estate.ts';
import incidents from './incidents.json' with { type: 'json' };
import type { ResourceKind } from './resources.ts';

/** Something that holds for a part of every year. Subscriptions, recommendations by name, controls by key. */
export type Effect = { name: string; season: Season } & Change;

type Change =
  /** Healthy resources are unhealthy. */
  | { kind: 'turned'; subscription: string; recommendation: string; count: number }
  /** Resources exist; each is unhealthy for `unhealthy` and healthy for all of `healthy`. */
  | {
      kind: 'added';
      subscription: string;
      resources: { kind: ResourceKind; workload: string; count: number };
      unhealthy: string;
      healthy: readonly string[];
    }
  /** Unhealthy resources are exempt; mitigated ones count as healthy in Azure's controls, waived ones not at all. */
  | { kind: 'exempted'; subscription: string; recommendation: string; count: number; mitigated: boolean }
  /** The policy behind a recommendation is off. */
  | { kind: 'switched-off'; subscription: string; recommendation: string }
  /** A recommendation is in the catalogue, for a share of its resources unhealthy. */
  | { kind: 'published'; recommendation: string; unhealthy: number }
  /** A recommendation is out of preview. */
  | { kind: 'released'; recommendation: string }
  | { kind: 'maximum'; subscription: string; control: string; max: number }
  | { kind: 'present'; subscription: string }
  | { kind: 'weight'; subscription: string; weight: number }
  | { kind: 'moved'; subscription: string; to: Place };

const SECURE_TRANSFER = 'Secure transfer to storage accounts should be enabled';
const NETWORK_RULES = 'Storage accounts should restrict network access using virtual network rules';
const UPDATES = 'System updates should be installed on your machines (powered by Azure Update Manager)';
const JUST_IN_TIME =
  'Management ports of virtual machines should be protected with just-in-time network access control';
const EDR = 'EDR solution should be installed on Virtual Machines';
const DDOS = 'Azure DDoS Protection Standard should be enabled';

/**
 * The incidents of `incidents.json` are where these begin and end; a move is none, since the whole does not move.
 * An incident's `count` is of the resources that its contribution names; where it names none (a maximum, a weight, a
 * subscription), of the subscriptions concerned.
 */
export const EFFECTS: readonly Effect[] = [
  dated('missed-updates', {
    kind: 'turned',
    subscription: 'Contoso Prod',
    recommendation: UPDATES,
    count: 13,
  }),
  dated('open-ports', {
    kind: 'turned',
    subscription: 'Contoso Prod',
    recommendation: JUST_IN_TIME,
    count: 11,
  }),
  dated('campaign-storage', {
    kind: 'added',
    subscription: 'Contoso Prod',
    resources: { kind: 'storage', workload: 'campaign', count: 24 },
    unhealthy: SECURE_TRANSFER,
    healthy: [],
  }),
  dated('load-test', {
    kind: 'added',
    subscription: 'Contoso Dev',
    resources: { kind: 'vm', workload: 'loadtest', count: 9 },
    unhealthy: JUST_IN_TIME,
    healthy: [EDR],
  }),
  dated('database-assessment', {
    kind: 'turned',
    subscription: 'Contoso Prod',
    recommendation: 'SQL servers should have vulnerability assessment configured',
    count: 4,
  }),
  dated('plain-http', {
    kind: 'turned',
    subscription: 'Web Shop',
    recommendation: 'Web Application should only be accessible over HTTPS',
    count: 9,
  }),
  dated('contractor-without-mfa', {
    kind: 'turned',
    subscription: 'Web Shop',
    recommendation: 'MFA should be enabled on accounts with write permissions on Azure resources',
    count: 1,
  }),
  dated('encryption-policy-off', {
    kind: 'switched-off',
    subscription: 'Data Lake',
    recommendation: 'Transparent Data Encryption on SQL databases should be enabled',
  }),
  dated('shop-waiver', {
    kind: 'exempted',
    subscription: 'Web Shop',
    recommendation: NETWORK_RULES,
    count: 7,
    mitigated: false,
  }),
  dated('other-edr', {
    kind: 'exempted',
    subscription: 'Contoso Dev',
    recommendation: EDR,
    count: 8,
    mitigated: true,
  }),
  dated('key-vault-roles', {
    kind: 'published',
    recommendation: 'Role-Based Access Control permission model should be used on Azure Key Vault',
    unhealthy: 0.6,
  }),
  dated('public-buckets', {
    kind: 'released',
    recommendation: 'S3 Block Public Access setting should be enabled at the bucket level',
  }),
  dated('first-networks', {
    kind: 'added',
    subscription: 'Mobile API',
    resources: { kind: 'virtualNetwork', workload: 'edge', count: 3 },
    unhealthy: DDOS,
    healthy: [],
  }),
  dated('aws-maximum', {
    kind: 'maximum',
    subscription: 'AWS Retail',
    control: 'configurations',
    max: 6,
  }),
  dated('partner-portal', { kind: 'present', subscription: 'Partner Portal' }),
  dated('lake-weight', { kind: 'weight', subscription: 'Data Lake', weight: 702 }),
  {
    name: 'mobile-to-corp',
    season: { start: '05-27', end: '08-18' },
    kind: 'moved',
    subscription: 'Mobile API',
    to: 'corp',
  },
];

function dated(name: string, change: Change): Effect {
  return { name, season: { start: dayOf(name, 'start'), end: dayOf(name, 'end') }, ...change };
}

function dayOf(effect: string, phase: string): string {
  const incident = incidents.find((one) => one.effect === effect && one.phase === phase);
  if (incident === undefined) throw new Error(`incidents.json has no ${phase} of ${effect}.`);
  return incident.day;
}
