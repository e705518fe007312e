import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestBot, type TestBot } from '../../support/bot.ts';
import { TEAM, user } from '../../support/slack/fake-slack.ts';
import { mention, press, slashCommand } from '../../support/slack/payloads.ts';
import { type SlackWorld, slackWorld } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

// The bot itself behind Slack's edge: what a channel may see once another company reads along.

const OPERATOR = { user_id: 'U0OPS' };
const CHANNEL = `slack:${TEAM}/C0SEC`;
let bot: TestBot;
let world: SlackWorld;
let now: number;

beforeEach(async () => {
  now = Date.parse('2026-11-23T12:00:00Z');
  bot = await openTestBot(['2026-11-23'], { operators: [`slack:${TEAM}/U0OPS`] });
  world = await slackWorld({ bot: bot.bot, clock: () => new Date(now) });
});
afterEach(async () => {
  await world.close();
  await bot.stores.close();
});

/** What `conversations.info` says from now on, believed a minute later. */
function becomes(flags: Readonly<Record<string, unknown>>): void {
  const channel = { id: 'C0SEC', name: 'security', ...flags };
  world.slack.script('conversations.info', { body: { ok: true, channel } });
  now += 60_000;
}

async function grantInTerminal(line: string): Promise<void> {
  const person = { key: 'terminal', name: 'the terminal', member: true };
  expect((await bot.ask(`grant ${line}`, { person })).outcome).toBe('answered');
}

/** Runs `/score` and gives the words of the answer. */
async function slash(text: string, who: Readonly<Record<string, string>> = {}): Promise<string> {
  const before = world.slack.responses.length;
  await world.client.command(slashCommand(text, world.slack.responseUrl(), who));
  const { body } = await until('an answer', () => world.slack.responses[before]);
  return JSON.stringify(body);
}

/** Mentions the bot and gives the words that everybody in the channel reads. */
async function say(text: string, envelope: object = {}): Promise<string> {
  const before = world.slack.called('chat.postMessage').length;
  await world.client.event(mention(text, {}, { ...envelope }));
  return JSON.stringify(await until('a post', () => world.slack.called('chat.postMessage')[before]));
}

describe('a channel that comes to be shared after it was granted something', () => {
  beforeEach(async () => {
    expect(await slash('grant Contoso Prod', OPERATOR)).toContain('may now ask');
    expect(await say('score')).toContain('Contoso Prod');
  });

  test.each([
    ['by the event itself', { is_ext_shared_channel: true }, {}],
    ['by its description', {}, { is_ext_shared: true }],
    ['while the invitation is open', {}, { is_pending_ext_shared: true }],
  ])('is told nothing more, and why: known %s', async (_, envelope, flags) => {
    becomes(flags);
    const answer = await say('score', envelope);
    expect(answer).not.toContain('Contoso Prod');
    expect(answer).not.toMatch(/\d %|\d pp/);
    expect(answer).toContain('Another company can read this conversation now');
    expect(answer).toContain('grant it again with the word');
  });

  test('answers an unknown scope and a granted one alike, and a button too', async () => {
    becomes({ is_ext_shared: true });
    const words = async (line: string) => (await slash(line)).replace(/"value":"[^"]*"/gu, '');
    expect(await words('score Contoso Prod')).toBe(await words('score Nowhere'));
    const before = world.slack.called('chat.postMessage').length;
    await world.client.press(press("fix 'Contoso Prod'", world.slack.responseUrl()));
    const post = await until('a post', () => world.slack.called('chat.postMessage')[before]);
    expect(JSON.stringify(post)).not.toContain('Contoso');
  });

  test('is told again once an operator grants with the word', async () => {
    becomes({ is_ext_shared: true });
    const told = await slash('score', OPERATOR);
    expect(told).toContain('You can: grant');
    expect(told).not.toContain('Contoso Prod');
    expect(await slash('grant Contoso Prod', OPERATOR)).toContain('add the word');
    expect(await slash('score')).not.toContain('Contoso Prod');
    expect(await slash('grant Contoso Prod shared', OPERATOR)).toContain('may now ask');
    expect(await say('score', { is_ext_shared_channel: true })).toContain('Contoso Prod');
    expect(await bot.stores.access.grants(CHANNEL)).toEqual([expect.objectContaining({ shared: true })]);
    expect(await slash('access', OPERATOR)).toContain('granted shared');
  });

  test('is told again where it is shared no more', async () => {
    becomes({ is_ext_shared: true });
    expect(await say('score')).not.toContain('Contoso Prod');
    becomes({ is_ext_shared: false });
    expect(await say('score')).toContain('Contoso Prod');
  });
});

describe('a channel that Slack does not describe', () => {
  test('counts as shared, and keeps what was known of it', async () => {
    expect(await slash('grant Contoso Prod', OPERATOR)).toContain('may now ask');
    world.slack.script('conversations.info', { body: { ok: false, error: 'channel_not_found' } });
    now += 60_000;
    expect(await slash('score')).toContain('it is not known whether one can');
    expect(world.conversations.met.get(CHANNEL)).toMatchObject({ shared: false, name: 'security' });
  });

  test('and that was converted to a private one, is answered again once the bot is invited', async () => {
    expect(await slash('grant Contoso Prod', OPERATOR)).toContain('may now ask');
    world.slack.script('conversations.info', { body: { ok: false, error: 'channel_not_found' } });
    now += 60_000;
    expect(await slash('score')).not.toContain('Contoso Prod');
    becomes({ is_private: true, name: 'security-renamed' });
    expect(await slash('score')).toContain('Contoso Prod');
    expect(world.conversations.met.get(CHANNEL)?.name).toBe('security-renamed');
  });
});

describe('a grant to a channel that nobody has asked in yet', () => {
  test('does not hold where that turns out to be shared', async () => {
    await grantInTerminal(`all to ${CHANNEL}`);
    becomes({ is_ext_shared: true });
    expect(await say('score')).toContain('Another company can read');
  });
});

describe('a stranger in a shared channel', () => {
  test('gets nothing, by a mention, a button or a command, whatever was granted', async () => {
    await grantInTerminal(`all shared to ${CHANNEL}`);
    becomes({ is_ext_shared: true });
    const stranger = user('U0EVE', { team_id: 'T0OTHER', is_stranger: false });
    world.slack.script(
      'users.info',
      (body) => (body.user === 'U0EVE' ? { body: { ok: true, user: stranger } } : undefined),
      99,
    );
    const url = world.slack.responseUrl('stranger');
    await world.client.event(
      mention('score', { user: 'U0EVE', user_team: 'T0OTHER' }, { is_ext_shared_channel: true }),
    );
    await world.client.press(press('score', url, { user: { id: 'U0EVE', team_id: 'T0OTHER' } }));
    await world.client.command(slashCommand('score', url, { user_id: 'U0EVE' }));
    await until('three lines', () => world.log.lines.length === 3);
    expect(await say('score')).toContain('Contoso');
    expect(world.slack.called('chat.postMessage')).toHaveLength(1);
    expect(world.slack.responses).toEqual([]);
  });

  test('that Slack does not describe gets nothing by a button that names no workspace', async () => {
    await grantInTerminal(`all shared to ${CHANNEL}`);
    world.slack.script('users.info', { body: { ok: false, error: 'user_not_found' } });
    await world.client.press(press('score', world.slack.responseUrl(), { user: { id: 'U0EVE' } }));
    await until('a line', () => world.log.lines.length === 1);
    await world.platform.close();
    expect(world.slack.called('chat.postMessage')).toEqual([]);
  });
});
