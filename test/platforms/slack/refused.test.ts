import { afterEach, describe, expect, test } from 'vitest';
import { SIGNING_SECRET } from '../../support/slack/client.ts';
import { TEAM, TOKEN, user } from '../../support/slack/fake-slack.ts';
import { directMessage, mention, press, slashCommand } from '../../support/slack/payloads.ts';
import { type SlackWorld, slackWorld } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

let world: SlackWorld;
afterEach(() => world.close());

/** Once an ordinary request after it was answered, one that would still be answered had its chance. */
async function onlyTheNextIsAnswered() {
  await world.client.event(directMessage('the next'));
  await until('the next answer', () => world.slack.called('chat.postMessage').length > 0);
  expect(world.asked.map(({ text }) => text)).toEqual(['the next']);
  expect(world.slack.responses).toEqual([]);
}

describe('a request that is not Slack’s', () => {
  test.each([
    ['signed with another secret', { secret: 'guessed' }],
    ['without a signature', { headers: { 'x-slack-signature': '' } }],
    ['of another signature version', { headers: { 'x-slack-signature': 'v1=00' } }],
    ['without a time', { headers: { 'x-slack-request-timestamp': 'soon' } }],
    ['older than five minutes', { at: new Date(Date.now() - 5 * 60_000 - 2_000) }],
    ['from further ahead than that', { at: new Date(Date.now() + 5 * 60_000 + 5_000) }],
  ])('%s is answered 401 with one line in the log', async (_, signing) => {
    world = await slackWorld();
    const responses = await Promise.all([
      world.client.event(mention('score'), signing),
      world.client.command(slashCommand('score', world.slack.responseUrl()), signing),
      world.client.press(press('score', world.slack.responseUrl()), signing),
    ]);
    expect(responses.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(world.log.lines).toHaveLength(3);
    for (const line of world.log.lines) {
      expect(line).toContain('look at SLACK_SIGNING_SECRET');
      for (const secret of [SIGNING_SECRET, TOKEN, 'v0=']) expect(line).not.toContain(secret);
    }
    await onlyTheNextIsAnswered();
  });

  test('that is no POST, or no JSON', async () => {
    world = await slackWorld();
    expect((await fetch(`${world.origin}/slack/events`)).status).toBe(405);
    expect((await world.client.raw('{"half": ', 'application/json')).status).toBe(400);
    expect((await world.client.event({ ...mention('score'), event: { type: 'app_mention' } })).status).toBe(
      200,
    );
    await onlyTheNextIsAnswered();
  });

  test.each(['null', '[]', '5', '"x"', '{"half'])('whose signed body is %s', async (body) => {
    world = await slackWorld();
    expect((await world.client.raw(body, 'application/json')).status).toBe(400);
    expect((await world.client.raw(`payload=${body}`, 'application/x-www-form-urlencoded')).status).toBe(400);
    expect((await world.client.raw(body, 'application/json', { secret: 'guessed' })).status).toBe(401);
    expect(world.log.lines).toHaveLength(3);
    expect(world.log.lines.join()).not.toContain('half');
    await onlyTheNextIsAnswered();
  });

  test('smuggled behind a certificate check is not looked at', async () => {
    world = await slackWorld();
    const fields = { ssl_check: '1', ...slashCommand('score', world.slack.responseUrl()) };
    expect((await world.client.command(fields, { secret: 'guessed' })).status).toBe(200);
    await onlyTheNextIsAnswered();
  });

  test('too large is answered 413', async () => {
    world = await slackWorld();
    const received = await world.client.event(mention('x'.repeat(1_200_000)));
    expect(received.status).toBe(413);
    await onlyTheNextIsAnswered();
  });
});

describe('a request that comes twice', () => {
  test('as a retry of an event is answered once', async () => {
    world = await slackWorld();
    const event = mention('score');
    const retry = { headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' } };
    await Promise.all([world.client.event(event), world.client.event(event, retry)]);
    await world.client.event(event, retry);
    await world.client.event(mention('help'));
    await until('the last answer', () => world.asked.some(({ text }) => text === 'help'));
    expect(world.asked.map(({ text }) => text).sort()).toEqual(['help', 'score']);
    expect(world.conversations.claims.has(`slack:${event.event_id}`)).toBe(true);
  });

  test('as a slash command or a press is answered once', async () => {
    world = await slackWorld();
    const command = slashCommand('score', world.slack.responseUrl('command'));
    const pressed = press('controls page 2', world.slack.responseUrl('pressed'));
    const signing = { at: new Date() };
    for (const _ of [1, 2])
      await Promise.all([world.client.command(command, signing), world.client.press(pressed, signing)]);
    await world.client.command(slashCommand('help', world.slack.responseUrl('last')));
    await until('the last answer', () => world.slack.responses.some(({ url }) => url === '/last'));
    await until('all answers', () => world.slack.responses.length >= 3);
    expect(world.slack.responses.map(({ url }) => url).sort()).toEqual(['/command', '/last', '/pressed']);
  });
});

describe('a workspace or a person that is not allowed', () => {
  const other = { team_id: 'T0OTHER', context_team_id: 'T0OTHER', authorizations: [{ team_id: 'T0OTHER' }] };

  test('another workspace is acknowledged and ignored', async () => {
    world = await slackWorld();
    const url = world.slack.responseUrl();
    const responses = await Promise.all([
      world.client.event(mention('score', { team: 'T0OTHER' }, other)),
      world.client.command(slashCommand('score', url, { team_id: 'T0OTHER' })),
      world.client.press(press('score', url, { team: { id: 'T0OTHER' } })),
    ]);
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    await until('three lines', () => world.log.lines.length === 3);
    expect(world.log.lines[0]).toContain('a workspace that is not allowed');
    expect(world.slack.called('users.info')).toEqual([]);
    await onlyTheNextIsAnswered();
  });

  test('a stranger in a shared channel is ignored, whoever the payload says they are', async () => {
    world = await slackWorld();
    const stranger = user('U0EVE', { team_id: 'T0OTHER', is_stranger: false });
    world.slack.script('users.info', (body) =>
      body.user === 'U0EVE' ? { body: { ok: true, user: stranger } } : undefined,
    );
    await world.client.event(
      mention('score', { user: 'U0EVE', team: TEAM }, { is_ext_shared_channel: true }),
    );
    await until('a line', () => world.log.lines.length === 1);
    expect(world.log.lines[0]).toContain('a person of a workspace that is not allowed');
    await onlyTheNextIsAnswered();
  });

  test('a stranger whom Slack does not describe is known by the payload', async () => {
    world = await slackWorld();
    world.slack.script('users.info', { body: { ok: false, error: 'user_not_found' } });
    await world.client.event(
      mention('score', { user: 'U0EVE', team: 'T0OTHER' }, { is_ext_shared_channel: true }),
    );
    await until('a line', () => world.log.lines.length === 1);
    await onlyTheNextIsAnswered();
  });

  test('people of a listed workspace may ask in a shared channel; strangers to ours are no members', async () => {
    world = await slackWorld({ config: { teams: [TEAM, 'T0OTHER'] } });
    const sister = user('U0EVE', { team_id: 'T0OTHER', is_stranger: true });
    world.slack.script('users.info', { body: { ok: true, user: sister } });
    await world.client.event(
      mention('score', { user: 'U0EVE', team: 'T0OTHER' }, { is_ext_shared_channel: true }),
    );
    await until('an answer', () => world.slack.called('chat.postMessage')[0]);
    expect(world.asked[0]?.person).toMatchObject({ key: 'slack:T0OTHER/U0EVE', member: false });
  });
});

test.each([
  'http://attacker.example/hook',
  'https://hooks.slack.com.attacker.example/x',
  'https://hooks.slack.com@attacker.example/x',
  'file:///etc/passwd',
  'nonsense',
])('an answer never goes to the response_url %s', async (url) => {
  world = await slackWorld();
  expect((await world.client.command(slashCommand('score', url))).status).toBe(200);
  await until('a line', () => world.log.lines.length === 1);
  expect(world.log.lines[0]).toContain('SLACK_RESPONSE_HOSTS');
  expect(world.log.lines[0]).not.toContain('attacker');
  expect(world.slack.responses).toEqual([]);
});

test('a loopback response_url that is not listed gets nothing', async () => {
  world = await slackWorld({ config: { responseHosts: ['127.0.0.1:9'] } });
  await world.client.command(slashCommand('score', world.slack.responseUrl()));
  await until('a line', () => world.log.lines.length === 1);
  expect(world.slack.responses).toEqual([]);
});

test('a response_url that leads on to another place is not followed', async () => {
  world = await slackWorld();
  const elsewhere = world.slack.responseUrl('elsewhere');
  world.slack.script('response_url', { status: 307, headers: { location: elsewhere }, body: '' });
  await world.client.command(slashCommand('score', world.slack.responseUrl()));
  await until('a line', () => world.log.lines.length === 1);
  await world.platform.close();
  expect(world.slack.responses.map(({ url }) => url)).toEqual(['/answer']);
});
