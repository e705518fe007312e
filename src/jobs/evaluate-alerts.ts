import { stateAt } from '../answers/orders.ts';
import { readingsOf } from '../answers/readings.ts';
import type { AlertRule, StandingOrder } from '../core/order.ts';
import { type QuietHours, quietUntil } from '../core/quiet.ts';
import type { Decision, NewDelivery, OpenAlert } from '../ports/orders.ts';
import type { Log } from '../ports.ts';
import { deliveriesOf, type Found } from './alert-deliveries.ts';
import { type Remembered, recalled, stepOver } from './alert-memory.ts';
import { asSeenNow, viewOf } from './alert-view.ts';
import { UNGRANTED } from './announce.ts';
import { pauseOrder } from './pause-order.ts';
import type { Job } from './scheduler.ts';
import { type SpeakingDeps, worldOf } from './speaking.ts';
import { tellNarrower } from './tell-narrower.ts';

export const EVALUATE_ALERTS = 'evaluate-alerts';

export type EvaluateDeps = SpeakingDeps & {
  log: Log;
  /** 4 characters, Crockford base 32. */
  newId: () => string;
  /** Milliseconds between two snapshots. */
  every: number;
};

const HOUR = 3_600_000;
const PATIENCE_MS = 10 * 60_000;
/** Nothing new was stored for so long: three snapshots missed, or six hours where that is longer. */
const staleAfter = (every: number): number => Math.max(3 * every, 6 * HOUR);

export type AlertOrder = StandingOrder & { rule: AlertRule };
const isAlert = (order: StandingOrder): order is AlertOrder =>
  order.rule.kind === 'alert' && (order.state.kind === 'active' || order.state.kind === 'snoozed');

/** Looks at every snapshot that alert rules have not looked at yet. */
export function evaluateAlertsJob(deps: EvaluateDeps): Job {
  return {
    name: EVALUATE_ALERTS,
    patience: PATIENCE_MS,
    async dueIn() {
      const { awake: orders, wakes } = await awakeOf(deps);
      const latest = await deps.stores.posture.latest();
      if (orders.length === 0 || latest === null) return wakes;
      const known = await deps.stores.outbox.memories(orders.map(({ id }) => id));
      if (orders.some(({ id }) => (known.get(id)?.at ?? 0) < latest.id)) return 0;
      const now = deps.clock();
      const silent = Date.parse(latest.takenAt) + staleAfter(deps.every) - now.getTime();
      // Of one whose orders are all snoozed nothing is said.
      const asked = orders
        .filter(({ state }) => stateAt(state, now).kind === 'active')
        .map(({ conversation }) => staleKey(conversation, latest.id));
      if (silent > 0) return Math.min(silent, wakes);
      return (await told(deps, asked)) ? wakes : 0;
    },
    async run() {
      await evaluateAlerts(deps);
      return true;
    },
  };
}

async function told({ stores }: EvaluateDeps, keys: readonly string[]): Promise<boolean> {
  for (const key of new Set(keys)) if ((await stores.outbox.find(key)) === null) return false;
  return true;
}

const staleKey = (conversation: string, snapshot: number): string => `stale:${conversation}:${snapshot}`;

/** How many posts were queued. Conversations do not wait for each other's faults: the first rejects when all have been. */
export async function evaluateAlerts(deps: EvaluateDeps): Promise<number> {
  const { awake, all, quiet } = await awakeOf(deps);
  let queued = 0;
  const faults: unknown[] = [];
  for (const [conversation, own] of await narrowFirst(deps, awake)) {
    try {
      queued += await evaluate(deps, { conversation, own, quiet: quiet.get(conversation) ?? null }, all);
    } catch (error) {
      faults.push(error);
    }
  }
  // Whoever runs this logs it, and tries again later each time.
  if (faults.length > 0) throw faults[0];
  return queued;
}

/**
 * In its quiet hours a conversation's rules look at nothing; after them they look at every snapshot since, as after a
 * downtime. `wakes`: milliseconds until the next of them is awake.
 */
