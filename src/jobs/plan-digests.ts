import { stateAt } from '../answers/orders.ts';
import type { DigestRule, StandingOrder } from '../core/order.ts';
import { lastRun, nextRun } from '../core/schedule.ts';
import type { NewDelivery } from '../ports/orders.ts';
import type { Clock, Log, Stores } from '../ports.ts';
import { LATE_MS } from './announce.ts';
import type { Job } from './scheduler.ts';

export const PLAN_DIGESTS = 'plan-digests';

export type PlanDeps = { stores: Pick<Stores, 'orders' | 'outbox'>; clock: Clock; log: Log };

const PATIENCE_MS = 5 * 60_000;

type Digest = StandingOrder & { rule: DigestRule; next: string };

const isDigest = (order: StandingOrder): order is Digest =>
  order.rule.kind === 'digest' && order.next !== null && order.state.kind !== 'waiting';

/** Queues the digests whose time has come, and sets the next time of their orders. */
export function planDigestsJob(deps: PlanDeps): Job {
  return {
    name: PLAN_DIGESTS,
    patience: PATIENCE_MS,
    async dueIn() {
      const times = (await deps.stores.orders.of(null)).filter(isDigest).map(({ next }) => Date.parse(next));
      return Math.min(...times) - deps.clock().getTime();
    },
    async run() {
      await planDigests(deps);
      return true;
    },
  };
}

/** How many were queued. Whoever plans the same one at the same time is overtaken, and leaves it. */
export async function planDigests({ stores, clock }: PlanDeps): Promise<number> {
  const now = clock();
  const due = (await stores.orders.of(null))
    .filter(isDigest)
    .filter(({ next }) => Date.parse(next) <= now.getTime());
  let planned = 0;
  for (const order of due) {
    const deliveries = stateAt(order.state, now).kind === 'active' ? [digestDelivery(order, now)] : [];
    const next = {
      order: order.id,
      expect: order.next,
      next: nextRun(order.rule.schedule, now).toISOString(),
    };
    if (await stores.outbox.decide({ deliveries, next, at: now })) planned += deliveries.length;
  }
  return planned;
}

/** After downtime the newest one that was missed alone: the others are part of no period any more. */
function digestDelivery({ id, conversation, rule }: Digest, now: Date): NewDelivery {
  const to = lastRun(rule.schedule, now);
  const from = lastRun(rule.schedule, new Date(to.getTime() - 1));
  const late = now.getTime() - to.getTime() > LATE_MS;
  const period = { from: from.toISOString(), to: to.toISOString() };
  return {
    key: `${id}:${period.to}`,
    ...{ order: id, conversation, urgent: false, due: to, parent: null },
    what: { kind: 'digest', order: id, ...period, late },
  };
}
