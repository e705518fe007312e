import { afterEach, describe, expect, test } from 'vitest';
import { BOT_USER, TEAM, TOKEN, user } from '../../support/slack/fake-slack.ts';
import { directMessage, hidden, mention, press, slashCommand } from '../../support/slack/payloads.ts';
import { type SlackWorld, slackWorld } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

let world: SlackWorld;
afterEach(() => world.close());

const response = (count = 1) => until('a response', () => world.slack.responses[count - 1]);
const posted = () => until('a post', () => world.slack.called('chat.postMessage')[0]);

describe('/score', () => {
  test('is answered privately, through its response_url alone', async () => {
    world = await slackWorld();
    const received = await world.client.command(slashCommand('Contoso Prod', world.slack.responseUrl()));
    expect(received.status).toBe(200);
    expect(await received.text()).toBe('');
    const { url, body } = await response();
    expect(url).toBe('/answer');
    expect(body).toMatchObject({
      response_type: 'ephemeral',
      text: 'You asked: Contoso Prod',
      unfurl_links: false,
    });
    expect(world.slack.called('chat.postMessage')).toEqual([]);
    expect(world.asked).toEqual([
      {
        text: 'Contoso Prod',
        addressed: 'named',
        person: { key: `slack:${TEAM}/U0ADA`, name: 'Ada', member: true },
        conversation: { key: `slack:${TEAM}/C0SEC`, kind: 'channel', shared: false },
        timezone: 'Europe/Oslo',
        private: true,
      },
    ]);
  });

  test('without text is passed on as typed', async () => {
    world = await slackWorld();
    await world.client.command(slashCommand('', world.slack.responseUrl()));
    await response();
    expect(world.asked[0]?.text).toBe('');
  });

  test('answers everybody where the answer is for the channel', async () => {
    world = await slackWorld({ answer: () => ({ audience: 'channel' }) });
    await world.client.command(slashCommand('share score', world.slack.responseUrl()));
    expect((await response()).body).toMatchObject({ response_type: 'in_channel', replace_original: false });
  });

  test('in a direct message is the personal conversation, and shows nothing to the other person there', async () => {
    world = await slackWorld({ answer: () => ({ audience: 'channel' }) });
    const place = { channel_id: 'D0TWO', channel_name: 'directmessage' };
    await world.client.command(slashCommand('share score', world.slack.responseUrl(), place));
    expect((await response()).body).toMatchObject({ response_type: 'ephemeral' });
    expect(world.asked[0]).toMatchObject({ conversation: { key: `slack:${TEAM}/U0ADA`, kind: 'personal' } });
    expect(world.asked[0]).not.toHaveProperty('private');
  });

  test('in a group message is a group', async () => {
    world = await slackWorld();
    const place = { channel_id: 'C0GRP', channel_name: 'mpdm-ada--bob--eve-1' };
    await world.client.command(slashCommand('score', world.slack.responseUrl(), place));
    await response();
    expect(world.asked[0]?.conversation.kind).toBe('group');
  });

  test('takes 10,000 characters and control characters as they come', async () => {
    world = await slackWorld();
    const text = `a\u0000b\r\nc${'x'.repeat(9_990)}`;
    await world.client.command(slashCommand(text, world.slack.responseUrl()));
    await response();
    expect(world.asked[0]?.text).toBe(`a b c${'x'.repeat(9_990)}`);
  });
});

