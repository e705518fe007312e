import type { Announcement } from '../core/announcement.ts';
import type { OrderState, StandingOrder } from '../core/order.ts';

/** What conversations have asked to be told. */
export type OrderStore = {
  /** In the order in which they were made; null: of all conversations. */
  of(conversation: string | null): Promise<StandingOrder[]>;
  find(id: string): Promise<StandingOrder | null>;
  /**
   * Writes it in place of the conversation's order of the same subject, if any. What that one's rule remembers goes with
   * it, unless the rule is the same under the same id; what was queued for it goes where the id is another one.
   * `over`: the order of that id, which is about something else, becomes this one: the same way, in one step with it.
   */
  keep(order: StandingOrder, over?: string): Promise<Kept>;
  /** With what its rule remembers and all that was queued for it and is not delivered. False where there was none. */
  remove(id: string): Promise<boolean>;
  setState(id: string, state: OrderState): Promise<void>;
  /** Drops all of a conversation. False where there was none. */
  forget(conversation: string): Promise<boolean>;
};

/** `id-taken`: another order has that id, and nothing was written: try another one. */
export type Kept = { outcome: 'kept'; replaced: StandingOrder | null } | { outcome: 'id-taken' };

/**
 * A decision, which takes effect whole or not at all. `expect`: what the decider has read; where it is not so any more,
 * somebody else was faster and nothing is written; so it is where an alert's id belongs to another alert. A delivery whose
 * key is known already is not queued again, and one for an order that is gone is not queued at all.
 */
export type Decision = {
  deliveries: readonly NewDelivery[];
  /** A digest's next time. */
  next?: { order: string; expect: string | null; next: string | null };
  /** What rules remember; `expect` and `at`: the last snapshot that they looked at, 0 before any. */
  remembered?: readonly { order: string; expect: number; at: number; memory: string }[];
  /** Alerts that are open, or not any more; who looks after one that is stored already is not touched. */
  alerts?: readonly OpenAlert[];
  at: Date;
};

/** `key`: order and period, unique for ever. `parent`: the key of what it is a reply to. */
export type NewDelivery = {
  key: string;
  order: string | null;
  conversation: string;
  /** Alerts overtake digests. */
  urgent: boolean;
  due: Date;
  parent: string | null;
  what: Announcement;
};

export type OpenAlert = {
  id: string;
  order: string;
  conversation: string;
  /** Of its first announcement. */
  delivery: string;
  state: 'open' | 'recovered';
  acknowledged: { by: string; name: string | null; at: string } | null;
};

/**
 * `waiting` for its time or for another try; `sending`: somebody is at it, or died at it; `dead`: given up, can be sent
 * again. `post`: what the platform calls the message, null where it does not tell.
 */
export type DeliveryState = 'waiting' | 'sending' | 'delivered' | 'dead';

export type QueuedDelivery = NewDelivery & {
  /** How often posting began before. */
  attempts: number;
  /** How often its outcome stayed unknown: that often it may have been posted. */
  doubts: number;
};

export type DeliveryRecord = {
  key: string;
  what: Announcement;
  order: string | null;
  conversation: string;
  state: DeliveryState;
  attempts: number;
  due: string;
  /** While waiting: the earliest moment at which it is tried; later than `due` after a failure or where it is held. */
  next: string | null;
  /** Delivered, or tried last. */
  at: string | null;
  why: string | null;
  post: string | null;
};

/** What becomes of a claimed delivery. */
export type Settled =
  | { outcome: 'delivered'; post: string | null }
  /** `unknown`: it may have been posted. */
  | { outcome: 'retry'; at: Date; why: string; unknown: boolean }
  | { outcome: 'dead'; why: string };

export type Outbox = {
  /** False: overtaken, nothing was written. */
  decide(decision: Decision): Promise<boolean>;
  /** What rules remember. */
  memories(orders: readonly string[]): Promise<Map<string, { at: number; memory: string }>>;
  /**
   * The next one that is due, urgent ones first, then by due time, then by key; marks it `sending` until `until`. Also
   * one whose claim has run out: that is one doubt more. Passed over are conversations in `busy`, those in which another
   * one is being sent, and what replies to one that is neither delivered nor dead. Null: nothing is due.
   */
  claim(holder: string, now: Date, until: Date, busy: readonly string[]): Promise<QueuedDelivery | null>;
  /** False where the claim had run out and somebody else took it. */
  settle(key: string, holder: string, settled: Settled, at: Date): Promise<boolean>;
  /**
   * When `claim` can find something next, which may be past; null without any. A claim under way counts as of its end:
   * whoever settles one looks again.
   */
  nextDue(busy?: readonly string[]): Promise<Date | null>;
  find(key: string): Promise<DeliveryRecord | null>;
  /** The newest by due time of each order, of those to the order's own conversation. */
  last(orders: readonly string[]): Promise<Map<string, DeliveryRecord>>;
  /** Dead ones, and those that have been tried and not delivered. */
  troubled(): Promise<DeliveryRecord[]>;
  /** Dead ones of an order wait again, as if never tried. How many. */
  sendAgain(order: string, at: Date): Promise<number>;
  /** Waiting ones of a conversation are not tried before `until`; their order stays. */
  hold(conversation: string, until: Date): Promise<void>;
  /** The same for every conversation whose key begins so; what is urgent waits until a moment of its own. */
  holdAll(prefix: string, until: Date, urgentUntil: Date): Promise<void>;
  alert(id: string): Promise<OpenAlert | null>;
  /** In the order in which they were opened; those of orders that are gone are left out. */
  openAlerts(conversation: string): Promise<OpenAlert[]>;
  /** False where somebody has it already. */
  acknowledge(id: string, by: { by: string; name: string | null; at: string }): Promise<boolean>;
  /** Deliveries and alerts of a conversation. */
  forget(conversation: string): Promise<boolean>;
  /**
   * Deletes some hundreds of what ended before `before`, and answers how many: again until it is 0. Kept are each
   * order's newest delivery, the first one of an open alert, and open alerts.
   */
  tidy(before: Date): Promise<number>;
};
