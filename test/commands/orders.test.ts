import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorData, NoticeData } from '../../src/cards/data.ts';
import type { OrderRow, SettingsData } from '../../src/cards/settings-data.ts';
import { ANYBODY, CHANNEL, dataOf, openTestBot, type TestBot } from '../support/bot.ts';
import { alertOrder, openAlert } from '../support/standing-orders.ts';

const here = { person: ANYBODY, conversation: CHANNEL, addressed: 'named', timezone: 'Europe/Oslo' } as const;
const guest = { ...here, person: { key: 'slack:T9/UEVE', name: 'Eve', member: false } } as const;
const elsewhere = { ...here, conversation: { ...CHANNEL, key: 'slack:T1/C9' } } as const;

let bot: TestBot;
beforeEach(async () => {
  bot = await openTestBot(['2026-11-22', '2026-11-23']);
  await bot.ask(`grant all to ${CHANNEL.key}`);
  await bot.ask(`grant all to ${elsewhere.conversation.key}`);
});
afterEach(() => bot.stores.close());

const noticeOf = async (text: string, from: Parameters<TestBot['ask']>[1] = here) => {
  const answer = await bot.ask(text, from);
  expect(answer.outcome, answer.card.text).toBe('answered');
  return dataOf<NoticeData>(answer);
};
const refusalOf = async (text: string, from: Parameters<TestBot['ask']>[1] = here) => {
  const answer = await bot.ask(text, from);
  expect(answer.outcome, answer.card.text).toBe('refused');
  return dataOf<ErrorData>(answer);
};
const rows = async (): Promise<readonly OrderRow[]> =>
  dataOf<SettingsData>(await bot.ask('settings', here)).orders;
const only = async (): Promise<OrderRow> => {
  const [row, ...others] = await rows();
  if (row === undefined || others.length > 0) throw new Error(`${others.length + 1} orders`);
  return row;
};

describe('a digest is ordered', () => {
  test.each([
    ['weekly monday 09:00 Europe/Oslo', 'weekly monday 09:00 Europe/Oslo', '2026-11-30T08:00:00.000Z'],
    [
      'every friday at 4pm America/New_York',
      'weekly friday 16:00 America/New_York',
      '2026-11-27T21:00:00.000Z',
    ],
    ['daily 08:30', 'daily 08:30 Europe/Oslo', '2026-11-24T07:30:00.000Z'],
    ['daily 23:30 UTC', 'daily 23:30 UTC', '2026-11-23T23:30:00.000Z'],
    ['monthly 1 09:00 Asia/Kolkata', 'monthly 1 09:00 Asia/Kolkata', '2026-12-01T03:30:00.000Z'],
    ['monthly 31st 00:00 UTC', 'monthly 31 00:00 UTC', '2026-11-30T00:00:00.000Z'],
    [
      "weekly for 'Contoso Prod' brief",
      "weekly monday 09:00 Europe/Oslo for 'Contoso Prod' brief",
      '2026-11-30T08:00:00.000Z',
    ],
  ])('%s', async (said, line, next) => {
    await noticeOf(`digest ${said}`);
    const row = await only();
    expect(row).toMatchObject({ kind: 'digest', text: `digest ${line}`, state: 'active', next, by: 'Ben' });
    // What settings shows makes the same order again.
    await noticeOf(row.text ?? '');
    expect((await only()).id).toBe(row.id);
  });

  test('in one sentence that says what comes, and when next in the zone it was ordered for', async () => {
    const { message, undo } = await noticeOf('digest weekly monday 09:00 Europe/Oslo for Contoso Prod');
    expect(message).toBe(
      'I will post the score of Contoso Prod here every Monday at 09:00 (Europe/Oslo), next on Mon 30 Nov 09:00.',
    );
    await noticeOf(undo ?? '');
    expect(await rows()).toEqual([]);
  });

  test('once a scope: a second takes the place and the id of the first, and undo brings that back', async () => {
    await noticeOf('digest daily 08:30');
    const { id } = await only();
    const { message, undo } = await noticeOf('digest weekly friday 10:00');
    expect(message).toContain('It takes the place of: Digest of all subscriptions, every day at 08:30');
    expect(await only()).toMatchObject({ id, text: 'digest weekly friday 10:00 Europe/Oslo' });
    await noticeOf(undo ?? '');
    expect(await only()).toMatchObject({ id, text: 'digest daily 08:30 Europe/Oslo' });
    await noticeOf("digest daily 08:30 for 'Contoso Prod'");
    expect(await rows()).toHaveLength(2);
  });

  test.each([
    ['digest weekly 25:00', '"25:00" is no time of the day'],
    ['digest monthly 32', 'Days of the month are 1 to 31'],
    ['digest weekly monday tuesday', 'one day of the week'],
    ['digest daily weekly', 'daily, weekly or monthly'],
    ['digest weekly monday 09:00 Europe/Osl', 'Did you mean Europe/Oslo'],
    ['digest whenever', 'When?'],
    ['digest daily 09:00 for contso prd', 'contso prd'],
  ])('%s orders nothing, and says why', async (line, why) => {
    const { message, suggestions } = await refusalOf(line);
    expect(message).toContain(why);
    expect(suggestions.length).toBeGreaterThan(0);
    expect(await rows()).toEqual([]);
  });
});

