import { afterEach, describe, expect, test } from 'vitest';
import { noticeCard } from '../../../src/cards/notice.ts';
import { TEAM, TOKEN } from '../../support/slack/fake-slack.ts';
import { directMessage, mention, press, slashCommand } from '../../support/slack/payloads.ts';
import { APP_TOKEN, socketWorld } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

type World = Awaited<ReturnType<typeof socketWorld>>;
let world: World;
afterEach(() => world.close());

const card = () => noticeCard({ message: 'It dropped.', undo: null });
const posts = () => world.slack.called('chat.postMessage');
const opens = () => world.slack.calls.filter(({ method }) => method === 'apps.connections.open');
const logged = (words: string) => world.log.lines.filter((line) => line.includes(words));

describe('Socket Mode', () => {
  test('serves no route, and opens its connection with the app token at SLACK_API_URL', async () => {
    world = await socketWorld();
    await world.side.line(1);
    expect(world.platform.routes).toEqual({});
    expect(opens().map(({ token }) => token)).toEqual([`Bearer ${APP_TOKEN}`]);
    await until('a line', () => logged('connected').length === 1);
    for (const secret of [APP_TOKEN, TOKEN, 'ticket']) expect(world.log.lines.join()).not.toContain(secret);
  });

  test('answers a slash command through its response_url', async () => {
    world = await socketWorld();
    const line = await world.side.line(1);
    const id = line.envelope('slash_commands', slashCommand('Contoso Prod', world.slack.responseUrl()));
    await world.side.acknowledged(id);
    const { body } = await until('a response', () => world.slack.responses[0]);
    expect(body).toMatchObject({ response_type: 'ephemeral', text: 'You asked: Contoso Prod' });
    expect(world.asked[0]).toMatchObject({
      addressed: 'named',
      private: true,
      person: { key: `slack:${TEAM}/U0ADA`, member: true },
      conversation: { key: `slack:${TEAM}/C0SEC`, shared: false },
    });
  });

  test('answers a mention, a direct message and a button with posts', async () => {
    world = await socketWorld();
    const line = await world.side.line(1);
    const ids = [
      line.envelope('events_api', mention('score', { ts: '1700000000.5' })),
      line.envelope('events_api', directMessage('controls')),
      line.envelope('interactive', press('fix', world.slack.responseUrl())),
    ];
    await Promise.all(ids.map((id) => world.side.acknowledged(id)));
    await until('three posts', () => posts().length === 3);
    expect(posts().map(({ text }) => text)).toEqual(
      expect.arrayContaining(['You asked: score', 'You asked: controls', 'You asked: fix']),
    );
    expect(posts().find(({ text }) => text === 'You asked: score')).toMatchObject({
      thread_ts: '1700000000.5',
    });
  });

  test('acknowledges while the bot still thinks', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    world = await socketWorld({ answer: () => promise.then(() => ({})) });
    const line = await world.side.line(1);
    const id = line.envelope('slash_commands', slashCommand('score', world.slack.responseUrl()));
    await world.side.acknowledged(id);
    expect(world.slack.responses).toEqual([]);
    expect(line.received).toEqual([{ envelope_id: id, payload: {} }]);
    resolve();
    await until('a response', () => world.slack.responses[0]);
  });

  test('outlives frames that it cannot read', async () => {
    world = await socketWorld();
    const line = await world.side.line(1);
    for (const frame of ['null', '5', '{"half', '{}', '{"type":"events_api"}', '{"type":"interactive"}'])
      line.send(frame);
    line.envelope('events_api', { type: 'app_rate_limited', team_id: TEAM });
    const id = line.envelope('events_api', directMessage('score'));
    await world.side.acknowledged(id);
    await until('an answer', () => posts()[0]);
    expect(logged('unknown shape').length).toBeGreaterThanOrEqual(5);
    expect(world.log.lines.join()).not.toContain('half');
    expect(world.side.lines).toHaveLength(1);
  });
});

describe('a request that comes twice in Socket Mode', () => {
  test('as a retry of an event is acknowledged and answered once', async () => {
    world = await socketWorld();
    const line = await world.side.line(1);
    const event = mention('score');
    const first = line.envelope('events_api', event, { retry_attempt: 0 });
    await world.side.acknowledged(first);
    const second = line.envelope('events_api', event, { retry_attempt: 1, retry_reason: 'timeout' });
    await world.side.acknowledged(second);
    line.envelope('events_api', directMessage('help'));
    await until('two posts', () => posts().length === 2);
    expect(world.asked.map(({ text }) => text).sort()).toEqual(['help', 'score']);
  });

  test('as a command or a press on another connection is answered once', async () => {
    world = await socketWorld();
    const command = slashCommand('score', world.slack.responseUrl('command'));
    const pressed = press('controls page 2', world.slack.responseUrl('pressed'));
    const line = await world.side.line(1);
    const ids = [line.envelope('slash_commands', command), line.envelope('interactive', pressed)];
    await Promise.all(ids.map((id) => world.side.acknowledged(id)));
    line.drop();
    const next = await world.side.line(2);
    const again = [next.envelope('slash_commands', command), next.envelope('interactive', pressed)];
    await Promise.all(again.map((id) => world.side.acknowledged(id)));
    next.envelope('slash_commands', slashCommand('help', world.slack.responseUrl('last')));
    await until('the last answer', () => world.slack.responses.some(({ url }) => url === '/last'));
    await until('all answers', () => world.slack.responses.length >= 3);
    expect(world.slack.responses.map(({ url }) => url).sort()).toEqual(['/command', '/last', '/pressed']);
  });

  test('as two commands of the same words is answered twice', async () => {
    world = await socketWorld();
    const line = await world.side.line(1);
    for (const _ of [1, 2]) line.envelope('slash_commands', slashCommand('score', world.slack.responseUrl()));
    await until('two answers', () => world.slack.responses.length === 2);
  });
});

