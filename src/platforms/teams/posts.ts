import type { Card } from '../../cards/card.ts';
import { teamsActivity } from '../../cards/message.ts';
import type { ConversationStore, Delivery, Messenger } from '../../ports.ts';
import type { Connector, Message, Target } from './connector.ts';
import { type Reference, reference } from './place.ts';
import { deliveryOf, editedOf, type Sent } from './sent.ts';

/** Characters of a card's text that surely fit into one message. */
const LONGEST_TEXT = 6000;

/** Where somebody's personal chat can be opened before they have written; null: nowhere yet. */
export type Start = () => { serviceUrl: string; tenant: string; bot: string } | null;

/** `threads`: replies go under the post that they are about. */
type Place = Target & { threads: boolean };
type Stop = Exclude<Delivery, { outcome: 'delivered' }>;

const NEVER: Stop = {
  outcome: 'paused',
  why: 'Scoreline has never been there: nobody has added it or written to it.',
};

/** Posts nobody asked for: new ones, in threads, and in the place of earlier ones. Never rejecting. */
export function createPosts(connector: Connector, conversations: ConversationStore, start: Start): Messenger {
  const placeFor = createPlaces(connector, conversations, start);
  return {
    async deliver(key, card, { parent = null } = {}) {
      const place = await placeFor(key);
      if ('outcome' in place) return place;
      const send = (to: Target) => inFull(card, (message) => connector.post(to, message));
      if (parent === null || !place.threads) return deliveryOf(await send(place));
      const sent = await send({ ...place, conversation: `${place.conversation};messageid=${parent}` });
      // The thread is gone, and perhaps the channel with it.
      const beside = sent.kind === 'refused' && sent.status === 404;
      return deliveryOf(beside ? await send(place) : sent);
    },
    async edit(key, post, card) {
      const place = await placeFor(key);
      if ('outcome' in place) return place;
      const sent = await inFull(card, (message) => connector.update(place, post, message));
      return editedOf(sent.kind === 'sent' ? { kind: 'sent', id: post } : sent);
    },
    // A bot may not read what was said, not even by itself.
    posted: async () => null,
  };
}

function createPlaces(connector: Connector, conversations: ConversationStore, start: Start) {
  return async (key: string): Promise<Place | Stop> => {
    const found = await conversations.find(key);
    const kept = found === null ? null : reference.safeParse(found.reference);
    if (kept?.success === true) return { ...kept.data, threads: found?.kind === 'channel' };
    return open(key);
  };

  /** Opening a chat shows nothing to anybody, and opening it again gives the same one: so it may always be retried. */
  async function open(key: string): Promise<Place | Stop> {
    const person = /^teams:([0-9a-f-]{36})$/u.exec(key)?.[1];
    const from = start();
    if (person === undefined || from === null) return NEVER;
    const sent = await connector.open(from.serviceUrl, from.tenant, person);
    if (sent.kind === 'unknown') return { outcome: 'retry', after: 60, why: sent.why };
    if (sent.kind !== 'sent') return deliveryOf(sent);
    if (sent.id === null) return { outcome: 'paused', why: 'Teams opened no chat with that person.' };
    const { serviceUrl, tenant, bot } = from;
    const kept: Reference = { tenant, serviceUrl, conversation: sent.id, bot: { id: bot } };
    const chat = { key, kind: 'personal', shared: false, platform: 'teams', name: null } as const;
    await conversations.remember({ ...chat, reference: kept });
    return { serviceUrl, conversation: sent.id, threads: false };
  }
}

/** The card, and only if Teams finds that too large, its text alone. */
export async function inFull(card: Card, post: (message: Message) => Promise<Sent>): Promise<Sent> {
  const sent = await post(teamsActivity(card));
  if (sent.kind !== 'refused' || sent.status !== 413) return sent;
  return post({ type: 'message', text: card.text.slice(0, LONGEST_TEXT) });
}
