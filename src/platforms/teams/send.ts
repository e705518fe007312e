import { setTimeout as sleep } from 'node:timers/promises';
import type { Card } from '../../cards/card.ts';
import { teamsActivity } from '../../cards/message.ts';
import type { ConversationStore, Log, Messenger } from '../../ports.ts';
import type { Connector, Target } from './connector.ts';
import { createPosts, inFull, type Start } from './posts.ts';
import type { Sent } from './sent.ts';

/** Seconds that a person is kept waiting when Teams limits us. */
const LONGEST_WAIT = 10;

export type Sender = Messenger & {
  /** Answers a person. Never rejects: what could not be sent is one log line. */
  answer(target: Target, card: Card): Promise<void>;
  /** Puts a card in the place of an earlier message of ours; where that is gone, posts it. Never rejects. */
  replace(target: Target, id: string | null, card: Card): Promise<void>;
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
    ...createPosts(connector, conversations, start),
  };
}

/** Waits once, if Teams asks for a short time only. */
async function patiently(attempt: () => Promise<Sent>): Promise<Sent> {
  const sent = await attempt();
  if (sent.kind !== 'limited' || sent.seconds > LONGEST_WAIT) return sent;
  await sleep(sent.seconds * 1000);
  return attempt();
}
