import type { Assessment, ControlRow, Health, SubscriptionRead } from '../../src/core/snapshot.ts';
import type { DemoTenant } from '../../src/demo/demo-tenant.ts';

/**
 * What moved the whole tenant's score, the slow and obvious way: every mean is split into values
 * and weights, weights by adding up tiny steps along the straight line. Shares no code with the product.
 */
export type Contribution = {
  cause: string;
  control: string | null;
  recommendation: string | null;
  resources: Set<string>;
  delta: number;
};

type Item = { y: [number, number]; z: [number, number] };
type Side = { read: SubscriptionRead; weight: number; controls: Map<string, ControlRow> };

const STEPS = 400;

export function attribution(before: DemoTenant, after: DemoTenant): Contribution[] {
  const sides = [bySubscription(before), bySubscription(after)] as const;
  const items = new Map<string, Item>();
  for (const id of new Set([...sides[0].keys(), ...sides[1].keys()])) {
    const [a, b] = [sides[0].get(id), sides[1].get(id)];
    items.set(id, item(a && percent(a), b && percent(b), a?.weight ?? 0, b?.weight ?? 0));
  }
  const all: Contribution[] = [];
  for (const [id, one] of items) {
    const [a, b] = [sides[0].get(id), sides[1].get(id)];
    if (one.z[0] !== one.z[1]) {
      const cause =
        one.z[0] === 0 ? 'subscription-added' : one.z[1] === 0 ? 'subscription-removed' : 'weight-changed';
      const delta = weightPart(items, id);
      all.push({ cause, control: null, recommendation: null, resources: new Set([id]), delta });
    }
    if (a && b) all.push(...scaled(ofSubscription(before, after, a, b), share(items, id)));
  }
  return all
    .map((one) => ({ ...one, delta: 100 * one.delta }))
    .sort((x, y) => Math.abs(y.delta) - Math.abs(x.delta));
}

/** Percent of the whole tenant from counts, without any rounding. */
export function exactPercent(tenant: DemoTenant): number {
  const sides = [...bySubscription(tenant).values()];
  const total = sides.reduce((sum, { weight }) => sum + weight, 0);
  return (100 * sides.reduce((sum, side) => sum + side.weight * percent(side), 0)) / total;
}

/** Contributions put together by what `keyOf` says, largest first. */
export function grouped(all: readonly Contribution[], keyOf: (one: Contribution) => string): Contribution[] {
  const groups = new Map<string, Contribution>();
  for (const one of all) {
    const group = groups.get(keyOf(one)) ?? { ...one, resources: new Set<string>(), delta: 0 };
    for (const id of one.resources) group.resources.add(id);
    group.delta += one.delta;
    groups.set(keyOf(one), group);
  }
  return [...groups.values()].sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta));
}

function ofSubscription(before: DemoTenant, after: DemoTenant, a: Side, b: Side): Contribution[] {
  const ids = new Set([...a.controls.keys(), ...b.controls.keys()]);
  const items = new Map<string, Item>();
  for (const id of ids) {
    const [x, y] = [a.controls.get(id), b.controls.get(id)];
    items.set(id, item(x && ratio(x), y && ratio(y), x?.max ?? 0, y?.max ?? 0));
  }
  const all: Contribution[] = [];
  for (const [id, one] of items) {
    const [x, y] = [a.controls.get(id), b.controls.get(id)];
    if (one.z[0] !== one.z[1]) {
      const cause =
        one.z[0] === 0 ? 'control-added' : one.z[1] === 0 ? 'control-removed' : 'control-max-changed';
      const there = [states(before, a.read, id), states(after, b.read, id)].flatMap((of) => [...of.keys()]);
      const resources = new Set(cause === 'control-max-changed' ? [a.read.subscription.id] : there);
      all.push({ cause, control: id, recommendation: null, resources, delta: weightPart(items, id) });
    }
    if (x && y) all.push(...scaled(ofControl(before, after, a.read, b.read, x, y), share(items, id)));
  }
  return all;
}

type Event = { resource: string; cause: string; recommendations: string[]; flow: [number, number] };

function ofControl(
  before: DemoTenant,
  after: DemoTenant,
  a: SubscriptionRead,
  b: SubscriptionRead,
  x: ControlRow,
  y: ControlRow,
): Contribution[] {
  const events = eventsOf(before, after, a, b, x.control);
  const change = [y.healthy - x.healthy, y.unhealthy - x.unhealthy];
  const closes = (of: Event[]) =>
    [0, 1].every((at) => of.reduce((sum, one) => sum + (one.flow[at] ?? 0), 0) === change[at]);
  const closing = [events, events.map(mitigated)].find(closes);
  if (!closing)
    throw new Error(`${a.subscription.name}: the counts of ${x.control} do not follow from its resources`);
  const counts = new Map<string, Item>([
    ['h', { y: [1, 1], z: [x.healthy, y.healthy] }],
    ['u', { y: [0, 0], z: [x.unhealthy, y.unhealthy] }],
  ]);
  const [healthy, unhealthy] = [perUnit(counts, 1), perUnit(counts, 0)];
  return closing.flatMap(({ resource, cause, recommendations, flow }) =>
    recommendations.map((recommendation) => ({
      ...{ cause, control: x.control, recommendation, resources: new Set([resource]) },
      delta: (healthy * flow[0] + unhealthy * flow[1]) / recommendations.length,
    })),
  );
}

function mitigated(event: Event): Event {
  if (event.cause === 'exempted') return { ...event, flow: [1, -1] };
  return event.cause === 'exemption-ended' ? { ...event, flow: [-1, 1] } : event;
}

