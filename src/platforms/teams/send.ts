import { setTimeout as sleep } from 'node:timers/promises';
import type { Card } from '../../cards/card.ts';
import { teamsActivity } from '../../cards/message.ts';
import type { ConversationStore, Delivery, Log } from '../../ports.ts';
import type { Connector, Message, Target } from './connector.ts';
import { type Reference, reference } from './place.ts';
import { deliveryOf, type Sent } from './sent.ts';

/** Seconds that a person is kept waiting when Teams limits us. */
const LONGEST_WAIT = 10;
/** Characters of a card's text that surely fit into one message. */
const LONGEST_TEXT = 6000;

/** Where somebody's personal chat can be opened before they have written; null: nowhere yet. */
export type Start = () => { serviceUrl: string; tenant: string; bot: string } | null;

export type Sender = {
  /** Answers a person. Never rejects: what could not be sent is one log line. */
  answer(target: Target, card: Card): Promise<void>;
  /** Puts a card in the place of an earlier message of ours; where that is gone, posts it. Never rejects. */
  replace(target: Target, id: string | null, card: Card): Promise<void>;
  deliver(key: string, card: Card): Promise<Delivery>;
};

export function createSender(
  connector: Connector,
  conversations: ConversationStore,
  start: Start,
  log: Log,
): Sender {
  const answer = async (target: Target, card: Card) => {
    const sent = await patiently(() => inFull(card, (message) => connector.post(target, message)));
    if (sent.kind !== 'sent') log.warn(`teams: an answer was not sent: ${sent.why}`);
  };
  return {
    answer,
    async replace(target, id, card) {
      const sent = id === null ? null : await connector.update(target, id, teamsActivity(card));
      if (sent?.kind !== 'sent') await answer(target, card);
    },
    async deliver(key, card) {
      const place = await placeFor(key);
      if ('outcome' in place) return place;
      return deliveryOf(await inFull(card, (message) => connector.post(place, message)));
    },
  };

  async function placeFor(key: string): Promise<Target | Delivery> {
    const found = await conversations.find(key);
    const kept = found === null ? null : reference.safeParse(found.reference);
    if (kept?.success === true) return kept.data;
    return open(key);
  }

  /** Opening a chat shows nothing to anybody, and opening it again gives the same one: so it may always be retried. */
  async function open(key: string): Promise<Target | Delivery> {
    const person = /^teams:([0-9a-f-]{36})$/u.exec(key)?.[1];
    const from = start();
    if (person === undefined || from === null) {
      return { outcome: 'paused', why: 'the bot has never been there: nobody has added it or written to it' };
    }
    const sent = await connector.open(from.serviceUrl, from.tenant, person);
    if (sent.kind === 'unknown') return { outcome: 'retry', after: 60, why: sent.why };
    if (sent.kind !== 'sent') return deliveryOf(sent);
    if (sent.id === null) return { outcome: 'paused', why: 'Teams opened no chat with that person' };
    const { serviceUrl, tenant, bot } = from;
    const kept: Reference = { tenant, serviceUrl, conversation: sent.id, bot: { id: bot } };
    const chat = { key, kind: 'personal', shared: false, platform: 'teams', name: null } as const;
    await conversations.remember({ ...chat, reference: kept });
    return { serviceUrl, conversation: sent.id };
  }
}

/** The card, and only if Teams finds that too large, its text alone. */
async function inFull(card: Card, post: (message: Message) => Promise<Sent>): Promise<Sent> {
  const sent = await post(teamsActivity(card));
  if (sent.kind !== 'refused' || sent.status !== 413) return sent;
  return post({ type: 'message', text: card.text.slice(0, LONGEST_TEXT) });
}

/** Waits once, if Teams asks for a short time only. */
async function patiently(attempt: () => Promise<Sent>): Promise<Sent> {
  const sent = await attempt();
  if (sent.kind !== 'limited' || sent.seconds > LONGEST_WAIT) return sent;
  await sleep(sent.seconds * 1000);
  return attempt();
}
