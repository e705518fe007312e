import type { Announcement } from '../core/announcement.ts';
import { Unreachable, UserError } from '../core/errors.ts';
import type { StandingOrder } from '../core/order.ts';
import { quietUntil } from '../core/quiet.ts';
import type { DeliveryRecord, QueuedDelivery, Settled } from '../ports/orders.ts';
import type { Log, Messenger } from '../ports.ts';
import { announce, recoveredCard } from './announce.ts';
import { pauseOrder } from './pause-order.ts';
import type { Job } from './scheduler.ts';
import type { SpeakingDeps } from './speaking.ts';

export const DELIVER = 'deliver';

export type DeliverDeps = SpeakingDeps & {
  messenger: Messenger;
  log: Log;
  /** From 0 to below 1: posts that failed together are not tried again together. */
  random: () => number;
};

/** What a killed process keeps a post from others for: longer than any request. */
const CLAIM_MS = 120_000;
/** Posts under way at once; one more is kept free for what is urgent by being taken first. */
const WORKERS = 4;
/** Between two posts in one conversation: no platform takes them faster for long. */
const PACE_MS = 1_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 3_600_000;
/** With the pauses above that is a day. */
const MOST_ATTEMPTS = 32;
const PATIENCE_MS = 60_000;

/** Posts what is due, whoever queued it: what is urgent first, one at a time in a conversation. */
export function deliverJob(deps: DeliverDeps, holder: string): Job {
  const { stores, clock } = deps;
  return {
    name: DELIVER,
    patience: PATIENCE_MS,
    async dueIn() {
      const next = await stores.outbox.nextDue();
      return next === null ? Number.POSITIVE_INFINITY : next.getTime() - clock().getTime();
    },
    async run(stop) {
      await deliverDue(deps, holder, stop);
      return true;
    },
  };
}

/** Counts by what became of them. */
export type Delivered = { delivered: number; waiting: number; dead: number };

/** Posts until nothing is due that may be posted now. */
export async function deliverDue(deps: DeliverDeps, holder: string, stop: AbortSignal): Promise<Delivered> {
  const counts: Delivered = { delivered: 0, waiting: 0, dead: 0 };
  const own = `${holder} ${crypto.randomUUID()}`;
  const work = async () => {
    while (!stop.aborted) {
      const now = deps.clock();
      const claimed = await deps.stores.outbox.claim(own, now, new Date(now.getTime() + CLAIM_MS), []);
      if (claimed === null) return;
      const settled = await posted(deps, claimed);
      counts[settled.outcome === 'retry' ? 'waiting' : settled.outcome] += 1;
      const at = deps.clock();
      await deps.stores.outbox.settle(claimed.key, own, settled, at);
      await deps.stores.outbox.hold(claimed.conversation, new Date(at.getTime() + PACE_MS));
    }
  };
  // One that fails leaves the others at their work, and none of them to the next run.
  const ended = await Promise.allSettled(Array.from({ length: WORKERS }, work));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return counts;
}

/** One attempt. What goes wrong with one post never stops the others. */
async function posted(deps: DeliverDeps, claimed: QueuedDelivery): Promise<Settled> {
  const { stores, log, clock } = deps;
  try {
    const order = claimed.order === null ? null : await stores.orders.find(claimed.order);
    return await attempt(deps, claimed, order);
  } catch (error) {
    const detail = { kind: claimed.what.kind, attempts: claimed.attempts + 1 };
    const known = error instanceof Unreachable || error instanceof UserError;
    if (known) log.warn('a post could not be made', { ...detail, why: error.message });
    else log.error('a post failed', { ...detail, error });
    const why = known ? error.message : 'A fault of Scoreline’s: its log tells more.';
    return later(deps, claimed, { why, after: 0, unknown: false }, clock());
  }
}