describe('a mention', () => {
  test('is answered in a thread under it', async () => {
    world = await slackWorld();
    expect((await world.client.event(mention('score for Contoso Prod', { ts: '1700000000.5' }))).status).toBe(
      200,
    );
    const post = await posted();
    expect(post).toMatchObject({
      channel: 'C0SEC',
      thread_ts: '1700000000.5',
      text: 'You asked: score for Contoso Prod',
      unfurl_links: 'false',
      unfurl_media: 'false',
    });
    expect(world.slack.calls.every(({ token }) => token === `Bearer ${TOKEN}`)).toBe(true);
    expect(world.asked[0]).toMatchObject({ addressed: 'named', text: 'score for Contoso Prod' });
    expect(world.asked[0]).not.toHaveProperty('private');
  });

  test('in a thread is answered in that thread', async () => {
    world = await slackWorld();
    await world.client.event(mention('score', { ts: '1700000009.1', thread_ts: '1700000001.1' }));
    expect(await posted()).toMatchObject({ thread_ts: '1700000001.1' });
  });

  test('has its typed links, people and entities undone', async () => {
    world = await slackWorld();
    await world.client.event(mention('score for <http://contoso.com|contoso.com> &amp; <@U0BOB>'));
    await posted();
    expect(world.asked[0]?.text).toBe(`score for contoso.com & slack:${TEAM}/U0BOB`);
  });

  test('in a group message is a group, and the channel is remembered', async () => {
    world = await slackWorld();
    world.slack.script('conversations.info', {
      body: { ok: true, channel: { name: 'mpdm-x', is_mpim: true } },
    });
    await world.client.event(mention('score', { channel: 'C0GRP' }));
    await posted();
    expect(world.conversations.met.get(`slack:${TEAM}/C0GRP`)).toEqual({
      key: `slack:${TEAM}/C0GRP`,
      kind: 'group',
      shared: false,
      platform: 'slack',
      name: 'mpdm-x',
      reference: { team: TEAM, channel: 'C0GRP' },
    });
  });
});

describe('a direct message', () => {
  test('is answered in it, as the personal conversation', async () => {
    world = await slackWorld();
    await world.client.event(directMessage('controls'));
    const post = await posted();
    expect(post).toMatchObject({ channel: 'D0ADA', text: 'You asked: controls' });
    expect(post).not.toHaveProperty('thread_ts');
    expect(world.asked[0]).toMatchObject({
      addressed: 'direct',
      conversation: { key: `slack:${TEAM}/U0ADA`, kind: 'personal', shared: false },
    });
    expect(world.slack.called('conversations.info')).toEqual([]);
  });

  test.each([
    ['of a bot', { bot_id: 'B0OTHER' }],
    ['of its own', { user: BOT_USER }],
    ['edited', { subtype: 'message_changed' }],
    ['without an author', { user: undefined }],
    ['in a channel', { channel_type: 'channel' }],
  ])('%s is ignored', async (_, event) => {
    world = await slackWorld();
    await world.client.event(directMessage('score', event));
    await world.client.event(directMessage('help'));
    await posted();
    expect(world.asked.map(({ text }) => text)).toEqual(['help']);
  });
});

