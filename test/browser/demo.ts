import { type ChildProcess, spawn } from 'node:child_process';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { until } from '../support/until.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** The day on which the demo's history ends: far from any incident's edge, and the same for every run. */
export const NOW = '2026-11-20T12:00:00Z';

export type Demo = { page: Page; stop(): Promise<void> };

/** The whole demo as `npm run demo` runs it, and its Teams client page in Chromium. */
export async function openDemo(): Promise<Demo> {
  const child = spawn(process.execPath, ['src/cli/demo.ts', '--now', NOW], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const url = await until(
    'the demo to say its page',
    () => /Teams client page\s+(\S+)/u.exec(said)?.[1],
    120,
  );
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1400 }, locale: 'en-GB' });
  await page.goto(url);
  return { page, stop: () => close(browser, child) };
}

async function close(browser: Browser, child: ChildProcess): Promise<void> {
  await browser.close();
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}

/** What can be read, on one line. */
export async function wordsOf(at: Locator): Promise<string> {
  // Not `textContent`: it glues the words of neighbours together
  return (await at.innerText()).replaceAll(/\s+/gu, ' ');
}
