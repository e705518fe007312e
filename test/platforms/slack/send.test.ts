import { afterEach, describe, expect, test } from 'vitest';
import { noticeCard } from '../../../src/cards/notice.ts';
import { TEAM } from '../../support/slack/fake-slack.ts';
import { directMessage, mention, slashCommand } from '../../support/slack/payloads.ts';
import { type SlackWorld, slackWorld } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

let world: SlackWorld;
afterEach(() => world.close());

const posts = () => world.slack.called('chat.postMessage');
const limited = (seconds: number) => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: { ok: false, error: 'ratelimited' },
});
const refused = (error: string) => ({ body: { ok: false, error } });

describe('an answer', () => {
  test('waits once where Slack limits for a short time', async () => {
    world = await slackWorld();
    world.slack.script('chat.postMessage', limited(1));
    await world.client.event(mention('score'));
    await until('two posts', () => posts().length === 2);
    await world.platform.close();
    expect(posts()).toHaveLength(2);
    expect(world.log.lines).toEqual([]);
  });

  test('is given up and the person told where Slack limits for long', async () => {
    world = await slackWorld();
    world.slack.script('chat.postMessage', limited(60));
    await world.client.event(mention('score', { ts: '1700000000.7' }));
    const told = await until('a private word', () => world.slack.called('chat.postEphemeral')[0]);
    expect(told).toMatchObject({ channel: 'C0SEC', user: 'U0ADA', thread_ts: '1700000000.7' });
    expect(told.text).toContain('60 seconds');
    expect(posts()).toHaveLength(1);
    expect(world.log.lines).toHaveLength(1);
  });

  test('waits through a response_url alike', async () => {
    world = await slackWorld();
    world.slack.script('response_url', limited(0));
    await world.client.command(slashCommand('score', world.slack.responseUrl()));
    await until('two responses', () => world.slack.responses.length === 2);
  });

  test('without the blocks that Slack refuses is sent as text', async () => {
    world = await slackWorld();
    world.slack.script('chat.postMessage', refused('invalid_blocks'));
    await world.client.event(directMessage('score'));
    await until('two posts', () => posts().length === 2);
    expect(posts()[0]).toHaveProperty('blocks');
    expect(posts()[1]).not.toHaveProperty('blocks');
    expect(posts()[1]).toMatchObject({ text: 'You asked: score' });
    expect(world.log.lines).toEqual([expect.stringContaining('invalid_blocks')]);
  });

  test.each([
    ['as JSON', { status: 200, body: { ok: false, error: 'invalid_blocks' } }],
    ['as a word', { status: 400, body: 'invalid_blocks' }],
  ])('whose blocks a response_url refuses %s is sent as text', async (_, reply) => {
    world = await slackWorld();
    world.slack.script('response_url', reply);
    await world.client.command(slashCommand('score', world.slack.responseUrl()));
    await until('two responses', () => world.slack.responses.length === 2);
    expect(world.slack.responses[1]?.body).not.toHaveProperty('blocks');
    expect(world.slack.responses[1]?.body).toMatchObject({ response_type: 'ephemeral' });
  });

  test('on a card that cannot be drawn is sent as text, and the bug logged', async () => {
    const card = { name: 'no-such-card', data: {}, view: { buttons: [] }, text: '61.4 % <now>' };
    world = await slackWorld({ answer: () => ({ card }) });
    await world.client.event(directMessage('score'));
    expect(await until('a post', () => posts()[0])).toMatchObject({ text: '61.4 % &lt;now&gt;' });
    expect(world.log.lines).toEqual([expect.stringContaining('no-such-card')]);
  });

  test('that cannot be sent is one line, and is not sent twice', async () => {
    world = await slackWorld();
    world.slack.script('chat.postMessage', { status: 503, body: 'upstream' });
    await world.client.event(directMessage('score'));
    await until('a line', () => world.log.lines.length > 0);
    await world.platform.close();
    expect(posts()).toHaveLength(1);
    expect(world.log.lines).toEqual([expect.stringContaining('HTTP 503')]);
  });
});

describe('deliver', () => {
  const card = noticeCard({ message: 'Contoso Prod dropped 5.4 pp.', undo: null });
  const channel = `slack:${TEAM}/C0SEC`;

  test('posts into a conversation', async () => {
    world = await slackWorld();
    expect(await world.platform.deliver(channel, card)).toEqual({ outcome: 'delivered' });
    expect(posts()).toEqual([
      expect.objectContaining({ channel: 'C0SEC', text: card.text, unfurl_links: 'false' }),
    ]);
  });

  test('posts to a person by their key', async () => {
    world = await slackWorld();
    expect(await world.platform.deliver(`slack:${TEAM}/U0ADA`, card)).toEqual({ outcome: 'delivered' });
    expect(posts()).toEqual([expect.objectContaining({ channel: 'U0ADA' })]);
  });

  test.each([
    ['not_in_channel', 'invite it'],
    ['channel_not_found', 'not invited'],
    ['is_archived', 'archived'],
    ['account_inactive', 'SLACK_BOT_TOKEN'],
    ['token_revoked', 'SLACK_BOT_TOKEN'],
    ['invalid_auth', 'SLACK_BOT_TOKEN'],
    ['missing_scope', 'manifest/slack.yaml'],
    ['no_such_word_yet', 'no_such_word_yet'],
  ])('is paused by %s, in words', async (error, words) => {
    world = await slackWorld();
    world.slack.script('chat.postMessage', refused(error));
    const delivery = await world.platform.deliver(channel, card);
    expect(delivery).toEqual({ outcome: 'paused', why: expect.stringContaining(words) });
    expect(posts()).toHaveLength(1);
  });

  test.each([
    ['429', limited(17), 17],
    ['429 without a time', { status: 429, body: {} }, 30],
    ['ratelimited with 200', refused('ratelimited'), 30],
  ])('is retried after %s, by the queue and not by the client', async (_, reply, after) => {
    world = await slackWorld();
    world.slack.script('chat.postMessage', reply);
    expect(await world.platform.deliver(channel, card)).toMatchObject({ outcome: 'retry', after });
    expect(posts()).toHaveLength(1);
  });

  test.each([
    ['a connection that breaks off', { drop: true as const }],
    ['502', { status: 502, body: 'bad gateway' }],
    ['an internal error', refused('internal_error')],
    ['an answer that is no JSON', { body: '<html>login</html>' }],
  ])('is unknown after %s', async (_, reply) => {
    world = await slackWorld();
    world.slack.script('chat.postMessage', reply);
    expect(await world.platform.deliver(channel, card)).toMatchObject({ outcome: 'unknown' });
    expect(posts()).toHaveLength(1);
  });

  test('is retried where no connection is made', async () => {
    world = await slackWorld();
    await world.slack.close();
    expect(await world.platform.deliver(channel, card)).toMatchObject({ outcome: 'retry' });
  });

  test('without blocks where Slack refuses them', async () => {
    world = await slackWorld();
    world.slack.script('chat.postMessage', refused('msg_blocks_too_long'));
    expect(await world.platform.deliver(channel, card)).toEqual({ outcome: 'delivered' });
    expect(posts()[1]).not.toHaveProperty('blocks');
  });

  test.each(['teams:19:x@thread.v2', 'terminal', 'slack:T1', 'slack:T1/../C1'])(
    'knows no %s',
    async (key) => {
      world = await slackWorld();
      expect(await world.platform.deliver(key, card)).toMatchObject({ outcome: 'paused' });
      expect(posts()).toEqual([]);
    },
  );
});
