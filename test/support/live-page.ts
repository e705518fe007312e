import type { Browser, Locator, Page } from 'playwright-core';
import { PEOPLE } from '../../src/demo/people.ts';
import { freePort, startPlayground } from '../../src/demo/playground.ts';
import { createLog } from '../../src/log.ts';
import { listen } from '../../src/server.ts';
import { type Drop, eveOfDrop } from './drop.ts';
import { until } from './until.ts';

const LOOPBACK = '127.0.0.1';
/** Seconds that the page may take to show what it was sent. */
const PATIENCE = 60;

export type LivePage = {
  page: Page;
  drop: Drop;
  /** The card that comes after what is done. */
  next(action: () => Promise<unknown>): Promise<Locator>;
  /** The card that answers what is typed. */
  say(text: string): Promise<Locator>;
  stop(): Promise<void>;
};

/** The Teams client page in a browser, before the demo on the eve of a drop. */
export async function openLivePage(browser: Browser): Promise<LivePage> {
  const port = await freePort();
  const log = createLog({ level: 'warn', format: 'pretty' });
  const playground = await startPlayground({ botPort: port, users: PEOPLE, log });
  const drop = await eveOfDrop(playground.origin);
  const routes = Object.assign({}, ...(await drop.app.platforms()).map((platform) => platform.routes));
  const server = await listen({ routes, ready: async () => true }, port, LOOPBACK);
  const page = await browser.newPage({
    ...{ viewport: { width: 1280, height: 1400 }, deviceScaleFactor: 1.5 },
    ...{ locale: 'en-GB', timezoneId: 'Europe/Oslo' },
  });
  await page.goto(playground.url);
  await page.getByRole('button', { name: 'Help' }).waitFor();
  return {
    ...{ page, drop },
    ...chatOf(page),
    async stop() {
      await page.close();
      await playground.stop();
      await server.close();
      await drop.app.close();
    },
  };
}

function chatOf(page: Page): Pick<LivePage, 'next' | 'say'> {
  const cards = page.locator('.ac-adaptiveCard');
  const next = async (action: () => Promise<unknown>) => {
    const count = await cards.count();
    await action();
    await until(`card ${count + 1}`, async () => (await cards.count()) > count, PATIENCE);
    return cards.nth(count);
  };
  return {
    next,
    say: (text) =>
      next(async () => {
        await page.getByRole('textbox').last().click();
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
      }),
  };
}
