import type { RequestListener } from 'node:http';
import type { Card } from '../cards/card.ts';

/** Posts a card into a conversation, or to a person's personal chat, without having been asked there. */
export type Messenger = { deliver(key: string, card: Card): Promise<Delivery> };

/**
 * `paused`: a state and not a fault (archived, blocked, never met); `unknown`: it may have been posted; `retry`: it was
 * not, and may be tried again in `after` seconds.
 */
export type Delivery =
  | { outcome: 'delivered' }
  | { outcome: 'paused'; why: string }
  | { outcome: 'retry'; after: number; why: string }
  | { outcome: 'unknown'; why: string };

/** One chat platform: its HTTP routes, and how to speak first on it. */
export type Platform = Messenger & {
  name: 'teams' | 'slack';
  routes: Readonly<Record<string, RequestListener>>;
  /** Begins to receive what does not come by the routes. Only whoever serves the routes does it: others would take away. */
  open?(): void;
  close(): Promise<void>;
};
