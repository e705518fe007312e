import { setTimeout as sleep } from 'node:timers/promises';
import type { Card } from '../../cards/card.ts';
import { slackMarkup } from '../../cards/escape.ts';
import { slackMessage } from '../../cards/message.ts';
import type { Answer, Delivery, Log } from '../../ports.ts';
import type { Ask } from './ask.ts';
import type { Respond } from './response-url.ts';
import { type Message, type Post, route, threaded, type Ways } from './route.ts';
import { deliveryOf, type Sent, whyOf } from './sent.ts';
import type { WebApi } from './web.ts';

/** Seconds that a person is kept waiting when Slack limits us; longer, and they are told instead. */
const LONGEST_WAIT = 5;
/** Slack's words for blocks that it does not want. */
const BLOCKS = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'invalid_attachments',
]);

export type Sender = {
  /** Answers a person. Never rejects: what could not be sent is one log line. */
  answer(ask: Ask, answer: Answer, personal: boolean): Promise<void>;
  deliver(key: string, card: Card): Promise<Delivery>;
};

export function createSender(web: WebApi, respond: Respond, log: Log): Sender {
  const post = (channel: string, thread: string | null): Post => {
    const where = { channel, unfurl_links: false, unfurl_media: false, ...threaded(thread) };
    return async (message) => (await web('chat.postMessage', { ...where, ...message })).sent;
  };
  const through = (url: string, how: Message): Post => {
    return (message) => respond(url, { unfurl_links: false, unfurl_media: false, ...how, ...message });
  };
  const ways: Ways = { post, through };
  return {
    async answer(ask, answer, personal) {
      const result = await inFull(patiently(route(ask.target, answer, personal, ways)), answer.card, log);
      if (result.kind === 'sent') return;
      log.warn(`slack: an answer was not sent: ${whyOf(result)}`, { channel: ask.place.channel });
      if (result.kind === 'limited') await apologise(web, ask, result.seconds);
    },
    async deliver(key, card) {
      const channel = /^slack:[^/]+\/([A-Z0-9]+)$/u.exec(key)?.[1];
      if (channel === undefined) return { outcome: 'paused', why: 'This is not a conversation in Slack.' };
      return deliveryOf(await inFull(post(channel, null), card, log));
    },
  };
}

/** The message as it is, then poorer versions of it until Slack takes one. The last has no blocks at all. */
async function inFull(post: Post, card: Card, log: Log): Promise<Sent> {
  let result: Sent = { kind: 'refused', code: 'no_message' };
  for (const version of versions(card, log)) {
    result = await post(version);
    if (result.kind !== 'refused' || !BLOCKS.has(result.code)) return result;
    log.warn(`slack: refused the blocks of a card: ${result.code}`, { card: card.name });
  }
  return result;
}

/** A card that cannot be drawn is a bug, and is still said. */
function versions(card: Card, log: Log): readonly Message[] {
  try {
    const { text, blocks } = slackMessage(card);
    return [{ text, blocks }, { text }];
  } catch (error) {
    log.error(`slack: a card could not be drawn: ${error}`, { card: card.name });
    return [{ text: slackMarkup(card.text) }];
  }
}

/** Waits once, if Slack asks for a short time only. */
function patiently(post: Post): Post {
  return async (message) => {
    const result = await post(message);
    if (result.kind !== 'limited' || result.seconds > LONGEST_WAIT) return result;
    await sleep(result.seconds * 1000);
    return post(message);
  };
}

/** Each method of the Web API has its own limit, so this one usually still works; where it does not, the log has it. */
async function apologise(web: WebApi, ask: Ask, seconds: number): Promise<void> {
  const thread = ask.target.kind === 'post' ? ask.target.thread : null;
  const text = `Slack limits how often I may post. Please ask again in ${Math.max(1, Math.ceil(seconds))} seconds.`;
  await web('chat.postEphemeral', {
    channel: ask.place.channel,
    user: ask.user.id,
    text,
    ...threaded(thread),
  });
}
