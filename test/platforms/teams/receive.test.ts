import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noticeCard } from '../../../src/cards/notice.ts';
import { TENANT } from '../../support/teams/issuer.ts';
import { ACCESS_TOKEN } from '../../support/teams/login.ts';
import {
  ADA,
  BEN,
  BOT,
  CHANNEL,
  CHANNEL_ID,
  GROUP,
  IN_TEAM,
  mention,
  message,
  PERSONAL,
} from '../../support/teams/payloads.ts';
import { type Microsoft, postTo, startMicrosoft, startTeams } from '../../support/teams/world.ts';
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

const tokensAsked = () => microsoft.login.asked.filter(({ path }) => path.endsWith('/token')).length;
const posted = (count = 1) => until(`${count} posts`, () => world.posts().length >= count && world.posts());

describe('a message', () => {
  it('is acknowledged, and answered with a post that carries the bot’s token', async () => {
    expect(await world.post(message(url, 'score'))).toEqual({ status: 200, body: null });
    const [post] = await posted();
    expect(post).toMatchObject({
      method: 'POST',
      path: '/teams/v3/conversations/a:personal-of-ada/activities',
      token: `Bearer ${ACCESS_TOKEN}`,
      body: { type: 'message', summary: 'You asked: score' },
    });
    expect(world.asked).toEqual([
      {
        text: 'score',
        person: { key: `teams:${ADA.aadObjectId}`, name: ADA.name, member: true },
        conversation: { key: `teams:${ADA.aadObjectId}`, kind: 'personal', shared: false },
        addressed: 'direct',
        timezone: 'Europe/Oslo',
      },
    ]);
  });

  it('asks for one token only, and nobody but the authority that was named', async () => {
    const before = tokensAsked();
    await world.post(message(url, 'one'));
    await world.post(message(url, 'two'));
    await posted(2);
    const paths = new Set(microsoft.login.asked.map(({ path }) => path));
    expect([...paths].every((path) => path.startsWith(`/${TENANT}/`))).toBe(true);
    expect(tokensAsked() - before).toBe(1);
  });

  it('is answered once, however often it is delivered', async () => {
    const payload = message(url, 'score');
    await world.post(payload);
    await world.post(payload);
    await world.post(message(url, 'help'));
    await posted(2);
    expect(world.asked.map(({ text }) => text).toSorted()).toEqual(['help', 'score']);
  });

  it('has an id of its own in its conversation only', async () => {
    const payload = message(url, 'score');
    await world.post(payload);
    await world.post({ ...payload, from: BEN, conversation: { ...PERSONAL, id: 'a:personal-of-ben' } });
    await posted(2);
    expect(world.asked.map(({ person }) => person.name)).toEqual([ADA.name, BEN.name]);
  });

  it.each([
    ['<at>Scoreline</at>&nbsp;score for R&amp;D', 'score for R&D'],
    ['score <at>Scoreline</at>', 'score'],
    ['<at>Scoreline</at> score \u00a0 &lt;prod&gt; &#39;a&#39; &amp;lt;', "score   <prod> 'a' &lt;"],
    ['<at>Scoreline</at>', ''],
  ])('loses the mention of the bot: %s', async (text, asked) => {
    await world.post(mention(url, text));
    await posted();
    expect(world.asked[0]).toMatchObject({ text: asked, addressed: 'named' });
  });

  it('keeps what only looks like a mention, and says who else was named', async () => {
    const entities = [
      { type: 'mention', mentioned: BOT, text: '<at>Score</at>' },
      { type: 'mention', mentioned: BEN, text: '<at>Ben</at>' },
    ];
    await world.post(
      mention(url, '<at>Score</at> ask <at>Ben</at> of &lt;at&gt;Score&lt;/at&gt;', { entities }),
    );
    await posted();
    expect(world.asked[0]?.text).toBe('ask Ben Okafor of <at>Score</at>');
  });

  it('in a channel is answered in its thread, and the channel is what may see', async () => {
    await world.post(mention(url, '<at>Scoreline</at> score'));
    const [post] = await posted();
    expect(post?.path).toBe(`/teams/v3/conversations/${CHANNEL.id}/activities`);
    expect(world.asked[0]?.conversation).toEqual({
      key: `teams:${CHANNEL_ID}`,
      kind: 'channel',
      shared: false,
    });
    expect(await world.conversations.find(`teams:${CHANNEL_ID}`)).toMatchObject({
      platform: 'teams',
      name: 'Contoso / Cloud security',
      reference: { tenant: TENANT, serviceUrl: url, conversation: CHANNEL_ID, bot: BOT },
    });
  });

  it('that does not name the bot is left alone, but for a personal chat', async () => {
    await world.post(message(url, 'talk among people', { conversation: CHANNEL, channelData: IN_TEAM }));
    await world.post(message(url, 'talk among people', { conversation: GROUP }));
    await world.post(mention(url, '<at>Scoreline</at> score', { conversation: GROUP }));
    await posted();
    expect(world.asked.map(({ text, conversation }) => [text, conversation.kind])).toEqual([
      ['score', 'group'],
    ]);
  });

  it('from another bot or without an Entra id is left alone', async () => {
    await world.post(message(url, 'hi', { from: { ...ADA, role: 'bot' } }));
    await world.post(message(url, 'hi', { from: { id: 'connector' } }));
    await world.post(message(url, 'score'));
    await posted();
    expect(world.asked).toHaveLength(1);
  });
});

describe('what is no activity', () => {
  it.each([
    ['{', 400],
    ['[]', 400],
    ['{"type":"message"}', 400],
    [`{"text":"${'x'.repeat(300_000)}"}`, 413],
  ])('body %# is refused', async (body, status) => {
    expect((await postTo(world.url, body, await microsoft.issuer.token(url))).status).toBe(status);
    expect(world.log.lines).toHaveLength(1);
    expect(world.log.lines[0]).toContain(`"status":${status}`);
  });

  it('a GET is 405', async () => {
    const response = await fetch(world.url);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('two questions of one conversation', () => {
  const words = () => world.posts().map(({ body }) => body.summary);

  it('are answered in their order, while another conversation does not wait', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await world.stop();
    world = await startTeams(microsoft, {
      bot: async ({ text }) => {
        if (text === 'first') await promise;
        return {
          card: noticeCard({ message: text, undo: null }),
          outcome: 'answered' as const,
          audience: 'asker' as const,
        };
      },
    });
    await world.post(message(url, 'first'));
    await world.post(message(url, 'second'));
    await world.post(mention(url, '<at>Scoreline</at> elsewhere'));
    await posted();
    resolve();
    await posted(3);
    expect(words()).toEqual(['elsewhere', 'first', 'second']);
  });
});
