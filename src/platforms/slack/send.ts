import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Clock, Log, Messenger } from '../../ports.ts';
import type { Ask } from './ask.ts';
import { createSendCard } from './in-full.ts';
import { createPosted } from './posted.ts';
import { createPosts } from './posts.ts';
import type { Respond } from './response-url.ts';
import { type Message, type Post, route, threaded, type Ways } from './route.ts';
import { whyOf } from './sent.ts';
import type { WebApi } from './web.ts';

/** Seconds that a person is kept waiting when Slack limits us; longer, and they are told instead. */
const LONGEST_WAIT = 5;

export type Sender = Messenger & {
  /** Answers a person. Never rejects: what could not be sent is one log line. */
  answer(ask: Ask, answer: Answer, personal: boolean): Promise<void>;
};

export function createSender(web: WebApi, respond: Respond, clock: Clock, log: Log): Sender {
  const sendCard = createSendCard(clock, log);
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
      const there = patiently(route(ask.target, answer, personal, ways));
      const result = await sendCard(there, answer.card, ask.workspace);
      if (result.kind === 'sent') return;
      log.warn(`slack: an answer was not sent: ${whyOf(result)}`, { channel: ask.place.channel });
      if (result.kind === 'limited') await apologise(web, ask, result.seconds);
    },
    ...createPosts(web, sendCard),
    posted: createPosted(web),
  };
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
