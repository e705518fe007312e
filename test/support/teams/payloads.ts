import { randomUUID } from 'node:crypto';
import { APP_ID, TENANT } from './issuer.ts';

export const BOT = { id: `28:${APP_ID}`, name: 'Scoreline' };
export const ADA = {
  id: '29:ada',
  name: 'Ada Lindqvist',
  aadObjectId: 'ada0ada0-0000-4000-8000-0000000000aa',
};
export const BEN = { id: '29:ben', name: 'Ben Okafor', aadObjectId: 'be0be0be-0000-4000-8000-0000000000bb' };
export const PERSONAL = { conversationType: 'personal', tenantId: TENANT, id: 'a:personal-of-ada' };
export const GROUP = {
  conversationType: 'groupChat',
  isGroup: true,
  tenantId: TENANT,
  id: '19:group@thread.v2',
};
export const CHANNEL_ID = '19:channel@thread.tacv2';
export const CHANNEL = {
  conversationType: 'channel',
  isGroup: true,
  tenantId: TENANT,
  id: `${CHANNEL_ID};messageid=1700000000001`,
};
export const IN_TEAM = {
  tenant: { id: TENANT },
  team: { id: '19:team@thread.tacv2', name: 'Contoso' },
  channel: { id: CHANNEL_ID, name: 'Cloud security' },
};

export type Payload = Record<string, unknown> & { serviceUrl: string };

/** Any activity from Ada to the bot; without more, in her personal chat. */
export function activity(serviceUrl: string, fields: Record<string, unknown>): Payload {
  return {
    id: randomUUID(),
    timestamp: '2026-11-23T18:23:55.679Z',
    channelId: 'msteams',
    serviceUrl,
    from: ADA,
    recipient: BOT,
    conversation: PERSONAL,
    channelData: { tenant: { id: TENANT } },
    locale: 'en-US',
    entities: [
      { type: 'clientInfo', locale: 'en-US', country: 'NO', platform: 'Web', timezone: 'Europe/Oslo' },
    ],
    ...fields,
  };
}

/** A message as typed. */
export const message = (serviceUrl: string, text: string, more: Record<string, unknown> = {}): Payload =>
  activity(serviceUrl, { type: 'message', text, textFormat: 'plain', ...more });

/** A message in a channel's thread that mentions the bot. */
export const mention = (serviceUrl: string, text: string, more: Record<string, unknown> = {}): Payload =>
  message(serviceUrl, text, {
    conversation: CHANNEL,
    channelData: IN_TEAM,
    entities: [{ type: 'mention', mentioned: BOT, text: '<at>Scoreline</at>' }],
    ...more,
  });

/** A press on a button of a card, by its command line. */
export const press = (serviceUrl: string, line: string, more: Record<string, unknown> = {}): Payload =>
  activity(serviceUrl, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: '1700000000002',
    value: { action: { type: 'Action.Execute', verb: 'ask', data: { line } }, trigger: 'manual' },
    ...more,
  });

/** The same on a client that knows `Action.Submit` only. */
export const submit = (serviceUrl: string, line: string, more: Record<string, unknown> = {}): Payload =>
  activity(serviceUrl, { type: 'message', value: { line }, replyToId: '1700000000002', ...more });

/** The two activities that Teams sends when the bot is added. */
export const installed = (serviceUrl: string, more: Record<string, unknown> = {}): Payload[] => [
  activity(serviceUrl, { type: 'installationUpdate', action: 'add', ...more }),
  activity(serviceUrl, { type: 'conversationUpdate', membersAdded: [{ id: BOT.id }], ...more }),
];