describe('an alert is ordered', () => {
  test.each([
    ['drop 5', 'drop 5'],
    ['drop 5%', 'drop 5'],
    ['drop 5 pp', 'drop 5'],
    ['drop by 2.5 percentage points', 'drop 2.5'],
    ["drop 5 for 'Contoso Prod'", "drop 5 for 'Contoso Prod'"],
    ['below 70', 'below 70'],
    ["below 70 % for 'Contoso Prod'", "below 70 for 'Contoso Prod'"],
    ["control 'Enable MFA' drop 10", "control 'Enable MFA' drop 10"],
  ])('alert %s', async (said, line) => {
    await noticeOf(`alert ${said}`);
    expect(await only()).toMatchObject({ kind: 'alert', text: `alert ${line}`, state: 'active', next: null });
  });

  test('with an example from where the score stands', async () => {
    expect((await noticeOf('alert drop 5')).message).toMatch(
      /score of all subscriptions drops by 5\spp, for example from 63\.5\s% to 58\.5\s%/,
    );
    expect((await noticeOf('alert below 70')).message).toMatch(/it is at 63\.5\s% now/);
  });

  test.each([
    ['alert drop 0', '0.5 to 100'],
    ['alert drop 101', '0.5 to 100'],
    ['alert below 0', '1 to 100'],
    ['alert below 101', '1 to 100'],
    ["alert control 'Nothing' drop 10", 'Nothing'],
    ['alert me', 'a drop, a floor'],
  ])('%s orders nothing, and says why', async (line, why) => {
    expect((await refusalOf(line)).message).toContain(why);
    expect(await rows()).toEqual([]);
  });
});

describe('an order', () => {
  beforeEach(() => noticeOf('digest daily 08:30 Europe/Oslo'));

  test('is silenced by name for a while, and on again', async () => {
    const { id } = await only();
    const { message, undo } = await noticeOf(`order ${id.toLowerCase()} snooze 2d`);
    expect(message).toMatch(/^Snoozed by Ben until Wed 25 Nov 13:00: Digest of all subscriptions/);
    expect(await only()).toMatchObject({
      state: 'snoozed',
      until: '2026-11-25T12:00:00.000Z',
      snoozedBy: 'Ben',
    });
    await noticeOf(undo ?? '');
    expect(await only()).toMatchObject({ state: 'active', snoozedBy: null });
  });

  test('is removed, and comes back by undo', async () => {
    const before = await only();
    const { undo } = await noticeOf(`order ${before.id} remove`);
    expect(await rows()).toEqual([]);
    await noticeOf(undo ?? '');
    expect((await only()).text).toBe(before.text);
  });

  test('of another conversation is answered like one that does not exist', async () => {
    const { id } = await only();
    const there = await refusalOf(`order ${id} remove`, elsewhere);
    expect(there.message).toBe(`There is no order ${id} here any more. Nothing is ordered here now.`);
    expect((await refusalOf('order ZZZZ remove', elsewhere)).message).toBe(there.message.replace(id, 'ZZZZ'));
    expect(await rows()).toHaveLength(1);
  });

  test.each([
    'order',
    'order 12',
    'order 7F3K please',
    'snooze',
    'snooze a bit',
    'snooze 300d',
    'acknowledge',
  ])('"%s" changes nothing, and says what to type', async (line) => {
    expect((await refusalOf(line)).suggestions.length).toBeGreaterThan(0);
    expect(await only()).toMatchObject({ state: 'active' });
  });

  test('is no guest’s to change, and a guest sees none', async () => {
    const { id } = await only();
    for (const line of [`order ${id} remove`, 'snooze 2d', 'digest off', 'alert drop 5'])
      expect((await refusalOf(line, guest)).message).toContain('people of the organization');
  });

  test('all of them are silenced at once, told in settings, and awake again', async () => {
    await noticeOf('alert drop 5');
    expect((await noticeOf('snooze 1 week')).message).toMatch(
      /^Snoozed by Ben until Mon 30 Nov 13:00: 2 orders/,
    );
    expect((await rows()).map(({ state }) => state)).toEqual(['snoozed', 'snoozed']);
    expect((await bot.ask('settings', here)).card.text).toContain('Snoozed by Ben until Mon 30 Nov 13:00.');
    await noticeOf('snooze off');
    expect((await rows()).map(({ state }) => state)).toEqual(['active', 'active']);
    expect((await refusalOf('snooze off')).message).toContain('Nothing is snoozed here');
  });

  test('of a kind all stop, and one alone comes back by undo', async () => {
    const { undo } = await noticeOf('digest off');
    expect(await rows()).toEqual([]);
    await noticeOf(undo ?? '');
    expect(await rows()).toHaveLength(1);
    expect((await refusalOf('alert off')).message).toContain('There is no alert here');
  });
});

describe('an alert', () => {
  beforeEach(async () => {
    await bot.stores.orders.keep(alertOrder('A1RT', { conversation: CHANNEL.key }));
    const alerts = [openAlert('B2RT', { order: 'A1RT', conversation: CHANNEL.key })];
    await bot.stores.outbox.decide({ deliveries: [], alerts, at: new Date('2026-11-23T06:00:00Z') });
  });

  test('is looked after by the first who says so', async () => {
    expect((await noticeOf('acknowledge b2rt')).message).toBe('Ben looks after this alert.');
    const late = { ...here, person: { ...ANYBODY, key: 'slack:T1/UCAT', name: 'Cat' } };
    expect((await noticeOf('ack B2RT', late)).message).toMatch(
      /^Ben looks after this alert already since Mon 23 Nov/,
    );
  });

  test('of another conversation is not known there', async () => {
    expect((await refusalOf('acknowledge B2RT', elsewhere)).message).toContain('There is no alert B2RT here');
  });
});
