import { mkdirSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import type { Card } from '../src/cards/card.ts';
import { type Medium, render } from '../src/cards/render.ts';
import { SAMPLES } from '../test/support/card-samples.ts';

/** Draws sample cards as people see them, into docs/pictures: `node scripts/pictures.ts [card or card.case…]`. */
const OUT = new URL('../docs/pictures/', import.meta.url);
const SCHEMAS = new URL('../test/fixtures/schemas/', import.meta.url);

type Theme = 'light' | 'dark';
type Look = { name: string; theme: Theme; width: number };
const LOOKS: readonly Look[] = [
  { name: 'light', theme: 'light', width: 640 },
  { name: 'dark', theme: 'dark', width: 640 },
  { name: 'narrow', theme: 'light', width: 360 },
];
const CASES = ['ordinary', 'wide'];

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const only = process.argv.slice(2);

async function draw(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  const script = await bundle();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  for (const { name, case: of, card } of SAMPLES) {
    if (
      !(only.includes(`${name}.${of}`) || (CASES.includes(of) && (only.length === 0 || only.includes(name))))
    )
      continue;
    for (const medium of ['teams', 'slack'] as const) {
      for (const look of LOOKS) await shoot(browser, script, { name: `${name}.${of}`, card, medium, look });
    }
  }
  await browser.close();
}

type Shot = { name: string; card: Card; medium: Medium; look: Look };

async function shoot(browser: Browser, script: string, { name, card, medium, look }: Shot): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: look.width, height: 100 },
    deviceScaleFactor: 1.5,
    locale: 'en-GB',
    timezoneId: 'Europe/Oslo',
    colorScheme: look.theme,
  });
  page.on('pageerror', (error) => console.error(`${name} ${medium}: ${error.message}`));
  await page.setContent(`<body class="${medium} ${look.theme}"><div id="card"></div></body>`);
  await page.addStyleTag({ content: styles(medium) });
  await page.addScriptTag({ content: script });
  const host = medium === 'teams' ? hostConfig(look.theme) : { theme: look.theme };
  await page.evaluate(`window.drawCard(${JSON.stringify({ medium, card: render(card, medium), host })})`);
  await page.waitForTimeout(50);
  const file = new URL(`${name}.${medium}.${look.name}.png`, OUT).pathname;
  await page.screenshot({ path: file, fullPage: true });
  await page.close();
  console.error(file);
}

/** The renderers of both platforms for the browser. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [new URL('./pictures/draw.js', import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

const hostConfig = (theme: Theme): unknown =>
  JSON.parse(readFileSync(new URL(`microsoft-teams-${theme}.json`, SCHEMAS), 'utf8'));

function styles(medium: Medium): string {
  const own = readFileSync(new URL('./pictures/page.css', import.meta.url), 'utf8');
  if (medium === 'teams') return own;
  const slack = new URL('../node_modules/slack-blocks-to-jsx/dist/style.css', import.meta.url);
  return `${readFileSync(slack, 'utf8')}\n${own}`;
}

await draw();