describe('a button', () => {
  const url = () => world.slack.responseUrl('pressed');

  test('asks its command line, and the answer is a new message in the thread', async () => {
    world = await slackWorld();
    await world.client.press(press("fix 'A & B <x>'", url()));
    expect(await posted()).toMatchObject({ channel: 'C0SEC', thread_ts: '1700000050.000001' });
    expect(world.asked[0]).toMatchObject({ addressed: 'pressed', text: "fix 'A & B <x>'" });
    expect(world.slack.responses).toEqual([]);
  });

  test('on a message in a thread is answered in that thread', async () => {
    world = await slackWorld();
    await world.client.press(
      press('fix', url(), { message: { ts: '1700000050.2', thread_ts: '1700000040.1' } }),
    );
    expect(await posted()).toMatchObject({ thread_ts: '1700000040.1' });
  });

  test('in a direct message is answered below it', async () => {
    world = await slackWorld();
    await world.client.press(press('fix', url(), { channel: { id: 'D0ADA', name: 'directmessage' } }));
    expect(await posted()).not.toHaveProperty('thread_ts');
    expect(world.asked[0]?.conversation.key).toBe(`slack:${TEAM}/U0ADA`);
  });

  test('with a page puts the next rows in the place of the message', async () => {
    world = await slackWorld();
    await world.client.press(press('controls page 2', url()));
    expect(await response()).toMatchObject({ url: '/pressed', body: { replace_original: true } });
    expect(world.slack.called('chat.postMessage')).toEqual([]);
  });

  test('with a page leaves a message of everybody alone when something went wrong', async () => {
    world = await slackWorld({ answer: () => ({ outcome: 'refused' }) });
    await world.client.press(press('controls page 2', url()));
    expect((await response()).body).toMatchObject({ replace_original: false, response_type: 'ephemeral' });
  });

  test('on a private answer is answered privately', async () => {
    world = await slackWorld();
    await world.client.press(press('explain', url(), hidden));
    expect((await response()).body).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(world.asked[0]?.private).toBe(true);
    expect(world.slack.called('chat.postMessage')).toEqual([]);
  });

  test('on a private answer pages it in place', async () => {
    world = await slackWorld();
    await world.client.press(press('controls page 3', url(), hidden));
    expect((await response()).body).toMatchObject({ replace_original: true });
    expect(world.asked[0]?.private).toBe(true);
  });

  test('that shares shows the same answer to the channel, page and all', async () => {
    world = await slackWorld({ answer: () => ({ audience: 'channel' }) });
    await world.client.press(press('share controls page 2', url(), hidden));
    expect((await response()).body).toMatchObject({ response_type: 'in_channel', replace_original: false });
  });

  test('on a shared message where the bot is no member is answered privately', async () => {
    world = await slackWorld();
    world.slack.script('chat.postMessage', { body: { ok: false, error: 'not_in_channel' } });
    await world.client.press(press('explain', url()));
    expect((await response()).body).toMatchObject({ response_type: 'ephemeral', text: 'You asked: explain' });
  });

  test('that is not ours is acknowledged and nothing else', async () => {
    world = await slackWorld();
    const actions = [{ type: 'button', action_id: 'open-portal', url: 'https://portal.azure.com' }];
    expect((await world.client.press(press('', url(), { actions }))).status).toBe(200);
    const shortcut = {
      type: 'shortcut',
      callback_id: 'x',
      trigger_id: '1',
      user: { id: 'U0ADA', team_id: TEAM },
    };
    expect((await world.client.press(shortcut)).status).toBe(200);
    expect(world.asked).toEqual([]);
  });
});

describe('who asks', () => {
  test.each([
    ['a guest', { is_restricted: true }],
    ['a guest of one channel', { is_ultra_restricted: true }],
    ['a stranger', { is_stranger: true }],
  ])('%s may ask and is no member', async (_, flags) => {
    world = await slackWorld();
    world.slack.script('users.info', (body) => ({
      body: { ok: true, user: user(String(body.user), flags) },
    }));
    await world.client.event(mention('score'));
    await posted();
    expect(world.asked[0]?.person.member).toBe(false);
  });

  test('nobody is a member where Slack does not tell', async () => {
    world = await slackWorld();
    world.slack.script('users.info', { body: { ok: false, error: 'missing_scope' } });
    await world.client.event(mention('score'));
    await posted();
    expect(world.asked[0]).toMatchObject({ person: { key: `slack:${TEAM}/U0ADA`, member: false } });
    expect(world.asked[0]).not.toHaveProperty('timezone');
  });

  test('a person of several workspaces of an organisation is the one of ours', async () => {
    world = await slackWorld();
    const enterprise_user = { teams: ['T0HOME', TEAM] };
    world.slack.script('users.info', {
      body: { ok: true, user: user('U0ADA', { team_id: 'T0HOME', enterprise_user }) },
    });
    await world.client.event(mention('score'));
    await posted();
    expect(world.asked[0]?.person).toEqual({ key: `slack:${TEAM}/U0ADA`, name: 'Ada', member: true });
  });

  test('profiles and channels are asked for once in some minutes', async () => {
    world = await slackWorld();
    await Promise.all([1, 2, 3].map(() => world.client.event(mention('score'))));
    await until('three posts', () => world.slack.called('chat.postMessage').length === 3);
    await world.client.event(mention('score'));
    await until('four posts', () => world.slack.called('chat.postMessage').length === 4);
    expect(world.slack.called('users.info')).toHaveLength(1);
    expect(world.slack.called('conversations.info')).toHaveLength(1);
    expect(world.slack.called('auth.test')).toHaveLength(1);
  });
});

