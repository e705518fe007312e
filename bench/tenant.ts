import { createRandom, guid } from './random.ts';

/** So many subscriptions of 300 resources with 7 recommendations each. */
export type Scale = { subscriptions: number };
export const SCALES = {
  '10k': { subscriptions: 5 },
  '210k': { subscriptions: 100 },
  '1m': { subscriptions: 476 },
} as const satisfies Record<string, Scale>;

export const RESOURCES = 300;
export const PER_RESOURCE = 7;
const RECOMMENDATIONS = 60;
const CONTROLS = 15;
/** Of all assessments, in a day. */
const CHURN = 0.0035;

/** By number: what an assessment is in. 0: the row is not there. */
export const STATES = [
  { code: '', cause: '' },
  { code: 'Healthy', cause: '' },
  { code: 'Unhealthy', cause: '' },
  { code: 'NotApplicable', cause: 'OffByPolicy' },
  { code: 'NotApplicable', cause: 'Exempt' },
] as const;

export type Control = { id: string; name: string; max: number; recommendations: readonly string[] };

/** A made-up tenant, the same for the same size on every machine, and one day after another. */
export type Tenant = {
  subscriptions: readonly string[];
  /** Assessment keys. */
  recommendations: readonly string[];
  controls: readonly Control[];
  /** Lower-case ids in ascending order, as Resource Graph sorts them. */
  resources(subscription: number): readonly string[];
  /** Numbers of the 7 recommendations of a resource, their keys in ascending order. */
  assessed(resource: number): readonly number[];
  /** State of each row, by `(subscription · 300 + resource) · 7 + place`. */
  states: Uint8Array;
  /** The day of each row's last change. */
  changedOn: Uint16Array;
  day(): number;
  /** Lets a day pass. Answers the rows that changed; without a number 0.35 % of all, some of which vanish or appear. */
  advance(changes?: number): number[];
};

export function createTenant({ subscriptions: count }: Scale): Tenant {
  const random = createRandom(count);
  const recommendations = times(RECOMMENDATIONS, () => guid(random)).sort();
  const subscriptions = times(count, () => guid(random)).sort();
  const states = new Uint8Array(count * RESOURCES * PER_RESOURCE).map(() => firstState(random()));
  const changedOn = new Uint16Array(states.length);
  const assessed = times(RESOURCES, (resource) =>
    times(PER_RESOURCE, (nth) => (resource * 5 + nth) % RECOMMENDATIONS).sort((a, b) => a - b),
  );
  let day = 0;
  return {
    ...{ subscriptions, recommendations, states, changedOn },
    controls: times(CONTROLS, (at) => controlAt(at, guid(random), recommendations)),
    resources: (subscription) => resourcesOf(subscriptions[subscription] ?? '', subscription),
    assessed: (resource) => assessed[resource] ?? [],
    day: () => day,
    advance: (changes = Math.round(CHURN * states.length)) => {
      day += 1;
      const rows = pick(Math.min(changes, states.length), states.length, random);
      for (const row of rows) {
        states[row] = nextState(states[row] ?? 0, random());
        changedOn[row] = day;
      }
      return rows;
    },
  };
}

/** Six in ten healthy, three unhealthy, one not applicable. */
function firstState(chance: number): number {
  if (chance < 0.6) return 1;
  if (chance < 0.9) return 2;
  return chance < 0.97 ? 3 : 4;
}

/** Mostly between healthy and unhealthy; one change in twenty is a row that goes. */
function nextState(state: number, chance: number): number {
  if (state === 0) return chance < 0.5 ? 1 : 2;
  if (chance < 0.05) return 0;
  if (chance < 0.15) return state === 4 ? 2 : 4;
  return state === 2 ? 1 : 2;
}

/** Different numbers below `below`, in ascending order. */
function pick(count: number, below: number, random: () => number): number[] {
  const picked = new Set<number>();
  while (picked.size < count) picked.add(Math.floor(random() * below));
  return [...picked].sort((a, b) => a - b);
}

/** Every recommendation counts in one control, four in each. */
function controlAt(at: number, id: string, recommendations: readonly string[]): Control {
  const members = recommendations.filter((_, index) => index % CONTROLS === at);
  return { id, name: `Control ${at}`, max: [10, 8, 6, 4, 4, 2, 1][at % 7] ?? 1, recommendations: members };
}

const TYPES = [
  'microsoft.compute/virtualmachines',
  'microsoft.keyvault/vaults',
  'microsoft.network/networksecuritygroups',
  'microsoft.sql/servers',
  'microsoft.storage/storageaccounts',
  'microsoft.web/sites',
];
const AREAS = ['billing', 'data', 'identity', 'orders', 'platform', 'web'];

function resourcesOf(subscription: string, at: number): string[] {
  return times(RESOURCES, (nth) => {
    const area = AREAS[nth % AREAS.length];
    const type = TYPES[(nth * 7 + at) % TYPES.length];
    const group = `rg-${area}-prod-${nth % 20}`;
    return `/subscriptions/${subscription}/resourcegroups/${group}/providers/${type}/${area}${at}x${nth}`;
  }).sort();
}

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
