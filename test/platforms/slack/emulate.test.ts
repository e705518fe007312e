import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { noticeCard } from '../../../src/cards/notice.ts';
import { BOT_TOKEN, EMULATED, startEmulator } from '../../support/slack/emulator.ts';
import { directMessage, hidden, mention, press, slashCommand } from '../../support/slack/payloads.ts';
import { type SlackWorld, slackWorld } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

// The conversation of conversation.test.ts once more, against a Web API that keeps state and checks scopes: with the
// scopes of our own manifest and no others. It has no slash commands, buttons or response_url; those go to the fake.

const Manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });
const Messages = z.object({
  messages: z.array(
    z.object({ user: z.string(), text: z.string(), ts: z.string(), blocks: z.array(z.unknown()).optional() }),
  ),
});
const Channel = z.object({ channel: z.object({ id: z.string() }) });
const Posted = z.object({ ts: z.string() });

const { team, person, channel, bot } = EMULATED;
const envelope = { team_id: team, context_team_id: team, authorizations: [{ team_id: team }] };
let emulator: Awaited<ReturnType<typeof startEmulator>>;
let world: SlackWorld;

beforeAll(async () => {
  const manifest = Manifest.parse(
    parse(readFileSync(new URL('../../../manifest/slack.yaml', import.meta.url), 'utf8')),
  );
  emulator = await startEmulator(manifest.oauth_config.scopes.bot);
  world = await slackWorld({
    config: { apiUrl: emulator.apiUrl, botToken: BOT_TOKEN },
    answer: ({ text }) => ({ audience: text.startsWith('share') ? 'channel' : 'asker' }),
  });
});
afterAll(async () => {
  await world.close();
  await emulator.close();
});

const history = async (of: string) =>
  Messages.parse(await emulator.call('conversations.history', { channel: of })).messages;
const saidBy = async (of: string, text: string) =>
  (await history(of)).find((one) => one.user === bot && one.text === text);
const replies = async (ts: string) =>
  Messages.parse(await emulator.call('conversations.replies', { channel, ts })).messages.filter(
    (one) => one.ts !== ts,
  );

test('a mention is answered in its thread', async () => {
  const { ts } = Posted.parse(await emulator.call('chat.postMessage', { channel, text: `<@${bot}> score` }));
  await world.client.event(
    mention('', { text: `<@${bot}> score`, user: person, team, channel, ts }, envelope),
  );
  const [answer] = await until(
    'a reply',
    async () => (await replies(ts)).length === 1 && (await replies(ts)),
  );
  expect(answer).toMatchObject({ user: bot, text: 'You asked: score' });
  expect(answer?.blocks).not.toEqual([]);
  expect(world.asked.at(-1)).toMatchObject({
    person: { key: `slack:${team}/${person}`, name: 'admin', member: true },
    conversation: { key: `slack:${team}/${channel}`, kind: 'channel', shared: false },
  });

  const actions = [{ type: 'button', action_id: 'ask:0', value: 'explain' }];
  const on = {
    actions,
    team: { id: team },
    user: { id: person, team_id: team },
    channel: { id: channel, name: 'general' },
  };
  await world.client.press(
    press('explain', world.slack.responseUrl(), { ...on, message: { ts: answer?.ts, thread_ts: ts } }),
  );
  const both = await until(
    'a second reply',
    async () => (await replies(ts)).length === 2 && (await replies(ts)),
  );
  expect(both[1]).toMatchObject({ user: bot, text: 'You asked: explain' });

  const share = [{ type: 'button', action_id: 'ask:1', value: 'share score' }];
  await world.client.press(press('', world.slack.responseUrl('share'), { ...on, ...hidden, actions: share }));
  const shared = await until('the shared answer', () =>
    world.slack.responses.find(({ url }) => url === '/share'),
  );
  expect(shared.body).toMatchObject({ response_type: 'in_channel' });
});

test('a direct message is answered in it', async () => {
  const dm = Channel.parse(await emulator.call('conversations.open', { users: bot })).channel.id;
  await world.client.event(directMessage('controls', { user: person, team, channel: dm }, envelope));
  await until('an answer', () => saidBy(dm, 'You asked: controls'));
  expect(world.asked.at(-1)?.conversation).toEqual({
    key: `slack:${team}/${person}`,
    kind: 'personal',
    shared: false,
  });
});

test('/score leaves nothing in the channel', async () => {
  const before = await history(channel);
  const url = world.slack.responseUrl('slash');
  await world.client.command(
    slashCommand('score', url, { team_id: team, user_id: person, channel_id: channel }),
  );
  await until('the private answer', () => world.slack.responses.find((one) => one.url === '/slash'));
  expect(await history(channel)).toEqual(before);
});

test('a card is delivered to a channel and to a person', async () => {
  const card = noticeCard({ message: 'It dropped.', undo: null });
  expect(await world.platform.deliver(`slack:${team}/${channel}`, card)).toMatchObject({
    outcome: 'delivered',
  });
  expect(await saidBy(channel, 'It dropped.')).toBeDefined();
  expect(await world.platform.deliver(`slack:${team}/${person}`, card)).toMatchObject({
    outcome: 'delivered',
  });
  const dm = Channel.parse(await emulator.call('conversations.open', { users: bot })).channel.id;
  expect(await saidBy(dm, 'It dropped.')).toBeDefined();
});

test('a channel that is archived, private or unknown pauses a delivery', async () => {
  const make = async (name: string, is_private: string) =>
    Channel.parse(await emulator.call('conversations.create', { name, is_private })).channel.id;
  const [archived, secret] = [await make('old', 'false'), await make('secret', 'true')];
  await emulator.call('conversations.archive', { channel: archived });
  const why = async (of: string) =>
    world.platform.deliver(`slack:${team}/${of}`, noticeCard({ message: 'x', undo: null }));
  expect(await why(archived)).toEqual({ outcome: 'paused', why: expect.stringContaining('archived') });
  expect(await why(secret)).toEqual({ outcome: 'paused', why: expect.stringContaining('invite it') });
  expect(await why('C0NOWHERE')).toEqual({
    outcome: 'paused',
    why: expect.stringContaining('knows no such'),
  });
});

test('a reply stands in the thread of an earlier post, which can be changed', async () => {
  const key = `slack:${team}/${channel}`;
  const say = (message: string) => noticeCard({ message, undo: null });
  const first = await world.platform.deliver(key, say('It fell.'), { id: 'A7K2:1' });
  const post = first.outcome === 'delivered' ? (first.post ?? '') : '';
  expect(await world.platform.deliver(key, say('It is back.'), { parent: post })).toMatchObject({
    outcome: 'delivered',
  });
  expect(await replies(post)).toMatchObject([{ user: bot, text: 'It is back.' }]);
  expect(await world.platform.edit(key, post, say('Recovered.'))).toEqual({ outcome: 'delivered', post });
  expect(await saidBy(channel, 'Recovered.')).toMatchObject({ ts: post });
  expect(await world.platform.edit(key, '1.000001', say('Nothing.'))).toMatchObject({ outcome: 'gone' });
});
