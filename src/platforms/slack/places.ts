import { z } from 'zod';
import type { Conversation, ConversationKind, Person } from '../../core/access.ts';
import type { Clock, MetConversation } from '../../ports.ts';
import type { Ask } from './ask.ts';
import { memo } from './memo.ts';
import type { WebApi } from './web.ts';

/** Milliseconds for which a channel's description is believed: one made shared with another company is so after that. */
const TTL = 60_000;

const flag = z.boolean().nullish();
const ConversationInfo = z.object({
  channel: z.object({
    name: z.string().nullish(),
    is_im: flag,
    is_mpim: flag,
    is_ext_shared: flag,
    is_pending_ext_shared: flag,
  }),
});

type Info = { name: string | null; kind: ConversationKind; shared: boolean };

/** Where it was asked, as everybody else gets to know it. `told`: Slack said so; else it is the worst that may be. */
export type LookUpPlace = {
  (ask: Ask, person: Person): Promise<{ place: MetConversation; told: boolean }>;
  /** Whether a channel is shared now, whatever was believed; null: nobody tells. */
  sharedNow(channel: string): Promise<boolean | null>;
};

/** `conversations.info`, remembered for a minute. A channel nobody describes counts as shared with a stranger. */
export function createPlaces(web: WebApi, clock: Clock): LookUpPlace {
  const read = async (channel: string): Promise<Info | null> => {
    const { result } = await web('conversations.info', { channel });
    const parsed = ConversationInfo.safeParse(result);
    return parsed.success ? infoOf(parsed.data.channel) : null;
  };
  const infos = memo(read, TTL, clock);
  const sharedNow = async (channel: string) => {
    infos.forget(channel);
    return (await infos(channel))?.shared ?? null;
  };
  const lookUp = async (ask: Ask, person: Person) => {
    const { workspace, place } = ask;
    if (place.kind === 'personal') return personal(ask, person);
    const info = await infos(place.channel);
    const kind = place.kind ?? info?.kind ?? 'channel';
    if (kind === 'personal') return personal(ask, person);
    const shared = place.shared === true || (info?.shared ?? place.shared ?? true);
    const reference = { team: workspace, channel: place.channel };
    const conversation = { key: `slack:${workspace}/${place.channel}`, kind, shared };
    return {
      place: met(conversation, info?.name ?? null, reference),
      told: info !== null || place.shared !== null,
    };
  };
  return Object.assign(lookUp, { sharedNow });
}

/** The person's own, whichever direct message it was typed in: a post goes to the person, never to that channel. */
const personal = (ask: Ask, person: Person) => ({
  place: met({ key: person.key, kind: 'personal', shared: false }, person.name, {
    team: ask.workspace,
    user: ask.user.id,
  }),
  told: true,
});

const met = (conversation: Conversation, name: string | null, reference: object): MetConversation => ({
  ...conversation,
  platform: 'slack',
  name,
  reference,
});

const infoOf = (channel: z.infer<typeof ConversationInfo>['channel']): Info => ({
  name: channel.name ?? null,
  kind: channel.is_im === true ? 'personal' : channel.is_mpim === true ? 'group' : 'channel',
  // Another company that was invited and has not come yet will read whatever is granted by then.
  shared: channel.is_ext_shared === true || channel.is_pending_ext_shared === true,
});
