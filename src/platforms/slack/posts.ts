import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import type { Delivery, Messenger } from '../../ports.ts';
import type { SendCard } from './in-full.ts';
import { type Message, type Post, threaded } from './route.ts';
import { deliveryOf, editedOf, type Sent } from './sent.ts';
import type { WebApi } from './web.ts';

const Posted = z.object({ channel: z.string(), ts: z.string() });
/** Slack's words for a message in whose thread nothing can be written, in a channel that may be written to. */
const NO_THREAD = new Set([
  'cannot_reply_to_message',
  'message_not_found',
  'thread_not_found',
  'restricted_action_thread_locked',
  'restricted_action_non_threadable_channel',
]);
/** The type of the metadata of our own posts. */
export const EVENT_TYPE = 'scoreline_delivery';

/** A message of ours by channel and `ts`. A person's key leads to a channel that only Slack knows, so it is kept. */
type Place = { channel: string; ts: string };

/** `<ts>` in the channel that the key names, else `<channel>/<ts>`. */
const postOf = ({ channel, ts }: Place, asked: string): string =>
  channel === asked ? ts : `${channel}/${ts}`;

export function placeOf(post: string, asked: string): Place {
  const [channel = '', ts] = post.split('/', 2);
  return ts === undefined ? { channel: asked, ts: channel } : { channel, ts };
}

/** The channel or person of a key, and its workspace. Null: no key of Slack's. */
export function addressOf(key: string): { workspace: string; channel: string } | null {
  const [, workspace, channel] = /^slack:([^/]+)\/([A-Z0-9]+)$/u.exec(key) ?? [];
  return workspace === undefined || channel === undefined ? null : { workspace, channel };
}

const STRANGE: Delivery = { outcome: 'paused', why: 'This is not a conversation in Slack.' };

/** Posts nobody asked for: new ones, in threads, and in the place of earlier ones. One request each, never rejecting. */
export function createPosts(web: WebApi, sendCard: SendCard): Pick<Messenger, 'deliver' | 'edit'> {
  const post = (where: Message, asked: string): Post => {
    return async (message) => {
      const plain = { unfurl_links: false, unfurl_media: false };
      const { sent, result } = await web('chat.postMessage', { ...plain, ...where, ...message });
      const posted = Posted.safeParse(result).data;
      return sent.kind === 'sent' && posted !== undefined
        ? { kind: 'sent', post: postOf(posted, asked) }
        : sent;
    };
  };
  const update = ({ channel, ts }: Place): Post => {
    // A text alone would leave the blocks of the earlier card where they are.
    return async (message) => (await web('chat.update', { channel, ts, blocks: [], ...message })).sent;
  };
  return {
    async deliver(key, card, { parent = null, id } = {}) {
      const address = addressOf(key);
      if (address === null) return STRANGE;
      const { workspace, channel } = address;
      const place = parent === null ? { channel, ts: null } : placeOf(parent, channel);
      const send = (where: Message): Promise<Sent> =>
        sendCard(post({ ...where, ...named(id) }, channel), card, workspace);
      const sent = await send({ channel: place.channel, ...threaded(place.ts) });
      const beside = parent !== null && sent.kind === 'refused' && NO_THREAD.has(sent.code);
      return deliveryOf(beside ? await send({ channel: place.channel }) : sent);
    },
    async edit(key: string, post: string, card: Card) {
      const address = addressOf(key);
      if (address === null) return STRANGE;
      const sent = await sendCard(update(placeOf(post, address.channel)), card, address.workspace);
      return editedOf(sent.kind === 'sent' ? { kind: 'sent', post } : sent);
    },
  };
}

/** Metadata is seen by apps in the channel, and by no person. https://docs.slack.dev/messaging/message-metadata */
const named = (id: string | undefined): Message =>
  id === undefined ? {} : { metadata: { event_type: EVENT_TYPE, event_payload: { id } } };
