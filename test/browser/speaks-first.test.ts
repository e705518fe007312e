import { type Browser, chromium, type Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAYS } from '../support/drop.ts';
import { type LivePage, openLivePage } from '../support/live-page.ts';
import { until } from '../support/until.ts';
import { wordsOf } from './demo.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
let browser: Browser;
let live: LivePage;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  live = await openLivePage(browser);
});
afterAll(async () => {
  await live.stop();
  await browser.close();
});

const buttonsOf = (card: Locator) => card.getByRole('button').allInnerTexts();
const says = (card: Locator, words: string) =>
  until(`the card to say ${words}`, async () => (await wordsOf(card)).includes(words), 20);

it('posts an alert with its reason, whose card tells who looks after it and that it is over', async () => {
  const { drop, next, say } = live;
  const { messenger } = drop.app;
  await say('alert drop 5 for Web Shop');
  const alert = await next(() => drop.live(messenger, 1));
  const words = await wordsOf(alert);
  expect(words).toMatch(
    /^Web Shop dropped 17\.2 pp to 57\.9 % \(was 75\.2 %, Mon 20 Jul 06:00 UTC\)\. Why: /u,
  );
  expect(words).toContain('MFA should be enabled on accounts with write permissions');
  expect(await buttonsOf(alert)).toEqual(['Explain', 'Acknowledge', 'Snooze 2 days', 'Change rule']);

  await next(() => alert.getByRole('button', { name: 'Acknowledge' }).click());
  await says(alert, 'Ada Lindqvist looks after it');
  expect(await buttonsOf(alert)).toEqual(['Explain', 'Snooze 2 days', 'Change rule']);

  const recovery = await next(() => drop.live(messenger, DAYS - 1));
  expect(await wordsOf(recovery)).toContain('Web Shop: back at 75.2 % after 7 days.');
  await says(alert, 'Recovered: Web Shop is back at 75.2 %.');
  expect(await wordsOf(alert)).toContain('Ada Lindqvist looks after it');
  expect(await buttonsOf(alert)).toEqual(['Explain', 'Change rule']);
});
