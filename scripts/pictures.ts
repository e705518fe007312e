import { mkdirSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import type { Card } from '../src/cards/card.ts';
import { type Medium, render } from '../src/cards/render.ts';
import { asker } from '../src/cli/asker.ts';
import { demoEdges } from '../src/cli/demo-edges.ts';
import { wire } from '../src/main.ts';
import { SAMPLES } from '../test/support/card-samples.ts';
import { eveOfDrop } from '../test/support/drop.ts';
import { livePage } from './pictures/page.ts';
import { posts } from './pictures/posts.ts';
import { surfaces } from './pictures/surfaces.ts';

/**
 * Draws cards as people see them, into docs/pictures: the demo's answers and posts, what else Slack draws, and as
 * `<card>.page.png` the Teams client page itself; with `node scripts/pictures.ts <card>` or `<card>.<case>` the samples
 * that the card tests use, with `page` that page alone.
 */
const OUT = new URL('../docs/pictures/', import.meta.url);
const SCHEMAS = new URL('../test/fixtures/schemas/', import.meta.url);

type Theme = 'light' | 'dark';
type Look = { name: string; theme: Theme; width: number };
const LOOKS: readonly Look[] = [
  { name: 'light', theme: 'light', width: 640 },
  { name: 'dark', theme: 'dark', width: 640 },
  { name: 'narrow', theme: 'light', width: 360 },
];

/** What is asked of the demo, and in how many looks the answer is kept. */
const ASKED: readonly { name: string; text: string; looks: number }[] = [
  { name: 'score', text: 'score for Contoso Prod', looks: 3 },
  { name: 'all', text: 'score', looks: 3 },
  { name: 'trend', text: 'trend for Contoso Prod 90d', looks: 3 },
  { name: 'explain', text: "explain 'Contoso Prod'", looks: 3 },
  { name: 'moved', text: "explain 'Contoso Prod' cause 1", looks: 1 },
  { name: 'fix', text: "fix 'Contoso Prod'", looks: 3 },
  { name: 'movers', text: 'movers last month', looks: 1 },
  { name: 'compare', text: "compare 'Contoso Prod' with 'Contoso Dev'", looks: 1 },
  { name: 'controls', text: "controls 'Contoso Prod'", looks: 1 },
  { name: 'control', text: "control 'Enable MFA'", looks: 1 },
  { name: 'help', text: 'help', looks: 1 },
  { name: 'unknown', text: 'score for contso prd', looks: 1 },
];
/** Large, or much like another one. */
const ONE_LOOK = ['home', 'alert-recovered'];
const NOW = new Date('2026-11-23T09:00:00Z');

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const only = process.argv.slice(2);

async function draw(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  const script = await bundle();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  for (const { looks, ...drawn } of only.length === 0 ? await demoPictures() : samples()) {
    for (const look of looks) await shoot(browser, script, { ...drawn, look });
  }
  if (only.length === 0 || only.includes('page')) await livePage(browser, OUT);
  await browser.close();
}

/** `json`: what the platform is sent. `frame`: what it draws around it. */
type Picture = { name: string; medium: Medium; frame: 'message' | 'home' | 'modal'; json: unknown };
type Drawn = Picture & { looks: readonly Look[] };

const onBoth = (name: string, card: Card, looks: readonly Look[]): Drawn[] =>
  (['teams', 'slack'] as const).map((medium) => ({
    ...{ name, medium, looks, frame: 'message', json: render(card, medium) },
  }));

async function demoPictures(): Promise<Drawn[]> {
  const drop = await eveOfDrop(null);
  const looksOf = (name: string) => LOOKS.slice(0, ONE_LOOK.includes(name) ? 1 : LOOKS.length);
  const posted = (await posts(drop)).flatMap(({ name, card }) => onBoth(name, card, looksOf(name)));
  const views = (await surfaces(drop)).map((view) => {
    return { ...view, medium: 'slack' as const, looks: looksOf(view.name) };
  });
  await drop.app.close();
  return [...(await answers()), ...posted, ...views];
}

async function answers(): Promise<Drawn[]> {
  const app = wire(await demoEdges(() => NOW, { clientOrigin: null, progress: () => {} }));
  const terminal = await asker({}, app.stores.conversations);
  const drawn: Drawn[] = [];
  for (const { name, text, looks } of ASKED) {
    const answer = await app.bot({ text, ...terminal, timezone: 'Europe/Oslo' });
    if (answer !== null) drawn.push(...onBoth(name, answer.card, LOOKS.slice(0, looks)));
  }
  await app.close();
  return drawn;
}

const samples = (): Drawn[] =>
  SAMPLES.filter(
    (sample) => only.includes(sample.name) || only.includes(`${sample.name}.${sample.case}`),
  ).flatMap((sample) => onBoth(`${sample.name}.${sample.case}`, sample.card, LOOKS));

type Shot = Picture & { look: Look };

async function shoot(
  browser: Browser,
  script: string,
  { name, medium, frame, json, look }: Shot,
): Promise<void> {
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
  await page.evaluate(`window.drawCard(${JSON.stringify({ medium, frame, json, host })})`);
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
