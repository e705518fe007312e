import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticeCard } from '../../src/cards/notice.ts';
import { BOT_ID, CHANNEL, CHANNEL_ID, OPERATOR, PEOPLE, PERSONAL_CHAT_ID } from '../../src/demo/people.ts';
import { freePort, type Playground, startPlayground } from '../../src/demo/playground.ts';
import { createTeams } from '../../src/platforms/teams/teams.ts';
import type { Platform } from '../../src/ports.ts';
import { echoBot, memoryConversations, memoryLog } from '../support/memory.ts';
import { until } from '../support/until.ts';

const me = { id: `29:${PEOPLE[0].id}` };
const log = memoryLog();
const { bot, asked } = echoBot();
const server = createServer((request, response) => teams.routes['/api/messages']?.(request, response));
let page: Playground;
let teams: Platform;

beforeAll(async () => {
  const botPort = await freePort();
  page = await startPlayground({ botPort, users: PEOPLE, log });
  const welcome = async () => noticeCard({ message: 'Welcome', undo: null });
  const deps = { bot, conversations: memoryConversations(), log, clock: () => new Date(), welcome };
  teams = createTeams({ demo: { serviceUrl: page.origin } }, deps);
  await new Promise<void>((done) => server.listen(botPort, '127.0.0.1', done));
});
afterAll(async () => {
  await teams.close();
  await page.stop();
  await new Promise((done) => server.close(done));
});

const write = (conversation: string, body: object) =>
  post(`/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`, { from: me, ...body });

async function post(path: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(page.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

describe('the Teams client page', () => {
  it('brings a message of user 1 to the bot, from their personal chat', async () => {
    expect((await write(PERSONAL_CHAT_ID, { text: 'score', textFormat: 'plain' })).status).toBe(200);
    const invocation = await until('a question', () => asked[0]);
    expect(invocation).toMatchObject({ text: 'score', addressed: 'direct', person: { key: OPERATOR } });
    expect(invocation.conversation.key).toBe(OPERATOR);
  });

  it('brings a mention in the channel that holds a grant', async () => {
    asked.length = 0;
    const mentions = [{ mentioned: { id: BOT_ID }, text: '<at>Scoreline</at>' }];
    await write(CHANNEL_ID, { text: '<at>Scoreline</at> fix', textFormat: 'plain', mentions });
    const invocation = await until('a question', () => asked[0]);
    expect(invocation).toMatchObject({ text: 'fix', addressed: 'named', conversation: { kind: 'channel' } });
    expect(invocation.conversation.key).toBe(CHANNEL);
  });

  it('takes what the bot says first, and has refused nothing so far', async () => {
    const card = noticeCard({ message: 'The score dropped', undo: null });
    expect(await teams.deliver(OPERATOR, card)).toMatchObject({ outcome: 'delivered' });
    expect(await teams.deliver(CHANNEL, card)).toMatchObject({ outcome: 'delivered' });
    expect(log.lines).toEqual([]);
  });

  it('is not to be had from another machine', async () => {
    const others = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const outside = others.find(({ internal, family }) => !internal && family === 'IPv4');
    if (outside === undefined) return;
    const { port } = new URL(page.url);
    await expect(fetch(`http://${outside.address}:${port}/`)).rejects.toThrow('fetch failed');
    expect((await fetch(page.url)).status).toBe(200);
  });
});
