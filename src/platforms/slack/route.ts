import type { Answer } from '../../ports.ts';
import type { Target } from './ask.ts';
import type { Sent } from './sent.ts';

export type Message = Readonly<Record<string, unknown>>;
/** Sends one message to one place, once. */
export type Post = (message: Message) => Promise<Sent>;
export type Ways = {
  post(channel: string, thread: string | null): Post;
  through(url: string, how: Message): Post;
};

/** How this answer reaches the place it belongs to. */
export function route(target: Target, answer: Answer, personal: boolean, { post, through }: Ways): Post {
  switch (target.kind) {
    case 'private': {
      // A direct message may be between two people: only the one who asked may see what was granted to them.
      const open = answer.audience === 'channel' && !personal;
      const how = { response_type: open ? 'in_channel' : 'ephemeral', replace_original: false };
      return through(target.url, { ...how, ...threaded(target.thread) });
    }
    case 'replace':
      // Rows that somebody reads are not replaced by a mistake or a fault.
      return through(target.url, answer.outcome === 'answered' ? { replace_original: true } : PRIVATELY);
    case 'post': {
      const { channel, thread, url } = target;
      const inside = post(channel, thread);
      if (url === null) return inside;
      return async (message) => {
        const result = await inside(message);
        const outside = result.kind === 'refused' && NOT_INSIDE.has(result.code);
        return outside ? through(url, PRIVATELY)(message) : result;
      };
    }
  }
}

const PRIVATELY: Message = { response_type: 'ephemeral', replace_original: false };
/** The button stands on a message that was shared through a `response_url`, where the bot is no member. */
const NOT_INSIDE = new Set(['not_in_channel', 'channel_not_found']);

export const threaded = (thread: string | null): Message => (thread === null ? {} : { thread_ts: thread });
