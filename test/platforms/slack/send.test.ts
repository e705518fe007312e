import { afterEach, describe, expect, test } from 'vitest';
import { noticeCard } from '../../../src/cards/notice.ts';
import { SAMPLES } from '../../support/card-samples.ts';
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

describe('a card with a table', () => {
  const sample = SAMPLES.find(({ name, case: of }) => name === 'controls' && of === 'ordinary');
  const card = sample?.card ?? noticeCard({ message: 'no such sample', undo: null });
  const channel = `slack:${TEAM}/C0SEC`;
  const typesOf = (post: object) => {
    const blocks = 'blocks' in post && Array.isArray(post.blocks) ? post.blocks : [];
    return blocks.map(({ type }) => type);
  };
  const offered = () => posts().map((post) => (typesOf(post).includes('table') ? 'full' : typesOf(post)[0]));
  /** Slack, as long as it does not know tables. */
  const unknown = (error: string, times = 99) =>
    world.slack.script(
      'chat.postMessage',
      (body) => (typesOf(body).includes('table') ? refused(error) : undefined),
      times,
    );

  test('is sent with its rows as a list where Slack does not take tables', async () => {
    world = await slackWorld();
    unknown('invalid_blocks');
    expect(await world.platform.deliver(channel, card)).toMatchObject({ outcome: 'delivered' });
    expect(offered()).toEqual(['full', 'header']);
    expect(typesOf(posts()[1] ?? {})).toContain('rich_text');
    expect(JSON.stringify(posts()[1])).toContain('Enable MFA');
  });

  test('is not offered with tables again for some hours, in that workspace', async () => {
    let now = Date.parse('2026-11-23T12:00:00Z');
    world = await slackWorld({ clock: () => new Date(now) });
    unknown('invalid_blocks');
    for (const key of [channel, channel, 'slack:T0OTHER/C0X', channel])
      await world.platform.deliver(key, card);
    expect(offered()).toEqual(['full', 'header', 'header', 'full', 'header', 'header']);
    expect(world.log.lines).toHaveLength(2);
    now += 6 * 3_600_000;
    await world.platform.deliver(channel, card);
    expect(offered().slice(6)).toEqual(['full', 'header']);
  });

  test('is offered with its table again where one message was too long', async () => {
    world = await slackWorld();
    unknown('msg_blocks_too_long', 1);
    for (const _ of [1, 2]) await world.platform.deliver(channel, card);
    expect(offered()).toEqual(['full', 'header', 'full']);
  });

  test('is sent as its text where Slack takes none of its blocks', async () => {
    world = await slackWorld();
    world.slack.script(
      'chat.postMessage',
      (body) => (body.blocks ? refused('invalid_blocks') : undefined),
      4,
    );
    for (const _ of [1, 2]) await world.platform.deliver(channel, card);
    expect(offered()).toEqual(['full', 'header', undefined, 'full', 'header', undefined]);
    expect(posts()[2]?.text).toContain('Enable MFA');
  });

  test('says where the rest of a long text is: on the card, or nowhere without one', async () => {
    const lines = Array.from({ length: 200 }, (_, at) => `Subscription ${at}: 61.4 % of its points`);
    const long = { ...card, text: ['200 subscriptions', ...lines].join('\n') };
    world = await slackWorld();
    world.slack.script(
      'chat.postMessage',
      (body) => (body.blocks ? refused('invalid_blocks') : undefined),
      2,
    );
    await world.platform.deliver(channel, long);
    const texts = posts().map(({ text }) => String(text));
    expect(texts[0]).toMatch(/and \d+ more lines on the card$/u);
    expect(texts[2]).toMatch(/and \d+ more lines that do not fit .*: ask for a part of it$/u);
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(3_900);
  });

  test('is sent through a response_url in the same way', async () => {
    world = await slackWorld({ answer: () => ({ card }) });
    world.slack.script('response_url', { body: { ok: false, error: 'invalid_blocks' } });
    await world.client.command(slashCommand('controls', world.slack.responseUrl()));
    await until('two responses', () => world.slack.responses.length === 2);
    expect(world.slack.responses.map(({ body }) => typesOf(body).includes('table'))).toEqual([true, false]);
    expect(typesOf(world.slack.responses[1]?.body ?? {})).toContain('rich_text');
  });
});

describe('deliver', () => {
  const card = noticeCard({ message: 'Contoso Prod dropped 5.4 pp.', undo: null });
  const channel = `slack:${TEAM}/C0SEC`;

  test('posts into a conversation', async () => {
    world = await slackWorld();
    expect(await world.platform.deliver(channel, card)).toMatchObject({ outcome: 'delivered' });
    expect(posts()).toEqual([
      expect.objectContaining({ channel: 'C0SEC', text: card.text, unfurl_links: 'false' }),
    ]);
  });

  test('posts to a person by their key', async () => {
    world = await slackWorld();
    expect(await world.platform.deliver(`slack:${TEAM}/U0ADA`, card)).toMatchObject({ outcome: 'delivered' });
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
    ['is_inactive', 'closed'],
    ['user_not_found', 'account is closed'],
    ['token_expired', 'SLACK_BOT_TOKEN'],
    ['restricted_action', 'does not let apps post'],
    ['team_access_not_granted', 'administrator'],
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
    expect(await world.platform.deliver(channel, card)).toMatchObject({ outcome: 'delivered' });
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
