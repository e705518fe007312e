import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { noticeCard } from '../../../src/cards/notice.ts';
import { refusal, type Trouble } from '../../support/teams/fake-connector.ts';
import { APP_ID, TENANT } from '../../support/teams/issuer.ts';
import { ADA, BEN, CHANNEL_ID, mention, message, press, submit } from '../../support/teams/payloads.ts';
import { type Microsoft, startMicrosoft, startTeams } from '../../support/teams/world.ts';
import { until } from '../../support/until.ts';

let microsoft: Microsoft;
let world: Awaited<ReturnType<typeof startTeams>>;
let url: string;
const card = noticeCard({ message: 'The score dropped', undo: null });
const ada = `teams:${ADA.aadObjectId}`;

beforeAll(async () => {
  microsoft = await startMicrosoft();
  url = microsoft.connector.serviceUrl;
});
afterAll(() => microsoft.stop());
beforeEach(async () => {
  world = await startTeams(microsoft);
  await world.post(message(url, 'hello'));
  await world.post(mention(url, '<at>Scoreline</at> hello'));
  await until('two answers', () => world.posts().length === 2);
  microsoft.connector.recorded.length = 0;
  microsoft.connector.troubles.length = 0;
});
afterEach(async () => {
  await world.stop();
  microsoft.connector.recorded.length = 0;
});

describe('speaking first', () => {
  it('posts into a channel that was met, as a thread of its own', async () => {
    expect(await world.teams.deliver(`teams:${CHANNEL_ID}`, card)).toMatchObject({ outcome: 'delivered' });
    expect(world.posts()).toMatchObject([
      { path: `/teams/v3/conversations/${CHANNEL_ID}/activities`, body: { summary: 'The score dropped' } },
    ]);
  });

  it('posts to a person who was met', async () => {
    expect(await world.teams.deliver(ada, card)).toMatchObject({ outcome: 'delivered' });
    expect(world.posts()).toMatchObject([{ path: '/teams/v3/conversations/a:personal-of-ada/activities' }]);
  });

  it('opens a chat with a person who was never met, once', async () => {
    const ben = `teams:${BEN.aadObjectId}`;
    expect(await world.teams.deliver(ben, card)).toMatchObject({ outcome: 'delivered' });
    expect(await world.teams.deliver(ben, card)).toMatchObject({ outcome: 'delivered' });
    expect(world.posts()).toMatchObject([
      {
        path: '/teams/v3/conversations',
        body: { bot: { id: `28:${APP_ID}` }, members: [{ id: BEN.aadObjectId }], tenantId: TENANT },
      },
      { path: '/teams/v3/conversations/a:opened/activities' },
      { path: '/teams/v3/conversations/a:opened/activities' },
    ]);
  });

  it('says where it cannot: a conversation never met, a person before anybody wrote', async () => {
    const paused = { outcome: 'paused', why: expect.stringContaining('never been there') };
    expect(await world.teams.deliver('teams:19:unknown@thread.tacv2', card)).toEqual(paused);
    const fresh = await startTeams(microsoft);
    expect(await fresh.teams.deliver(`teams:${BEN.aadObjectId}`, card)).toEqual(paused);
    await fresh.stop();
    expect(world.posts()).toEqual([]);
  });

  it('goes to this machine itself without a proxy', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
    vi.stubEnv('http_proxy', 'http://127.0.0.1:1');
    expect(await world.teams.deliver(ada, card)).toMatchObject({ outcome: 'delivered' });
    vi.unstubAllEnvs();
  });

  it('sends nothing to a host that is allowed no more', async () => {
    const config = { ...microsoft.config, serviceHosts: [] };
    const stricter = await startTeams({ ...microsoft, config }, { conversations: world.conversations });
    expect((await stricter.teams.deliver(ada, card)).outcome).not.toBe('delivered');
    await stricter.stop();
    expect(world.posts()).toEqual([]);
  });
});

describe('a thread and a change', () => {
  it('of a channel go to the message that Teams named', async () => {
    const channel = `teams:${CHANNEL_ID}`;
    const first = await world.teams.deliver(channel, card);
    expect(first).toEqual({ outcome: 'delivered', post: expect.stringMatching(/./u) });
    const parent = first.outcome === 'delivered' ? first.post : null;
    await world.teams.deliver(channel, card, { parent });
    expect(await world.teams.edit(channel, parent ?? '', card)).toEqual({
      outcome: 'delivered',
      post: parent,
    });
    const at = `/teams/v3/conversations/${CHANNEL_ID}`;
    expect(world.posts().map(({ method, path }) => [method, decodeURIComponent(path)])).toEqual([
      ['POST', `${at}/activities`],
      ['POST', `${at};messageid=${parent}/activities`],
      ['PUT', `${at}/activities/${parent}`],
    ]);
  });

  it('stand beside a thread that is gone, and there are none in a chat', async () => {
    microsoft.connector.troubles.push(refusal(404, 'ActivityNotFoundInConversation'));
    await world.teams.deliver(`teams:${CHANNEL_ID}`, card, { parent: '17' });
    await world.teams.deliver(ada, card, { parent: '17' });
    expect(world.posts().map(({ path }) => path.includes('messageid'))).toEqual([true, false, false]);
  });

  it('say that a message is gone, or its conversation', async () => {
    microsoft.connector.troubles.push(refusal(404, 'ActivityNotFoundInConversation'));
    expect(await world.teams.edit(ada, '17', card)).toMatchObject({ outcome: 'gone' });
    microsoft.connector.troubles.push(refusal(404, 'ConversationNotFound'));
    expect(await world.teams.edit(ada, '17', card)).toMatchObject({ outcome: 'paused' });
    expect(await world.teams.posted(ada, 'x', new Date(0))).toBeNull();
  });
});

