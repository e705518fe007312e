import { afterEach, describe, expect, test } from 'vitest';
import { errorCard } from '../../../src/cards/error.ts';
import { noticeCard } from '../../../src/cards/notice.ts';
import { orderFormCard } from '../../../src/cards/order-form.ts';
import { render } from '../../../src/cards/render.ts';
import { settingsCard } from '../../../src/cards/settings.ts';
import { pageOf } from '../../../src/platforms/slack/home.ts';
import type { Answer } from '../../../src/ports.ts';
import { context } from '../../support/card-facts.ts';
import { TEAM } from '../../support/slack/fake-slack.ts';
import { mention, press } from '../../support/slack/payloads.ts';
import { type SlackWorld, slackWorld } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

let world: SlackWorld;
afterEach(() => world.close());

const card = noticeCard({ message: 'Contoso Prod dropped 5.4 pp.', undo: null });
const channel = `slack:${TEAM}/C0SEC`;
const posts = () => world.slack.called('chat.postMessage');
const refused = (error: string) => ({ body: { ok: false, error } });
const since = new Date('2026-11-23T12:00:00Z');

/** Of a form body, where objects are JSON. */
const parsed = (value: unknown) => JSON.parse(String(value));

describe('a post', () => {
  test('is named by Slack, and goes in the thread of an earlier one with the name that we gave it', async () => {
    world = await slackWorld();
    const first = await world.platform.deliver(channel, card, { id: 'A7K2:1' });
    expect(first).toEqual({ outcome: 'delivered', post: expect.stringMatching(/^\d+\.\d+$/u) });
    const parent = first.outcome === 'delivered' ? first.post : null;
    await world.platform.deliver(channel, card, { parent });
    expect(posts()[0]).not.toHaveProperty('thread_ts');
    expect(parsed(posts()[0]?.metadata)).toEqual({
      event_type: 'scoreline_delivery',
      event_payload: { id: 'A7K2:1' },
    });
    expect(posts()[1]).toMatchObject({ channel: 'C0SEC', thread_ts: parent });
  });

  test('to a person keeps the channel that only Slack knows, for its thread and its change', async () => {
    world = await slackWorld();
    const body = { ok: true, channel: 'D0ADA', ts: '1700000200.000001' };
    world.slack.script('chat.postMessage', { body });
    const person = `slack:${TEAM}/U0ADA`;
    const first = await world.platform.deliver(person, card);
    expect(first).toEqual({ outcome: 'delivered', post: 'D0ADA/1700000200.000001' });
    await world.platform.deliver(person, card, { parent: 'D0ADA/1700000200.000001' });
    expect(posts()[1]).toMatchObject({ channel: 'D0ADA', thread_ts: '1700000200.000001' });
    await world.platform.edit(person, 'D0ADA/1700000200.000001', card);
    expect(world.slack.called('chat.update')).toEqual([
      expect.objectContaining({ channel: 'D0ADA', ts: '1700000200.000001', text: card.text }),
    ]);
  });

  test('stands beside a thread that is gone', async () => {
    world = await slackWorld();
    world.slack.script('chat.postMessage', refused('thread_not_found'));
    expect(await world.platform.deliver(channel, card, { parent: '1.2' })).toMatchObject({
      outcome: 'delivered',
    });
    expect(posts().map(({ thread_ts }) => thread_ts)).toEqual(['1.2', undefined]);
  });

  test.each([
    ['message_not_found', 'gone'],
    ['edit_window_closed', 'gone'],
    ['is_archived', 'paused'],
    ['internal_error', 'unknown'],
  ])('whose change is refused with %s is %s', async (error, outcome) => {
    world = await slackWorld();
    world.slack.script('chat.update', refused(error));
    expect(await world.platform.edit(channel, '1.2', card)).toMatchObject({ outcome });
  });
});

