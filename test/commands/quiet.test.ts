import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ErrorData, NoticeData } from '../../src/cards/data.ts';
import type { SettingsData } from '../../src/cards/settings-data.ts';
import { ANYBODY, CHANNEL, dataOf, openTestBot, type TestBot } from '../support/bot.ts';

const here = { person: ANYBODY, conversation: CHANNEL, addressed: 'named' } as const;
const guest = { ...here, person: { key: 'slack:T9/UEVE', name: 'Eve', member: false } } as const;

let bot: TestBot;
beforeEach(async () => {
  bot = await openTestBot(['2026-11-22', '2026-11-23']);
  await bot.ask(`grant all to ${CHANNEL.key}`);
});
afterEach(() => bot.stores.close());

const noticeOf = async (text: string, from: Parameters<TestBot['ask']>[1] = here) => {
  const answer = await bot.ask(text, from);
  expect(answer.outcome, answer.card.text).toBe('answered');
  return dataOf<NoticeData>(answer);
};
const kept = async () => (await bot.stores.preferences.of(CHANNEL.key)).quiet;
const NIGHT = { from: { hour: 22, minute: 0 }, to: { hour: 7, minute: 0 }, zone: 'UTC' };

test('they are told, set, changed and taken away again, each with its undo', async () => {
  expect((await noticeOf('quiet')).message).toContain('no quiet hours');
  const first = await noticeOf('quiet 22:00 to 07:00');
  expect(first.message).toMatch(/wait from 22:00 to 07:00 \(UTC\).*one post.*Digests come at their own time/);
  expect(first.undo).toBe('quiet off');
  expect(await kept()).toEqual(NIGHT);
  expect((await noticeOf('quiet hours')).message).toContain('from 22:00 to 07:00 (UTC)');
  const second = await noticeOf('quiet hours from 8pm until 6:30 Europe/Oslo');
  expect(second.undo).toBe('quiet 22:00 to 07:00 UTC');
  await noticeOf(second.undo ?? '');
  expect(await kept()).toEqual(NIGHT);
  expect((await noticeOf('quiet off')).undo).toBe('quiet 22:00 to 07:00 UTC');
  expect(await kept()).toBeNull();
  expect((await noticeOf('quiet off')).undo).toBeNull();
});

test('their zone is the one in the line, else that of the conversation, else that of the asker', async () => {
  const ada = { ...here, timezone: 'America/New_York' };
  await noticeOf('quiet 22:00 to 07:00', ada);
  expect((await kept())?.zone).toBe('America/New_York');
  await noticeOf('timezone Asia/Tokyo');
  await noticeOf('quiet 22:00 to 07:00', ada);
  expect((await kept())?.zone).toBe('Asia/Tokyo');
  await noticeOf('quiet 22:00 to 07:00 Europe/Oslo', ada);
  expect((await kept())?.zone).toBe('Europe/Oslo');
});

test('where it is quiet already, the answer says until when', async () => {
  // The clock of these tests stands at 12:00 UTC.
  expect((await noticeOf('quiet 11:00 to 14:00')).message).toContain('quiet now, until Mon 23 Nov 14:00');
});

test('settings tells them', async () => {
  await noticeOf('quiet 22:00 to 07:00');
  const { card } = await bot.ask('settings', here);
  expect(card.text).toContain('Alerts wait from 22:00 to 07:00 (UTC).');
  expect((card.data as SettingsData).quiet).toEqual(NIGHT);
});

test('a guest may not set them, and what cannot be read changes nothing', async () => {
  expect((await bot.ask('quiet 22:00 to 07:00', guest)).outcome).toBe('refused');
  const refused = await bot.ask('quiet at night', here);
  expect(refused.outcome).toBe('refused');
  expect(dataOf<ErrorData>(refused).suggestions).toContain('quiet 22:00 to 07:00');
  expect(await kept()).toBeNull();
});