describe('a connection', () => {
  test.each(['warning', 'refresh_requested'])(
    'that Slack wants changed (%s) is left only when the next one is open',
    async (reason) => {
      world = await socketWorld();
      const line = await world.side.line(1);
      await until('the first', () => logged('connected').length === 1);
      world.side.mute = true;
      line.send({ type: 'disconnect', reason, debug_info: { host: 'applink-7' } });
      const next = await world.side.line(2);
      const id = line.envelope('slash_commands', slashCommand('score', world.slack.responseUrl()));
      await world.side.acknowledged(id);
      expect(line.closed).toBe(false);
      next.send({ type: 'hello' });
      await until('the old one closed', () => line.closed);
      await until('an answer', () => world.slack.responses[0]);
      next.envelope('events_api', directMessage('controls'));
      await until('an answer on the new one', () => posts()[0]);
      expect(world.log.lines.filter((one) => !one.startsWith('info'))).toEqual([]);
    },
  );

  test('that breaks off is followed by another, and questions go on', async () => {
    world = await socketWorld();
    (await world.side.line(1)).drop();
    (await world.side.line(2)).drop();
    const third = await world.side.line(3);
    third.envelope('events_api', directMessage('score'));
    await until('an answer', () => posts()[0]);
    expect(logged('broke off').length).toBeGreaterThan(0);
  });

  test('of an app whose Socket Mode was switched off says what to do', async () => {
    world = await socketWorld();
    (await world.side.line(1)).send({ type: 'disconnect', reason: 'link_disabled' });
    await until('a line', () => logged('switch it on again').length === 1);
    expect(logged('error')).toHaveLength(1);
  });

  test.each(['invalid_auth', 'missing_scope'])(
    'whose app token is refused (%s) is one line with the cure, and is tried again',
    async (error) => {
      world = await socketWorld({
        prepare: (slack) => slack.script('apps.connections.open', { body: { ok: false, error } }, 2),
      });
      await until('a line', () => logged('check SLACK_APP_TOKEN').length === 1);
      expect(await world.platform.deliver(`slack:${TEAM}/C0SEC`, card())).toMatchObject({
        outcome: 'delivered',
      });
      const line = await world.side.line(1);
      line.envelope('events_api', directMessage('score'));
      await until('an answer', () => posts()[1]);
      expect(logged('error')).toEqual([expect.stringContaining(error)]);
      expect(world.log.lines.join()).not.toContain(APP_TOKEN);
    },
  );

  test.each([
    [
      'an unreachable address',
      { body: { ok: true, url: 'ws://127.0.0.1:1/link?ticket=secret-of-the-ticket' } },
    ],
    ['an address that is none', { body: { ok: true, url: 'nonsense secret-of-the-ticket' } }],
    ['an answer without an address', { body: { ok: true } }],
    ['a proxy’s error', { status: 502, body: 'bad gateway' }],
    ['a limit', { status: 429, headers: { 'retry-after': '1' }, body: { ok: false, error: 'ratelimited' } }],
  ])('that begins with %s is tried again', async (_, reply) => {
    world = await socketWorld({ prepare: (slack) => slack.script('apps.connections.open', reply) });
    await world.side.line(1);
    await until('connected', () => logged('connected').length === 1);
    expect(logged('no Socket Mode connection yet')).toHaveLength(1);
    expect(world.log.lines.join()).not.toContain('ticket');
  });
});

describe('closing in Socket Mode', () => {
  test('leaves the socket first, and then waits for the answers under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    world = await socketWorld({ answer: () => promise.then(() => ({})) });
    const line = await world.side.line(1);
    const id = line.envelope('slash_commands', slashCommand('score', world.slack.responseUrl()));
    await world.side.acknowledged(id);
    await until('the question', () => world.asked[0]);
    const closed = world.platform.close();
    await until('the socket closed', () => line.closed);
    expect(world.slack.responses).toEqual([]);
    resolve();
    await closed;
    expect(world.slack.responses).toHaveLength(1);
    expect(opens()).toHaveLength(1);
  });

  test('does not wait long for a Slack that never closes its half', async () => {
    world = await socketWorld();
    const line = await world.side.line(1);
    await until('connected', () => logged('connected').length === 1);
    world.side.rude = true;
    await world.platform.close();
    // The client itself would cut it when it has missed pongs for five seconds.
    await until('the socket cut', () => line.closed, 3);
  });

  test.each([
    ['while it waits for Slack’s hello', true, null],
    ['while the token is refused', false, { body: { ok: false, error: 'invalid_auth' } }],
    ['while Slack gives no address', false, { hang: true as const }],
  ])('%s ends at once and connects no more', async (_, mute, reply) => {
    world = await socketWorld({
      prepare: (slack, side) => {
        side.mute = mute;
        if (reply !== null) slack.script('apps.connections.open', reply, 99);
      },
    });
    await until('an attempt', () => opens().length > 0);
    if (mute) await world.side.line(1);
    await world.platform.close();
    await until('no request left', () => world.slack.hung.size === 0, 3);
    const before = opens().length;
    await until('no line left', () => world.side.lines.every(({ closed }) => closed));
    expect(opens()).toHaveLength(before);
    await world.platform.close();
  });
});

test('a platform that is not opened takes nothing away from the service', async () => {
  world = await socketWorld({ open: false });
  expect(await world.platform.deliver(`slack:${TEAM}/C0SEC`, card())).toMatchObject({ outcome: 'delivered' });
  await world.platform.close();
  expect(opens()).toEqual([]);
});
