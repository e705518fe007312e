import type { AlertRule, DigestRule, OrderState } from '../core/order.ts';
import type { QuietHours } from '../core/quiet.ts';
import type { Scope } from '../core/scope.ts';

/** One standing order. `scope.name` and `text` are null where this conversation may not see that scope any more. */
export type OrderRow = {
  id: string;
  kind: 'digest' | 'alert';
  /** null while it waits: nothing is called so yet. */
  scope: (Pick<Scope, 'kind' | 'id'> & { name: string | null }) | null;
  /** The command line that makes it. */
  text: string | null;
  /** null while it waits: it is not read yet then. */
  rule: DigestRule | AlertRule | null;
  state: OrderState['kind'];
  /** Of a paused or waiting one. */
  why: string | null;
  /** Of a snoozed one, ISO 8601. */
  until: string | null;
  /** The name of whoever snoozed it, where that is known. */
  snoozedBy: string | null;
  /** Of a digest: when it is due. */
  next: string | null;
  lastDelivery: {
    /** Delivered, or tried last; null: not tried yet. */
    at: string | null;
    due: string;
    state: 'waiting' | 'sending' | 'delivered' | 'dead';
    why: string | null;
    /** When it is tried again. */
    next: string | null;
  } | null;
  /** `file`: from the configuration file, and changed there only. */
  source: 'typed' | 'file';
  /** The name of whoever made it, as the platform told it then. */
  by: string | null;
};

/** What this conversation receives. `timezone` null: none is set. */
export type SettingsData = {
  conversation: string;
  timezone: string | null;
  /** Hours in which alerts wait; null: none are set. */
  quiet: QuietHours | null;
  orders: readonly OrderRow[];
};
