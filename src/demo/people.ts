/** Somebody of the demo's company. `id` is an Entra object id. */
export type DemoPerson = { id: string; name: string };

/** Everybody of the demo. The first sits in front of the client page and is an operator. */
export const PEOPLE: readonly [DemoPerson, ...DemoPerson[]] = [
  { id: '0ada0ada-0000-4000-8000-000000000001', name: 'Ada Lindqvist' },
  { id: '0be20be2-0000-4000-8000-000000000002', name: 'Ben Okafor' },
  { id: '0c1a0c1a-0000-4000-8000-000000000003', name: 'Chiara Ricci' },
  { id: '0de50de5-0000-4000-8000-000000000004', name: 'Dev Sharma' },
  { id: '0e570e57-0000-4000-8000-000000000005', name: 'Eun Park' },
  { id: '0fa20fa2-0000-4000-8000-000000000006', name: 'Farid Haddad' },
];

export const TENANT_ID = '7e4a7e4a-0000-4000-8000-000000000010';
export const BOT_ID = '28:5c0e5c0e-0000-4000-8000-000000000011';
/** Conversation ids of the client page. The id of a team is that of its General channel. */
export const PERSONAL_CHAT_ID = 'a:demo-personal-chat';
export const GROUP_CHAT_ID = '19:demo-group-chat@thread.v2';
export const TEAM_ID = '19:demo-general@thread.tacv2';
export const CHANNEL_ID = '19:demo-cloud-security@thread.tacv2';

/** Key of the person who may decide in the demo, and of their personal chat. */
export const OPERATOR = `teams:${PEOPLE[0].id}`;
/** Key of the channel that may ask about everything. */
export const CHANNEL = `teams:${CHANNEL_ID}`;
