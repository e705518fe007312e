import type { Health } from '../../../src/core/snapshot.ts';

/** A tenant as Azure would keep it. Nothing here or beside it shares code with the product: types alone. */
export type Row = { status: Health; exempt: boolean };
/** A resource: what each recommendation says of it. */
export type Thing = { type: string; rows: Map<string, Row> };

export type Counts = { max: number; current: number; healthy: number; unhealthy: number; none: number };
/** What Azure's rows say of a subscription: its controls and its score. */
export type Published = { controls: Map<string, Counts>; current: number; max: number; weight: number };

/** Which recommendations count in which control. */
export type Counting = Map<string, Set<string>>;

/** What a subscription was when its controls were last calculated, or when it was last read. */
export type Moment = { things: Map<string, Thing>; counting: Counting };

export type Subscription = {
  id: string;
  name: string;
  kind: 'subscription' | 'connector';
  environment: string;
  ancestors: string[];
  weight: number;
  /** `unread`: there, and not readable now. `off`: disabled. */
  state: 'read' | 'unread' | 'off' | 'gone';
  /** An exempted resource counts as healthy here (mitigated), else it leaves the count (waiver). */
  mitigates: boolean;
  things: Map<string, Thing>;
  published: Published | null;
  calculated: Moment;
  seen: Moment;
  /** Why each row moved since `calculated`: resource → recommendation → cause. */
  touched: Map<string, Map<string, string>>;
  /** `<control> <recommendation>` that came to count, or no longer does, since `calculated`. */
  listed: Map<string, 'recommendation-added' | 'recommendation-removed'>;
  /** Readings in a row for which its controls were not recalculated. */
  late: number;
};

export type Tenant = {
  controls: Map<string, { max: number; recommendations: Set<string> }>;
  /** Every recommendation there is, and whether it is a preview. */
  recommendations: Map<string, boolean>;
  subscriptions: Map<string, Subscription>;
  /** Azure's rounding of what a control has, to 2 decimals. */
  rounds: boolean;
  /** Azure recalculates some subscriptions later than it tells of their assessments. */
  lags: boolean;
};

/** What counts where now; previews never do. */
export function countingIn({ controls, recommendations }: Tenant): Counting {
  const counted = (id: string) => recommendations.get(id) === false;
  return new Map([...controls].map(([id, one]) => [id, new Set([...one.recommendations].filter(counted))]));
}

export const copyOf = (things: Map<string, Thing>): Map<string, Thing> =>
  new Map([...things].map(([id, { type, rows }]) => [id, { type, rows: new Map(rows) }]));

const WORSE: Record<Health, number> = { 'not-applicable': 0, healthy: 1, unhealthy: 2 };

/** What one row says: 0 nothing that counts, 1 healthy, 2 unhealthy. */
export const says = (row: Row | undefined): number => (row === undefined ? 0 : WORSE[row.status]);

/** A resource in a control: unhealthy with one unhealthy row, healthy with one healthy row and none unhealthy. */
export function stateOf(thing: Thing | undefined, counted: ReadonlySet<string>): number {
  const own = [...(thing?.rows ?? [])].filter(([id]) => counted.has(id)).map(([, row]) => says(row));
  return own.includes(2) ? 2 : own.includes(1) ? 1 : 0;
}

/** Azure's rows of a subscription, calculated from its assessments. */
export function publish(tenant: Tenant, one: Subscription): Published {
  const counting = countingIn(tenant);
  const controls = new Map<string, Counts>();
  for (const [id, { max }] of tenant.controls)
    controls.set(id, countsIn(tenant, one, counting.get(id) ?? new Set(), max));
  const all = [...controls.values()];
  const current = all.map((row) => row.current).reduce((a, b) => a + b, 0);
  const max = all.map((row) => row.max).reduce((a, b) => a + b, 0);
  return { controls, current: tenant.rounds ? Number(current.toFixed(2)) : current, max, weight: one.weight };
}

function countsIn(tenant: Tenant, one: Subscription, counted: ReadonlySet<string>, worth: number): Counts {
  let [healthy, unhealthy, none] = [0, 0, 0];
  for (const thing of one.things.values()) {
    const rows = [...thing.rows].filter(([id]) => counted.has(id)).map(([, row]) => row);
    const state = stateOf(thing, counted);
    if (state === 2) unhealthy += 1;
    else if (state === 1 || (one.mitigates && rows.some((row) => row.exempt))) healthy += 1;
    else if (rows.length > 0) none += 1;
  }
  const total = healthy + unhealthy;
  if (total === 0) return { max: 0, current: 0, healthy, unhealthy, none };
  const exact = (worth * healthy) / total;
  return { max: worth, current: tenant.rounds ? Number(exact.toFixed(2)) : exact, healthy, unhealthy, none };
}

/** Its controls have taken in all that there is. */
export function calculate(tenant: Tenant, one: Subscription): void {
  one.published = publish(tenant, one);
  one.calculated = { things: copyOf(one.things), counting: countingIn(tenant) };
  one.touched = new Map();
  one.listed = new Map();
  one.late = 0;
}