function eventsOf(
  before: DemoTenant,
  after: DemoTenant,
  a: SubscriptionRead,
  b: SubscriptionRead,
  control: string,
) {
  const [old, young] = [states(before, a, control), states(after, b, control)];
  const events: Event[] = [];
  for (const resource of new Set([...old.keys(), ...young.keys()])) {
    const [was, is] = [old.get(resource), young.get(resource)];
    const [from, to] = [was?.state ?? 'not-applicable', is?.state ?? 'not-applicable'];
    if (from === to) continue;
    const flow: [number, number] = [
      count(to, 'healthy') - count(from, 'healthy'),
      count(to, 'unhealthy') - count(from, 'unhealthy'),
    ];
    const keys = new Set([...(was?.rows.keys() ?? []), ...(is?.rows.keys() ?? [])]);
    const flips = [...keys].filter((key) => was?.rows.get(key)?.status !== is?.rows.get(key)?.status);
    const decisive = flips.filter((key) => {
      const worst = rank(to) > rank(from) ? is?.rows.get(key)?.status : was?.rows.get(key)?.status;
      return worst === (rank(to) > rank(from) ? to : from);
    });
    events.push({ resource, cause: cause(), recommendations: decisive, flow });

    function cause(): string {
      const rows = (side: typeof was) => decisive.map((key) => side?.rows.get(key));
      if (decisive.every((key) => !counts(before, control, key))) return 'recommendation-added';
      if (decisive.every((key) => !counts(after, control, key))) return 'recommendation-removed';
      if (!a.assessments.some((row) => row.resource === resource)) return 'resource-added';
      if (!b.assessments.some((row) => row.resource === resource)) return 'resource-deleted';
      if (rows(is).some((row) => row?.cause === 'Exempt')) return 'exempted';
      if (rows(was).some((row) => row?.cause === 'Exempt')) return 'exemption-ended';
      if (to === 'not-applicable') return 'became-not-applicable';
      if (from === 'not-applicable') return 'became-applicable';
      return to === 'unhealthy' ? 'turned-unhealthy' : 'turned-healthy';
    }
  }
  return events;
}

/** Every resource of a control with its rows that count there, and the worst of them. */
export function states(tenant: DemoTenant, read: SubscriptionRead, control: string) {
  const found = new Map<string, { state: Health; rows: Map<string, Assessment> }>();
  for (const row of read.assessments) {
    if (!counts(tenant, control, row.recommendation)) continue;
    const entry = found.get(row.resource) ?? { state: 'not-applicable' as Health, rows: new Map() };
    entry.rows.set(row.recommendation, row);
    if (rank(row.status) > rank(entry.state)) entry.state = row.status;
    found.set(row.resource, entry);
  }
  return found;
}

const counting = new WeakMap<DemoTenant, Set<string>>();
function counts(tenant: DemoTenant, control: string, recommendation: string): boolean {
  let pairs = counting.get(tenant);
  if (!pairs) {
    const previews = new Set(tenant.recommendations.filter(({ preview }) => preview).map(({ id }) => id));
    const known = tenant.controls.flatMap((one) =>
      one.recommendations.filter((id) => !previews.has(id)).map((id) => `${one.id} ${id}`),
    );
    pairs = new Set(known);
    counting.set(tenant, pairs);
  }
  return pairs.has(`${control} ${recommendation}`);
}

function bySubscription(tenant: DemoTenant): Map<string, Side> {
  return new Map(
    tenant.subscriptions.flatMap((read) => {
      if (read.score === null || read.score === 'kept' || !(read.score.max > 0)) return [];
      const controls = read.controls.filter((one) => one.max > 0 && one.healthy + one.unhealthy > 0);
      const side = {
        read,
        weight: read.score.weight ?? 0,
        controls: new Map(controls.map((one) => [one.control, one])),
      };
      return [[read.subscription.id, side] as const];
    }),
  );
}

const rank = (health: Health) => ['not-applicable', 'healthy', 'unhealthy'].indexOf(health);
const count = (is: Health, wanted: Health) => (is === wanted ? 1 : 0);
const ratio = (control: ControlRow) => control.healthy / (control.healthy + control.unhealthy);

function percent({ controls }: Side): number {
  const [points, max] = [...controls.values()].reduce(
    ([p, m], one) => [p + one.max * ratio(one), m + one.max] as [number, number],
    [0, 0],
  );
  return points / max;
}

/** An item of one side only has no weight on the other, and its value from where it is. */
function item(y0: number | undefined, y1: number | undefined, z0: number, z1: number): Item {
  return { y: [y0 ?? y1 ?? 0, y1 ?? y0 ?? 0], z: [z0, z1] };
}

/** The mean of an item's shares before and after: what a change of its value is worth. */
function share(items: Map<string, Item>, id: string): number {
  const of = (side: 0 | 1) =>
    (items.get(id)?.z[side] ?? 0) / [...items.values()].reduce((sum, one) => sum + one.z[side], 0);
  return (of(0) + of(1)) / 2;
}

function weightPart(items: Map<string, Item>, id: string): number {
  const one = items.get(id);
  return one ? (one.z[1] - one.z[0]) * perUnit(items, (one.y[0] + one.y[1]) / 2) : 0;
}

/** What a unit of weight of an item with this value moves the mean, on average along the straight line. */
function perUnit(items: Map<string, Item>, value: number): number {
  let sum = 0;
  for (let step = 0; step < STEPS; step++) {
    const t = (step + 0.5) / STEPS;
    let [weight, mean] = [0, 0];
    for (const { y, z } of items.values()) {
      const now = z[0] + t * (z[1] - z[0]);
      weight += now;
      mean += (now * (y[0] + y[1])) / 2;
    }
    sum += (value - mean / weight) / weight;
  }
  return sum / STEPS;
}

function scaled(all: Contribution[], by: number): Contribution[] {
  return all.map((one) => ({ ...one, delta: one.delta * by }));
}
