import { execFileSync } from 'node:child_process';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { type Demo, NOW, openDemo, wordsOf } from './demo.ts';

type Score = { percentage: number; changes: { percentage: number }[]; controls: Fix[] };
type Fix = { name: string; potentialIncrease: number };

const ROOT = new URL('../../', import.meta.url).pathname;
let demo: Demo;

beforeAll(async () => {
  demo = await openDemo();
  await demo.page.getByRole('button', { name: 'Help' }).waitFor();
});
afterAll(() => demo.stop());

/** What the terminal says to the same question. */
function ask<Data>(line: string): Data {
  const args = [
    '--import',
    './src/cli/preflight.js',
    'src/cli/ask.ts',
    '--demo',
    '--now',
    NOW,
    '--json',
    line,
  ];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })).data;
}

const cards = () => demo.page.locator('.ac-adaptiveCard');

/** The card that comes after `count` others, with its words on single lines. */
async function card(count: number): Promise<{ at: Locator; words: string }> {
  await until(`card ${count + 1}`, async () => (await cards().count()) > count, 20);
  const at = cards().nth(count);
  return { at, words: await wordsOf(at) };
}

/** Lines of the chart that is drawn in a card, once it is. */
async function linesOf(at: Locator): Promise<number> {
  await at.locator('svg').first().waitFor();
  return at.locator('svg').locator('path, line, polyline').count();
}

/** Numbers of the page as numbers again: one decimal, a real minus sign. */
const numbers = (words: string, pattern: RegExp): number[] =>
  [...words.matchAll(pattern)].map(([, found]) => Number(found?.replace('−', '-')));

const rounded = (value: number): number => Math.round(value * 10) / 10;

it('answers what was typed, and the button on that, with the numbers of the terminal', async () => {
  await demo.page.getByRole('textbox').first().click();
  await demo.page.keyboard.type('score for Contoso Prod');
  await demo.page.keyboard.press('Enter');
  const score = ask<Score>('score for Contoso Prod');
  const first = await card(1);
  expect(numbers(first.words, /([\d.]+) %/gu)[0]).toBe(rounded(score.percentage));
  const changes = numbers(first.words, /[▲▼] ([+−][\d.]+) pp/gu);
  expect(changes).toEqual(score.changes.map(({ percentage }) => rounded(percentage)));
  const [control] = score.controls;
  expect(first.words).toContain(`Worth fixing first ${control?.name}`);

  expect(await linesOf(first.at)).toBeGreaterThan(0);

  await first.at.getByRole('button', { name: 'What to fix' }).click();
  const { recommendations } = ask<{ recommendations: Fix[] }>("fix 'Contoso Prod'");
  const second = await card(2);
  const shown = recommendations.slice(0, 10);
  let from = 0;
  for (const { name } of shown) {
    const at = second.words.indexOf(name, from);
    expect(at, name).toBeGreaterThanOrEqual(from);
    from = at;
  }
  const [best] = shown;
  expect(second.words).toContain(`+${rounded(best?.potentialIncrease ?? 0)} pp`);

  await second.at.getByRole('button', { name: /^Show next/u }).click();
  const next = recommendations[10]?.name ?? '';
  await until('the next page', async () => (await wordsOf(cards().nth(2))).includes(next), 20);
  expect(await cards().count()).toBe(3);
});

it('draws the score over time as a chart, with its numbers beside it', async () => {
  const before = await cards().count();
  await demo.page.getByRole('textbox').first().click();
  await demo.page.keyboard.type('trend Contoso Prod 90d');
  await demo.page.keyboard.press('Enter');
  const { points } = ask<{ points: { percentage: number }[] }>('trend Contoso Prod 90d');
  const { at, words } = await card(before);
  expect(points.length).toBe(91);
  expect(words).toContain(`Last ${rounded(points.at(-1)?.percentage ?? 0)} %`);
  expect(words).toContain(`First ${rounded(points[0]?.percentage ?? 0)} %`);
  expect(await linesOf(at)).toBeGreaterThan(20);
});
