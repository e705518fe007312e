import type { TeamsActivity } from '../../cards/message.ts';
import type { Adapter, Client } from './adapter.ts';
import { type Sent, sentOf } from './sent.ts';

/** A place to write to. `conversation` may name a thread: `…;messageid=<root>`. */
export type Target = { serviceUrl: string; conversation: string };
export type Message = TeamsActivity | { type: 'message'; text: string };

/** The conversation service's few requests that we make: one try each, never rejecting. */
export type Connector = {
  post(target: Target, message: Message): Promise<Sent>;
  /** Puts another message in the place of one of ours. */
  update(target: Target, id: string, message: Message): Promise<Sent>;
  /** Opens (or finds) the personal chat with somebody; `id` is the conversation's. */
  open(serviceUrl: string, tenant: string, person: string): Promise<Sent>;
  /** One member of a conversation as Teams describes them; null where that cannot be read. */
  member(target: Target, id: string): Promise<unknown>;
};

export function createConnector(adapter: Adapter, bot: string): Connector {
  const ask = async (
    serviceUrl: string,
    request: (to: Client['conversations']) => Promise<{ id?: string }>,
  ) => {
    try {
      const { conversations } = await adapter.client(serviceUrl);
      const { id } = await request(conversations);
      return { kind: 'sent', id: id ?? null } as const;
    } catch (error) {
      return sentOf(error);
    }
  };
  return {
    post: ({ serviceUrl, conversation }, message) =>
      ask(serviceUrl, (to) => to.sendToConversation(conversation, message)),
    update: ({ serviceUrl, conversation }, id, message) =>
      ask(serviceUrl, (to) => to.updateActivity(conversation, id, message)),
    open: (serviceUrl, tenantId, person) =>
      ask(serviceUrl, (to) =>
        to.createConversation({
          isGroup: false,
          bot: { id: bot, name: '' },
          members: [{ id: person, name: '' }],
          tenantId,
          channelData: { tenant: { id: tenantId } },
        } as Parameters<typeof to.createConversation>[0]),
      ),
    async member({ serviceUrl, conversation }, id) {
      try {
        const { conversations } = await adapter.client(serviceUrl);
        return await conversations.getConversationMember(conversation, id);
      } catch {
        return null;
      }
    },
  };
}