describe('a post whose outcome is unknown', () => {
  const named = (id: string) => ({ event_type: 'scoreline_delivery', event_payload: { id } });
  const messages = [
    { ts: '1.1' },
    { ts: '1.2', metadata: named('mine') },
    { ts: '1.3', metadata: { event_type: 'x' } },
  ];

  test('is found by the name that we gave it, also on a later page', async () => {
    world = await slackWorld();
    const more = { has_more: true, response_metadata: { next_cursor: 'next' } };
    world.slack.script('conversations.history', { body: { ok: true, messages: [], ...more } });
    world.slack.script('conversations.history', { body: { ok: true, messages } });
    expect(await world.platform.posted(channel, 'mine', since)).toEqual({ post: '1.2' });
    const asked = world.slack.called('conversations.history');
    expect(asked[1]).toMatchObject({ cursor: 'next', include_all_metadata: 'true' });
    expect(Number(asked[0]?.oldest)).toBeLessThan(since.getTime() / 1000);
  });

  test('is looked for in its thread, and may not be there', async () => {
    world = await slackWorld();
    world.slack.script('conversations.replies', { body: { ok: true, messages, has_more: false } });
    expect(await world.platform.posted(channel, 'other', since, '9.9')).toEqual({ post: null });
    expect(world.slack.called('conversations.replies')).toMatchObject([{ ts: '9.9' }]);
  });

  test.each([
    [{ status: 429, headers: { 'retry-after': '7' } }, 7],
    [{ status: 503 }, 30],
    [{ drop: true as const }, 30],
  ])('is looked for again where Slack cannot tell now: %o', async (trouble, after) => {
    world = await slackWorld();
    world.slack.script('conversations.history', trouble);
    const found = await world.platform.posted(channel, 'mine', since);
    expect(found).toMatchObject({ outcome: 'retry', after });
  });

  test('cannot be looked for without the optional scopes, or in the chat of a person', async () => {
    world = await slackWorld();
    world.slack.script('conversations.history', refused('missing_scope'));
    expect(await world.platform.posted(channel, 'mine', since)).toBeNull();
    expect(await world.platform.posted(`slack:${TEAM}/U0ADA`, 'mine', since)).toBeNull();
    expect(world.slack.called('conversations.history')).toHaveLength(1);
  });
});

const event = (inner: object) => mention('', { ...inner });

describe("the bot's own page", () => {
  test('shows what the person could ask in their own chat, and opens forms', async () => {
    world = await slackWorld();
    await world.client.event(event({ type: 'app_home_opened', tab: 'home', channel: 'D0ADA' }));
    const [published] = await until(
      'a page',
      () => world.slack.called('views.publish').length > 0 && world.slack.called('views.publish'),
    );
    expect(published?.user_id).toBe('U0ADA');
    expect(String(published?.view)).toContain('You asked: help');
    expect(world.asked).toMatchObject(
      ['settings', 'help'].map((text) => ({
        text,
        conversation: { key: `slack:${TEAM}/U0ADA`, kind: 'personal' },
      })),
    );
    expect(String(published?.view).match(/"action_id":"[^"]*"/gu)).toEqual([
      '"action_id":"form:0"',
      '"action_id":"form:1"',
    ]);
  });

  test('offers no form to whoever is not told of orders there', () => {
    const no: Answer = {
      card: errorCard({ message: 'Not yet.', suggestions: [] }),
      outcome: 'refused',
      audience: 'asker',
    };
    expect(JSON.stringify(pageOf([no, { ...no, outcome: 'answered' }]))).not.toContain('form:');
    expect(JSON.stringify(pageOf([{ ...no, outcome: 'answered' }, no]))).toContain('form:');
  });

  test('opens the forms from one place', () => {
    const orders = settingsCard(
      { conversation: channel, timezone: 'UTC', quiet: null, orders: [] },
      { control: (id) => id },
      context(),
    );
    const settings: Answer = { card: orders, outcome: 'answered', audience: 'asker' };
    const page = JSON.stringify(pageOf([settings, null]));
    expect(JSON.stringify(render(orders, 'slack'))).toContain('"value":"digest"');
    expect(page.match(/"value":"(?:digest|alert)"/gu)).toHaveLength(2);
    expect(page).not.toContain('"elements":[]');
  });

  test('is not drawn for the tab of messages', async () => {
    world = await slackWorld();
    await world.client.event(event({ type: 'app_home_opened', tab: 'messages', channel: 'D0ADA' }));
    await world.client.event(mention('score'));
    await until('an answer', () => posts().length > 0);
    expect(world.slack.called('views.publish')).toEqual([]);
  });

  test('has buttons that are answered in the chat of whoever presses', async () => {
    world = await slackWorld();
    const home = {
      view: { type: 'home' },
      channel: undefined,
      response_url: undefined,
      message: undefined,
      container: undefined,
    };
    await world.client.press(press('score', '', home));
    await until('an answer', () => posts().length > 0);
    expect(posts()[0]).toMatchObject({ channel: 'U0ADA', text: 'You asked: score' });
  });
});