describe('a channel shared with another company', () => {
  const shared = async () => {
    await world.client.event(mention('score', {}, { is_ext_shared_channel: true }));
    await posted();
    return world.asked[0]?.conversation.shared;
  };

  test('is known by the event', async () => {
    world = await slackWorld();
    expect(await shared()).toBe(true);
  });

  test.each([
    ['by its description', { is_ext_shared: true }, true],
    ['while the invitation is open', { is_pending_ext_shared: true }, true],
    ['and one shared inside the organisation is not', { is_org_shared: true, is_shared: true }, false],
  ])('is known %s', async (_, flags, expected) => {
    world = await slackWorld();
    world.slack.script('conversations.info', { body: { ok: true, channel: { name: 'x', ...flags } } });
    await world.client.command(slashCommand('score', world.slack.responseUrl()));
    await response();
    expect(world.asked[0]?.conversation.shared).toBe(expected);
  });

  test('is assumed where Slack does not tell', async () => {
    world = await slackWorld();
    world.slack.script('conversations.info', { body: { ok: false, error: 'channel_not_found' } });
    await world.client.command(slashCommand('score', world.slack.responseUrl()));
    await response();
    expect(world.asked[0]?.conversation).toMatchObject({ kind: 'channel', shared: true });
  });
});

describe('what Slack may leave out', () => {
  test('the team of whoever mentions, where users.info is refused too', async () => {
    world = await slackWorld();
    world.slack.script('users.info', { body: { ok: false, error: 'missing_scope' } });
    const { team: _, ...event } = mention('score').event;
    await world.client.event({ ...mention('score', {}, { is_ext_shared_channel: undefined }), event });
    await posted();
    expect(world.asked[0]?.person).toEqual({ key: `slack:${TEAM}/U0ADA`, name: 'U0ADA', member: false });
  });

  test('the container of a button, and a trigger of its own for each command', async () => {
    world = await slackWorld();
    const again = { trigger_id: 'always the same' };
    await world.client.press(press('fix', world.slack.responseUrl(), { ...again, container: undefined }));
    await posted();
    await world.client.command(slashCommand('score', world.slack.responseUrl(), again));
    await world.client.command(slashCommand('controls', world.slack.responseUrl(), again));
    await response(2);
    expect(world.asked.map(({ text }) => text)).toEqual(['fix', 'score', 'controls']);
  });

  test('the plain content type: a client may name a character set', async () => {
    world = await slackWorld();
    const form = new URLSearchParams(slashCommand('score', world.slack.responseUrl())).toString();
    const type = 'application/x-www-form-urlencoded;charset=UTF-8';
    expect((await world.client.raw(form, type)).status).toBe(200);
    await response();
  });
});

test('two questions of one channel are answered in their order, while another channel does not wait', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  world = await slackWorld({
    answer: async ({ text }) => {
      if (text === 'first') await promise;
      return {};
    },
  });
  await world.client.event(mention('first'));
  await world.client.event(mention('second'));
  await world.client.event(directMessage('elsewhere'));
  await posted();
  resolve();
  const texts = () => world.slack.called('chat.postMessage').map(({ text }) => text);
  await until('three posts', () => texts().length === 3);
  expect(texts()).toEqual(['elsewhere', 'first', 'second'].map((text) => `You asked: ${text}`));
});