async function awakeOf({ stores, clock }: EvaluateDeps) {
  const all = (await stores.orders.of(null)).filter(isAlert);
  const quiet = await stores.preferences.quiet();
  const now = clock();
  const ends = all.map(({ conversation }) => quietUntil(quiet.get(conversation), now)?.getTime() ?? null);
  const awake = all.filter((_, at) => ends[at] === null);
  const wakes = Math.min(...ends.filter((end) => end !== null)) - now.getTime();
  return { awake, all, quiet, wakes };
}

/** A wide scope's drop is told to a narrower conversation only where that one's own rules have not told it. */
async function narrowFirst(deps: EvaluateDeps, orders: readonly AlertOrder[]) {
  const all = [...Map.groupBy(orders, (order) => order.conversation)];
  const sizes = new Map<string, number>();
  for (const [conversation] of all)
    sizes.set(conversation, (await worldOf(deps, conversation)).world.estate.subscriptions.length);
  return all.sort(([a], [b]) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
}

type Here = { conversation: string; own: readonly AlertOrder[]; quiet: QuietHours | null };

/** One conversation's rules, in one decision: memory and posts take effect together or not at all. */
async function evaluate(
  deps: EvaluateDeps,
  { conversation, own: orders, quiet }: Here,
  all: readonly AlertOrder[],
): Promise<number> {
  const { stores, clock } = deps;
  const { world, granted, grants } = await worldOf(deps, conversation);
  if (world.unstored) return 0;
  const known = await stores.outbox.memories(orders.map(({ id }) => id));
  const open = await stores.outbox.openAlerts(conversation);
  const found: Found[] = [];
  const remembered: NonNullable<Decision['remembered']>[number][] = [];
  const now = clock();
  for (const order of orders) {
    const before = known.get(order.id);
    if ((before?.at ?? 0) >= world.latest.id) continue;
    const memory = await asSeenNow(world, order, recalled(before?.memory, order.at), viewOf(grants));
    const silent = stateAt(order.state, now).kind === 'snoozed';
    const reading = granted ? await readingsOf(world, order, memory.looked, memory.memory === null) : null;
    if (reading === null) {
      await pauseOrder(deps, order, UNGRANTED);
      continue;
    }
    const after = stepOver(order.rule, memory, reading.readings, silent);
    for (const event of after.events) found.push({ order, event, ...reading.about });
    const text = JSON.stringify(after.memory satisfies Remembered);
    remembered.push({ order: order.id, expect: before?.at ?? 0, at: world.latest.id, memory: text });
  }
  const made = deliveriesOf(conversation, found, open, { now, newId: deps.newId, quiet });
  const stale = await staleNews(deps, conversation, orders, known, world.latest, now);
  const elsewhere = await tellNarrower(deps, world, found, all);
  const deliveries = [...made.deliveries, ...stale, ...elsewhere];
  if (deliveries.length === 0 && remembered.length === 0) return 0;
  const alerts: OpenAlert[] = made.alerts;
  return (await stores.outbox.decide({ deliveries, remembered, alerts, at: now })) ? deliveries.length : 0;
}

/** Silence is told once, and its end. The key is of the last snapshot before it, so it is queued once only. */
async function staleNews(
  { stores, every }: EvaluateDeps,
  conversation: string,
  orders: readonly AlertOrder[],
  known: ReadonlyMap<string, { at: number; memory: string }>,
  latest: { id: number; takenAt: string },
  now: Date,
): Promise<NewDelivery[]> {
  const [order] = orders.filter(({ state }) => stateAt(state, now).kind === 'active');
  if (order === undefined) return [];
  const news = (since: string, snapshot: number, over: boolean): NewDelivery => ({
    key: `${staleKey(conversation, snapshot)}${over ? ':over' : ''}`,
    ...{ order: order.id, conversation, urgent: true, due: now },
    parent: over ? staleKey(conversation, snapshot) : null,
    what: { kind: 'stale', order: order.id, since, over },
  });
  if (now.getTime() - Date.parse(latest.takenAt) > staleAfter(every))
    return [news(latest.takenAt, latest.id, false)];
  const seen = known.get(order.id);
  if (seen === undefined || seen.at >= latest.id) return [];
  const told = await stores.outbox.find(staleKey(conversation, seen.at));
  return told?.what.kind === 'stale' ? [news(told.what.since, seen.at, true)] : [];
}
