import {
  BOT_ID,
  CHANNEL_ID,
  type DemoPerson,
  GROUP_CHAT_ID,
  PERSONAL_CHAT_ID,
  TEAM_ID,
  TENANT_ID,
} from './people.ts';

/** What the client page is told about its people and places. JSON, which is YAML. Wants six people and one channel. */
export function playgroundConfig(people: readonly DemoPerson[]): string {
  const [first, ...others] = people;
  if (first === undefined || others.length !== 5) throw new Error('the client page wants six people');
  return JSON.stringify({
    version: '0.1.1',
    tenantId: TENANT_ID,
    bot: { id: BOT_ID, name: 'Scoreline' },
    currentUser: user(first),
    users: others.map(user),
    personalChat: { id: PERSONAL_CHAT_ID },
    groupChat: { id: GROUP_CHAT_ID, name: 'Platform team' },
    team: {
      id: TEAM_ID,
      name: 'Contoso',
      aadGroupId: '7ea07ea0-0000-4000-8000-000000000012',
      channels: [{ id: CHANNEL_ID, name: 'Cloud security' }],
    },
  });
}

function user({ id, name }: DemoPerson) {
  const [givenName = name, surname = ''] = name.split(' ');
  const email = `${givenName.toLowerCase()}@contoso.example`;
  return { id: `29:${id}`, name, userPrincipleName: email, aadObjectId: id, givenName, surname, email };
}
