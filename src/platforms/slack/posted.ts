import { z } from 'zod';
import type { Found, Messenger } from '../../ports.ts';
import { addressOf, EVENT_TYPE, placeOf } from './posts.ts';
import { type Sent, whyOf } from './sent.ts';
import type { WebApi } from './web.ts';

const History = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ id: z.string() }) })
        .optional()
        .catch(undefined),
    }),
  ),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** Pages of messages that are read, at 200 each; beyond, it cannot be told. */
const PAGES = 5;
/** Seconds until it is asked again where it does not say. */
const LATER = 30;
/** Seconds by which Slack's clock may be behind ours. */
const BEHIND = 60;

/**
 * Looks for a post by its metadata, where the optional scopes `channels:history` and `groups:history` were given. A
 * person's chat cannot be looked into: nobody tells its channel.
 */
export function createPosted(web: WebApi): Messenger['posted'] {
  return async (key, id, since, parent = null) => {
    const channel = addressOf(key)?.channel;
    if (channel === undefined || !/^[CG]/u.test(channel)) return null;
    const oldest = String(since.getTime() / 1000 - BEHIND);
    const thread = parent === null ? null : placeOf(parent, channel).ts;
    const where = { channel, oldest, limit: 200, include_all_metadata: true };
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const asked = { ...where, ...(cursor === undefined ? {} : { cursor }) };
      const read =
        thread === null
          ? web('conversations.history', asked)
          : web('conversations.replies', { ...asked, ts: thread });
      const { sent, result } = await read;
      const { data } = History.safeParse(result);
      if (data === undefined) return untold(sent);
      const found = data.messages.find(({ metadata }) => isNamed(metadata, id));
      if (found !== undefined) return { post: found.ts };
      cursor = data.response_metadata?.next_cursor || undefined;
      if (cursor === undefined) return data.has_more === true ? null : { post: null };
    }
    return null;
  };
}

/** Slack refuses for good where the scopes are missing, or the bot is not there; anything else passes. */
function untold(sent: Sent): Found | null {
  if (sent.kind === 'sent' || sent.kind === 'refused') return null;
  const after = sent.kind === 'limited' ? sent.seconds : LATER;
  return { outcome: 'retry', after, why: whyOf(sent) };
}

type Metadata = z.infer<typeof History>['messages'][number]['metadata'];
const isNamed = (metadata: Metadata, id: string): boolean =>
  metadata?.event_type === EVENT_TYPE && metadata.event_payload.id === id;
