import type { RequestListener } from 'node:http';
import type { Card } from '../cards/card.ts';

/** Posts a card into a conversation, or to a person's personal chat, without having been asked there. Never rejects. */
export type Messenger = {
  deliver(key: string, card: Card, how?: Posting): Promise<Delivery>;
  /** Puts a card in the place of an earlier post of ours. `gone`: there is no such message to change any more. */
  edit(key: string, post: string, card: Card): Promise<Edited>;
  /**
   * Looks for what was delivered under `id` since then, after an unknown outcome; in the thread of `parent` where it was
   * to go there. Null: the platform never tells.
   */
  posted(key: string, id: string, since: Date, parent?: string | null): Promise<Found | null>;
};

/** `post` null: it is not there. `retry`: the platform cannot tell now, and may be asked again in `after` seconds. */
export type Found = { post: string | null } | { outcome: 'retry'; after: number; why: string };

/**
 * `parent`: the `post` of an earlier delivery to the same key, in whose thread it goes; beside it where there are no
 * threads or that one is gone. `id`: a name of ours to find it again by, not secret.
 */
export type Posting = { parent?: string | null; id?: string };

/**
 * `post`: what the platform calls the message, to be given back to it; null where it does not tell. `paused`: a state and not a fault (archived, blocked, never met); `unknown`: it may have been posted; `retry`: it was
 * not, and may be tried again in `after` seconds.
 */
export type Delivery =
  | { outcome: 'delivered'; post: string | null }
  | { outcome: 'paused'; why: string }
  /** `crowded`: too much was posted in that workspace or tenant, whichever conversation it was for. */
  | { outcome: 'retry'; after: number; why: string; crowded?: true }
  | { outcome: 'unknown'; why: string };

export type Edited = Delivery | { outcome: 'gone'; why: string };

/** One chat platform: its HTTP routes, and how to speak first on it. */
export type Platform = Messenger & {
  name: 'teams' | 'slack';
  routes: Readonly<Record<string, RequestListener>>;
  /** Begins to receive what does not come by the routes. Only whoever serves the routes does it: others would take away. */
  open?(): void;
  close(): Promise<void>;
};
