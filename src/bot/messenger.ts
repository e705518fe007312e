import type { Card } from '../cards/card.ts';
import type { Delivery, Messenger, Meter, Platform } from '../ports.ts';

/** Prints what was ordered in the terminal. */
type Terminal = (text: string) => void;

/** Speaks on whichever platform a key belongs to; deliveries are counted. */
export function messengerOf(
  platform: (name: Platform['name']) => Promise<Platform | null> | undefined,
  { meter, terminal }: { meter?: Meter | undefined; terminal?: Terminal | undefined },
): Messenger {
  const of = async (key: string) => (await platform(key.startsWith('slack:') ? 'slack' : 'teams')) ?? null;
  const off = (key: string) => ({ outcome: 'paused', why: `The platform of ${key} is off.` }) as const;
  return {
    async deliver(key, card, how) {
      if (key === 'terminal') return printed(card, terminal);
      const found = await of(key);
      if (found === null) return off(key);
      const delivery = await found.deliver(key, card, how);
      meter?.({ kind: 'delivery', platform: found.name, outcome: delivery.outcome });
      return delivery;
    },
    edit: async (key, post, card) => (await of(key))?.edit(key, post, card) ?? off(key),
    posted: async (key, id, since, parent) => (await of(key))?.posted(key, id, since, parent) ?? null,
  };
}

const UNREAD = 'Nobody reads this terminal: order it in a chat, or with --in, or let npm run tick print it.';

function printed(card: Card, terminal: Terminal | undefined): Delivery {
  if (terminal === undefined) return { outcome: 'retry', after: 3600, why: UNREAD };
  terminal(card.text);
  return { outcome: 'delivered', post: null };
}