async function attempt(
  deps: DeliverDeps,
  claimed: QueuedDelivery,
  order: StandingOrder | null,
): Promise<Settled> {
  const { stores, messenger, clock } = deps;
  const { conversation, key, what, doubts } = claimed;
  const above = claimed.parent === null ? null : await stores.outbox.find(claimed.parent);
  const parent = above?.post ?? null;
  const delivered = async (post: string | null): Promise<Settled> => {
    if (what.kind === 'recovery' && above !== null) await markRecovered(deps, what, order, above);
    return { outcome: 'delivered', post };
  };
  if (doubts > 0) {
    const found = await messenger.posted(conversation, key, claimed.due, parent);
    if (found !== null && 'outcome' in found)
      return later(deps, claimed, { ...found, unknown: false }, clock());
    if (found !== null && found.post !== null) return delivered(found.post);
    // Where the platform can look and finds nothing, nothing is in doubt.
    if (found === null && doubts > 1)
      return { outcome: 'dead', why: 'It may have been posted: twice nobody answered whether it was.' };
  }
  const quiet = await quietFor(deps, claimed);
  if (quiet !== null)
    return {
      outcome: 'retry',
      at: quiet,
      why: 'It waits for the end of the quiet hours here.',
      unknown: false,
    };
  const announced = await announce(deps, conversation, what, order);
  if ('refused' in announced) {
    if (order !== null) await pauseOrder(deps, order, announced.refused);
    return { outcome: 'dead', why: announced.refused };
  }
  const sent = await messenger.deliver(conversation, announced.card, { parent, id: key });
  switch (sent.outcome) {
    case 'delivered':
      return delivered(sent.post);
    case 'paused':
      if (order !== null && order.conversation === conversation) await pauseOrder(deps, order, sent.why);
      return { outcome: 'dead', why: sent.why };
    case 'retry':
      if (sent.crowded === true) await waitOutside(deps, conversation, sent.after);
      return later(deps, claimed, { why: sent.why, after: sent.after, unknown: false }, clock());
    case 'unknown':
      return later(deps, claimed, { why: sent.why, after: 0, unknown: true }, clock());
  }
}

/** Until when it waits: a digest comes at its own time, whatever the conversation's quiet hours are. */
async function quietFor(
  { stores, clock }: DeliverDeps,
  { conversation, what }: QueuedDelivery,
): Promise<Date | null> {
  if (what.kind === 'digest' || what.kind === 'paused') return null;
  return quietUntil((await stores.preferences.of(conversation)).quiet, clock());
}

/** Posts to other channels of that workspace would be turned away as well; what is urgent goes first after it. */
async function waitOutside({ stores, clock }: DeliverDeps, conversation: string, seconds: number) {
  const [workspace = conversation] = /^[^/]+\//.exec(conversation) ?? [];
  const until = clock().getTime() + 1000 * seconds;
  // Also an alert that was turned away before, and has its time already, is moved by this.
  await stores.outbox.holdAll(workspace, new Date(until + 1000), new Date(until));
}

/** When it is tried again: later each time, never before the platform said, and what is urgent without a detour. */
function later(
  { random }: DeliverDeps,
  { attempts, urgent }: QueuedDelivery,
  { why, after, unknown }: { why: string; after: number; unknown: boolean },
  now: Date,
): Settled {
  if (attempts + 1 >= MOST_ATTEMPTS) return { outcome: 'dead', why };
  const backOff = Math.min(FIRST_RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS);
  const wait = Math.max(1000 * after, backOff) + (urgent ? 0 : 1000 + 0.2 * backOff * random());
  return { outcome: 'retry', at: new Date(now.getTime() + wait), why, unknown };
}

type Recovery = Extract<Announcement, { kind: 'recovery' }>;

/** The alert's own card says so too. That it could not be changed loses nothing: the thread has said it. */
async function markRecovered(
  deps: DeliverDeps,
  recovery: Recovery,
  order: StandingOrder | null,
  { conversation, what, post }: DeliveryRecord,
): Promise<void> {
  if (post === null) return;
  try {
    const card = await recoveredCard(deps, conversation, recovery, order, what);
    if (card !== null) await deps.messenger.edit(conversation, post, card);
  } catch (error) {
    deps.log.warn('a recovered alert was not marked', { error });
  }
}