describe('a form', () => {
  it.each([
    [
      { line: 'digest', when: 'daily', time: '08:30', zone: '', scope: '*', brief: 'true' },
      'digest daily 08:30 brief',
    ],
    [{ line: 'alert', of: 'below', amount: '70', scope: "'Web'" }, "alert below 70 for 'Web'"],
    [{ line: 'order A1RT edit', of: 'drop', amount: '3', scope: '*' }, 'order A1RT edit alert drop 3'],
    [{ line: 'order A1RT edit' }, 'order A1RT edit'],
    [{ line: 'alert' }, 'alert'],
  ])('%o is the line %s, asked by whoever sent it', async (value, line) => {
    await world.post(submit(url, '', { value }));
    await until('asked', () => world.asked.at(-1)?.text === line);
    const action = { type: 'Action.Execute', verb: 'ask', data: value };
    await world.post(press(url, '', { value: { action, trigger: 'manual' } }));
    await until('asked twice', () => world.asked.filter(({ text }) => text === line).length === 2);
    expect(world.asked.at(-1)).toMatchObject({ addressed: 'pressed', person: { key: ada } });
  });
});

describe('a post that Teams does not take is one request, and an outcome', () => {
  const limited = (status: number, headers = {}) => ({ status, headers });
  it.each<[string, Trouble, object]>([
    ['429 with a time', limited(429, { 'retry-after': '7' }), { outcome: 'retry', after: 7 }],
    ['429 without', limited(429), { outcome: 'retry', after: 5 }],
    ['429 for days', limited(429, { 'retry-after': '999999' }), { outcome: 'retry', after: 3600 }],
    ['412', limited(412), { outcome: 'retry', after: 5 }],
    ['401', limited(401), { outcome: 'retry', after: 300 }],
    ['500', limited(500), { outcome: 'unknown' }],
    ['502', limited(502), { outcome: 'unknown' }],
    ['503', limited(503, { 'retry-after': '1' }), { outcome: 'unknown' }],
    ['504', limited(504), { outcome: 'unknown' }],
    ['a lost connection', 'drop', { outcome: 'unknown' }],
    ['307', limited(307, { location: 'https://evil.example/' }), { outcome: 'unknown' }],
    [
      'blocked',
      refusal(403, 'ConversationBlockedByUser'),
      { outcome: 'paused', why: expect.stringContaining('blocked') },
    ],
    [
      'removed',
      refusal(403, 'BotNotInConversationRoster'),
      { outcome: 'paused', why: expect.stringContaining('not in that conversation') },
    ],
    [
      'disabled',
      refusal(403, 'BotDisabledByAdmin'),
      { outcome: 'paused', why: expect.stringContaining('administrator') },
    ],
    [
      'archived',
      refusal(403, 'MessageWritesBlocked'),
      { outcome: 'paused', why: expect.stringContaining('Nobody may write') },
    ],
    [
      'gone',
      refusal(404, 'ConversationNotFound'),
      { outcome: 'paused', why: expect.stringContaining('does not exist') },
    ],
    [
      'something else',
      refusal(403, 'Forbidden'),
      { outcome: 'paused', why: 'Teams answered 403 Forbidden.' },
    ],
  ])('%s', async (_, trouble, outcome) => {
    microsoft.connector.troubles.push(trouble);
    expect(await world.teams.deliver(ada, card)).toMatchObject(outcome);
    expect(world.posts()).toHaveLength(1);
  });

  it('413: the card is too large, so its text alone is sent', async () => {
    microsoft.connector.troubles.push(refusal(413, 'MessageSizeTooBig'));
    expect(await world.teams.deliver(ada, card)).toMatchObject({ outcome: 'delivered' });
    expect(world.posts().map(({ body }) => [Array.isArray(body.attachments), body.text])).toEqual([
      [true, ''],
      [false, card.text],
    ]);
  });

  it('unreachable: nothing was sent, so it can be tried again', async () => {
    const conversations = world.conversations;
    const met = await conversations.find(ada);
    const nowhere = 'http://127.0.0.1:1/teams/';
    const config = { ...microsoft.config, serviceHosts: ['127.0.0.1:1'] };
    const reference = { ...Object(met?.reference), serviceUrl: nowhere };
    if (met !== null) await conversations.remember({ ...met, reference });
    const away = await startTeams({ ...microsoft, config }, { conversations });
    expect(await away.teams.deliver(ada, card)).toMatchObject({ outcome: 'retry', after: 60 });
    await away.stop();
  });
});

describe('an answer', () => {
  it('waits once where Teams asks for a moment', async () => {
    microsoft.connector.troubles.push({ status: 429, headers: { 'retry-after': '0' } });
    await world.post(message(url, 'score'));
    await until('two tries', () => world.posts().length === 2);
    expect(world.log.lines).toEqual([]);
  });

  it('that may have arrived is not sent again, and is a log line', async () => {
    microsoft.connector.troubles.push({ status: 502 });
    await world.post(message(url, 'score'));
    const lines = await until('a line', () => world.log.lines.length > 0 && world.log.lines);
    expect(lines).toEqual(['warn teams: an answer was not sent: Teams answered 502. {}']);
    expect(world.posts()).toHaveLength(1);
  });
});
