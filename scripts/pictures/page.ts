import type { Browser, Locator } from 'playwright-core';
import type { Messenger } from '../../src/ports.ts';
import { DAYS, ORDERS } from '../../test/support/drop.ts';
import { type LivePage, openLivePage } from '../../test/support/live-page.ts';

/** Milliseconds until a chart stands still. */
const STILL = 700;

/** The Teams client page itself while a score of the demo drops and recovers: a picture of each card of interest. */
export async function livePage(browser: Browser, out: URL): Promise<void> {
  const live = await openLivePage(browser);
  try {
    await play(live, out);
  } finally {
    await live.stop();
  }
}

async function play({ page, drop, next, say }: LivePage, out: URL): Promise<void> {
  const keep = async (name: string, card: Locator) => {
    const file = new URL(`${name}.page.png`, out).pathname;
    await page.waitForTimeout(STILL);
    await card.screenshot({ path: file });
    console.error(file);
  };
  await keep('order-form', await say('digest'));
  for (const order of ORDERS) await say(order);
  const posted = new Map<string, Locator>();
  const { messenger } = drop.app;
  const deliver: Messenger['deliver'] = async (key, card, how) => {
    const sent = Promise.withResolvers<Awaited<ReturnType<Messenger['deliver']>>>();
    const shown = await next(async () => sent.resolve(await messenger.deliver(key, card, how)));
    if (!posted.has(card.name)) await keep(card.name, shown);
    if (!posted.has(card.name)) posted.set(card.name, shown);
    return sent.promise;
  };
  await drop.live({ ...messenger, deliver }, DAYS);
  const alert = posted.get('alert');
  if (alert === undefined) throw new Error('The demo posted no alert.');
  await alert.getByText('Recovered').waitFor();
  await keep('alert-recovered', alert);
  await keep('explain', await next(() => alert.getByRole('button', { name: 'Explain' }).click()));
  await keep('trend', await say('trend for Web Shop 90d'));
  await keep('movers', await say('movers last month'));
  await keep('settings', await say('settings'));
}
