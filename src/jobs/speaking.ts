import { openWorld, type World } from '../answers/world.ts';
import type { CardContext } from '../cards/data.ts';
import { type Conversation, type Grant, inForce } from '../core/access.ts';
import { addressIn } from '../core/names.ts';
import type { Clock, PostureSource, Stores } from '../ports.ts';

/** What everything that speaks first is made from. */
export type SpeakingDeps = {
  stores: Pick<
    Stores,
    'posture' | 'access' | 'conversations' | 'preferences' | 'targets' | 'orders' | 'outbox' | 'jobs'
  >;
  source: () => Promise<PostureSource>;
  /** Base of the Azure portal. */
  portal: string;
  /** Milliseconds after which numbers are called old. */
  staleAfter: number;
  clock: Clock;
};

/** What a conversation may see at this moment, and how it is told. `granted`: it may see anything at all. */
export async function worldOf(
  { stores, source, portal, clock }: SpeakingDeps,
  key: string,
): Promise<{ world: World; zone: string | null; granted: boolean; grants: readonly Grant[] }> {
  const conversation = await conversationOf(stores, key);
  const grants = inForce(await stores.access.grants(key), conversation);
  const world = await openWorld(
    { posture: stores.posture, source, portal, now: clock() },
    grants,
    conversation,
  );
  const granted = conversation.kind === 'terminal' || grants.length > 0;
  return { world, zone: (await stores.preferences.of(key)).zone, granted, grants };
}

/** One that nobody has written in yet is known by its key alone. */
async function conversationOf(
  { conversations }: Pick<Stores, 'conversations'>,
  key: string,
): Promise<Conversation> {
  if (key === 'terminal') return { key, kind: 'terminal', shared: false };
  return (await conversations.find(key)) ?? { key, kind: 'channel', shared: false };
}

/** A post is nobody's question: it has no page, and its times are those of the conversation. */
export const cardContext = (
  { portal, staleAfter }: Pick<SpeakingDeps, 'portal' | 'staleAfter'>,
  world: World,
  zone: string | null,
): CardContext => ({
  ...{ now: world.now.toISOString(), zone, portal, page: 1, line: 'settings', private: false },
  ...{ address: addressIn(world.estate), staleAfter, unstored: world.unstored },
});
