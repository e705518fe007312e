import { z } from 'zod';
import type { Conversation, ConversationKind } from '../../core/access.ts';
import type { MetConversation } from '../../ports.ts';
import type { Addressed } from './activity.ts';
import { tenantsOf } from './activity.ts';

/** Where to post: all that Teams needs to be spoken to first. */
export const reference = z.object({
  tenant: z.string().nullable(),
  serviceUrl: z.url(),
  /** Without `;messageid=`: the conversation, not one thread of it. */
  conversation: z.string(),
  bot: z.object({ id: z.string(), name: z.string().nullish() }),
});
export type Reference = z.infer<typeof reference>;

export const personKey = (aadObjectId: string): string => `teams:${aadObjectId.toLowerCase()}`;

/** The conversation without its thread. */
export const withoutThread = (id: string): string => id.replace(/;messageid=.*$/iu, '');

/** Where this happened; null in a personal chat with somebody who has no Entra id. */
export function placeOf(given: Addressed): Conversation | null {
  const kind = kindOf(given.conversation.conversationType);
  const oid = given.from?.aadObjectId;
  if (kind === 'personal' && oid == null) return null;
  const key =
    kind === 'personal' && oid != null ? personKey(oid) : `teams:${withoutThread(given.conversation.id)}`;
  return { key, kind, shared: isShared(given) };
}

/** Unknown types count as a channel: the kind that shows least. */
function kindOf(type: string | null | undefined): ConversationKind {
  if (type === 'personal') return 'personal';
  return type === 'groupChat' ? 'group' : 'channel';
}

/** Teams marks a shared channel; one that is told about two tenants is shared as well. */
function isShared(given: Addressed): boolean {
  const { channel, membershipSource } = given.channelData ?? {};
  const tenants = [...tenantsOf(given), membershipSource?.tenantId?.toLowerCase()];
  const different = new Set(tenants.filter((tenant) => tenant !== undefined));
  return channel?.type?.toLowerCase() === 'shared' || different.size > 1;
}

/** What is kept of a conversation, so that the bot can speak first in it. */
export function met(given: Addressed, place: Conversation): MetConversation {
  const { team, channel } = given.channelData ?? {};
  const inTeam = [team?.name, channel?.name].filter((name) => name != null).join(' / ');
  const name = place.kind === 'personal' ? given.from?.name : (given.conversation.name ?? (inTeam || null));
  const kept: Reference = {
    tenant: tenantsOf(given)[0] ?? null,
    serviceUrl: given.serviceUrl,
    conversation: withoutThread(given.conversation.id),
    bot: { id: given.recipient.id, name: given.recipient.name ?? null },
  };
  return { ...place, platform: 'teams', name: name ?? null, reference: kept };
}
