import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memberOf } from '../../support/teams/fake-connector.ts';
import {
  ADA,
  activity,
  BEN,
  CHANNEL,
  CHANNEL_ID,
  IN_TEAM,
  installed,
  mention,
  message,
  press,
} from '../../support/teams/payloads.ts';
import { type Microsoft, startMicrosoft, startTeams } from '../../support/teams/world.ts';
import { until } from '../../support/until.ts';

let microsoft: Microsoft;
let world: Awaited<ReturnType<typeof startTeams>>;
let url: string;

beforeAll(async () => {
  microsoft = await startMicrosoft();
  url = microsoft.connector.serviceUrl;
});
afterAll(() => microsoft.stop());
beforeEach(async () => {
  microsoft.connector.recorded.length = 0;
  microsoft.connector.troubles.length = 0;
  world = await startTeams(microsoft);
});
afterEach(() => world.stop());

const posted = (count = 1) => until(`${count} posts`, () => world.posts().length >= count && world.posts());

describe('who asks', () => {
  const carl = (oid: string) => ({
    id: `29:${oid}`,
    name: 'Carl',
    aadObjectId: `ca0ca0ca-0000-4000-8000-0000000000${oid}`,
  });
  it.each([
    ['04', { tenantId: undefined }, false],
    ['05', { userRole: 'owner' }, true],
  ])('%s: %j is a member: %s', async (oid, more, member) => {
    const person = carl(oid);
    microsoft.connector.members.set(person.id, memberOf(person, more));
    await world.post(message(url, 'score', { from: person }));
    await posted();
    expect(world.asked[0]?.person.member).toBe(member);
  });

  it.each<[string, object]>([
    ['01', { userRole: 'guest' }],
    ['02', { userPrincipalName: 'carl_partner.example#EXT#@contoso.example' }],
    ['03', { tenantId: 'ffffffff-0000-4000-8000-000000000000' }],
    ['06', { userRole: 'anonymous' }],
  ])('%s: %j is told so, and gets nothing from text or button', async (oid, more) => {
    const person = carl(oid);
    microsoft.connector.members.set(person.id, memberOf(person, more));
    await world.post(mention(url, '<at>Scoreline</at> score', { from: person }));
    const [post] = await posted();
    expect(post?.body.summary).toContain('no guests');
    const { body } = await world.post(press(url, 'controls page 2', { from: person }));
    expect(JSON.stringify(body)).toContain('no guests');
    expect(world.asked).toEqual([]);
    expect(world.log.lines).toHaveLength(2);
    expect(world.log.lines[0]).toContain('TEAMS_TENANTS');
    expect(world.log.lines[0]).not.toContain('Carl');
  });

  it('is no member as long as the roster cannot be read, and is looked up once after that', async () => {
    const person = carl('07');
    const ask = async (text: string) => {
      await world.post(message(url, text, { from: person }));
      return until(text, () => world.asked.find((asked) => asked.text === text));
    };
    expect((await ask('before')).person.member).toBe(false);
    microsoft.connector.members.set(person.id, memberOf(person));
    expect((await ask('after')).person.member).toBe(true);
    await ask('again');
    expect(microsoft.connector.recorded.filter(({ path }) => path.endsWith(person.id))).toHaveLength(2);
    await posted(3);
  });

  it('knows a channel that is shared with another company', async () => {
    const channelData = { ...IN_TEAM, channel: { ...IN_TEAM.channel, type: 'shared' } };
    await world.post(mention(url, '<at>Scoreline</at> score', { channelData }));
    await posted();
    expect(world.asked[0]?.conversation.shared).toBe(true);
  });
});

describe('arriving', () => {
  it('is greeted once, remembered, and not greeted again', async () => {
    for (const payload of installed(url)) await world.post(payload);
    for (const payload of installed(url)) await world.post(payload);
    await posted();
    await world.post(message(url, 'score'));
    await posted(2);
    expect(world.posts().map((post) => post.body.summary)).toEqual([
      'Welcome, all of you',
      'You asked: score',
    ]);
    expect(world.conversations.met.get(`teams:${ADA.aadObjectId}`)?.name).toBe(ADA.name);
  });

  it('in a team is one card in the channel', async () => {
    const conversation = { ...CHANNEL, id: CHANNEL_ID };
    for (const payload of installed(url, { conversation, channelData: IN_TEAM })) await world.post(payload);
    const posts = await posted();
    expect(posts.map(({ path }) => path)).toEqual([`/teams/v3/conversations/${CHANNEL_ID}/activities`]);
  });

  it('of other people, and leaving, need no words', async () => {
    await world.post(activity(url, { type: 'conversationUpdate', membersAdded: [{ id: BEN.id }] }));
    await world.post(activity(url, { type: 'installationUpdate', action: 'remove' }));
    await world.post(activity(url, { type: 'messageReaction' }));
    await world.post(message(url, 'score'));
    await posted();
    expect(world.posts()).toHaveLength(1);
    expect(world.log.lines).toEqual([
      `info teams: removed from a conversation {"conversation":"teams:${ADA.aadObjectId}"}`,
    ]);
  });
});