describe('a form', () => {
  const form = orderFormCard({
    order: 'digest',
    scopes: [{ name: 'Web', line: "'Web'" }],
    more: 0,
    zone: 'Europe/Oslo',
  });
  const field = (name: string, value: object) => ({ [name]: { [name]: value } });
  const values = {
    ...field('scope', { selected_option: { value: "'Web'" } }),
    ...field('when', { selected_option: { value: 'weekly monday' } }),
    ...field('time', { selected_time: '09:00' }),
    ...field('zone', { value: 'Europe/Osl' }),
    ...field('brief', { selected_options: [] }),
  };
  const line = "digest weekly monday 09:00 Europe/Osl for 'Web'";

  async function opened(answer: Parameters<typeof slackWorld>[0] = {}) {
    world = await slackWorld({ answer: ({ text }) => (text === 'digest' ? { card: form } : {}), ...answer });
    const actions = [{ type: 'button', action_id: 'form:0', value: 'digest' }];
    await world.client.press(press('digest', world.slack.responseUrl(), { actions }));
    const [call] = await until(
      'a form',
      () => world.slack.called('views.open').length > 0 && world.slack.called('views.open'),
    );
    return parsed(call?.view);
  }
  const sent = (view: { private_metadata: string }, user = 'U0ADA') => ({
    type: 'view_submission',
    team: { id: TEAM },
    user: { id: user, team_id: TEAM },
    view: { ...view, id: 'V1', state: { values } },
  });

  test('is filled by the answer of the bot, and what is sent is a line in the conversation where it was opened', async () => {
    const view = await opened();
    expect(JSON.stringify(view)).toContain('Europe/Oslo');
    const response = await world.client.press(sent(view, 'U0BEN'));
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(world.asked.at(-1)).toMatchObject({
      text: line,
      person: { key: `slack:${TEAM}/U0BEN` },
      conversation: { key: channel },
      addressed: 'pressed',
    });
    await until('a confirmation', () => posts().length > 0);
    expect(posts()[0]).toMatchObject({ channel: 'C0SEC', text: `You asked: ${line}` });
  });

  test('for an order begins with what it is, and changes that one', async () => {
    const values = { scope: "'Web'", when: 'monthly 15', time: '10:30', brief: true };
    const editing = { id: 'D1GE', line: 'digest monthly 15 10:30', values };
    const edit = orderFormCard({ order: 'digest', scopes: [], more: 0, zone: 'Asia/Tokyo', editing });
    const view = await opened({ answer: ({ text }) => (text === 'digest' ? { card: edit } : {}) });
    const initial = JSON.stringify(view)
      .match(/"initial_\w+":(?:"[^"]*"|\[?\{.*?"value":"[^"]*")/g)
      ?.join();
    for (const value of ["'Web'", 'monthly 15', '10:30', 'Asia/Tokyo', 'brief'])
      expect(initial).toContain(`"${value}"`);
    await world.client.press(sent(view));
    expect(world.asked.at(-1)?.text).toBe(`order D1GE edit ${line}`);
  });

  test('shows a mistake at its field, and posts nothing', async () => {
    const wrong = errorCard({ message: 'I know no time zone Europe/Osl.', suggestions: [] });
    const view = await opened({
      answer: ({ text }) => (text === 'digest' ? { card: form } : { card: wrong, outcome: 'refused' }),
    });
    const response = await world.client.press(sent(view));
    expect(await response.json()).toEqual({
      response_action: 'errors',
      errors: { zone: 'I know no time zone Europe/Osl.' },
    });
    expect(posts()).toEqual([]);
  });
});

describe('a channel that comes to be shared', () => {
  test('is known as such at once, and later as not', async () => {
    world = await slackWorld();
    await world.client.event(mention('score'));
    await until('met', () => world.conversations.met.has(channel));
    const shared = () => world.conversations.met.get(channel)?.shared;
    expect(shared()).toBe(false);
    await world.client.event(event({ type: 'channel_shared', channel: 'C0SEC', connected_team_id: 'T0X' }));
    await until('shared', () => shared() === true);
    await world.client.event(event({ type: 'channel_unshared', channel: 'C0SEC', is_ext_shared: false }));
    await until('not shared', () => shared() === false);
  });
});
