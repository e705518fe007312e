import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import { type Medium, render } from '../src/cards/render.ts';
import type { Leaf, View } from '../src/cards/view.ts';
import { SAMPLES, type Sample } from '../test/support/card-samples.ts';
import { errorByHand } from './cards/by-hand.ts';
import { bench, type Report } from './case.ts';
import { fastest, runRounds } from './race.ts';

const ROUNDS = 15;
/** A slice of a few milliseconds: long enough for a clock, short enough to run in one piece on a busy machine. */
const SLICE_MS = 4;
const MEDIA: readonly Medium[] = ['teams', 'slack'];

/** The view with its words as they are: nothing fenced, nothing escaped. */
function bareView(node: View | Leaf | readonly (View | Leaf)[]): unknown {
  if (typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map((item) => bareView(item));
  if ('verbatim' in node) return node.verbatim;
  if ('instant' in node) return node.text;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, bareView(value)]));
}

/** Both templates of the card's pair, filled by each of the ways. */
function subjects({ card }: Sample) {
  const pairs = MEDIA.map((medium) => {
    const text = readFileSync(new URL(`../cards/${card.name}.${medium}.json`, import.meta.url), 'utf8');
    return { text, parsed: new Template(JSON.parse(text)) };
  });
  const $root = bareView(card.view);
  return {
    scoreline: () => MEDIA.map((medium) => render(card, medium)),
    expand: () => pairs.map(({ parsed }) => parsed.expand({ $root })),
    perCall: () => pairs.map(({ text }) => new Template(JSON.parse(text)).expand({ $root })),
  };
}

type Took = { ms: number; peerMs: number };

async function measure(report: Report, sample: Sample): Promise<Took> {
  const { scoreline, expand, perCall } = subjects(sample);
  const times = timesOf(scoreline);
  const many = (run: () => unknown) => () => {
    for (let n = 0; n < times; n += 1) run();
  };
  const took = fastest(
    await runRounds({ scoreline: many(scoreline), expand: many(expand), perCall: many(perCall) }, ROUNDS, {
      collect: false,
    }),
  );
  const known = { case: `${sample.name}, ${sample.case}`, ms: took.scoreline / times, rows: 2, reps: ROUNDS };
  report.ratio({ ...known, peer: 'bare expand', peerMs: took.expand / times });
  report.ratio({ ...known, peer: 'template per call', peerMs: took.perCall / times });
  return { ms: took.scoreline / times, peerMs: took.expand / times };
}

/** How often it runs in a slice; runs it hot on the way. */
function timesOf(run: () => unknown): number {
  for (let n = 0; n < 20; n += 1) run();
  const start = performance.now();
  for (let n = 0; n < 5; n += 1) run();
  return Math.max(1, Math.round((5 * SLICE_MS) / (performance.now() - start)));
}

/** What a function written for one card takes: nobody would want to write them all. */
async function beside(report: Report, sample: Sample): Promise<void> {
  assert.deepEqual(errorByHand(sample.card), render(sample.card, 'teams'));
  const times = timesOf(() => render(sample.card, 'teams'));
  const many = (run: () => unknown) => () => {
    for (let n = 0; n < times; n += 1) run();
  };
  const scoreline = many(() => render(sample.card, 'teams'));
  const byHand = many(() => errorByHand(sample.card));
  const took = fastest(await runRounds({ scoreline, byHand }, ROUNDS, { collect: false }));
  const [ms, peerMs] = [took.scoreline / times, took.byHand / times];
  report.ratio({ case: 'error on Teams', peer: 'plain function', ms, peerMs, rows: 1, reps: ROUNDS });
}

/** The promise is about all of them: a card of a tenth of a millisecond alone is at the mercy of the machine. */
async function together(
  report: Report,
  name: string,
  samples: readonly Sample[],
  bound: number,
): Promise<void> {
  const took: Took[] = [];
  for (const sample of samples) took.push(await measure(report, sample));
  const sum = (of: (each: Took) => number) => took.reduce((total, each) => total + of(each), 0);
  const all = { ms: sum(({ ms }) => ms), peerMs: sum(({ peerMs }) => peerMs) };
  const rows = 2 * samples.length;
  report.ratio({ case: `every card, ${name}`, peer: 'bare expand', ...all, bound, rows, reps: ROUNDS });
}

/** Every card, ordinary and worst, for both platforms at once. Cards do not grow with the tenant. */
await bench('cards', async (report) => {
  const cards = [...Map.groupBy(SAMPLES, ({ name }) => name).values()];
  const ordinary = cards.map((of) => of.find((sample) => sample.case === 'ordinary') ?? of[0]);
  await together(
    report,
    'ordinary',
    ordinary.filter((sample) => sample !== undefined),
    1.2,
  );
  await together(
    report,
    'worst',
    SAMPLES.filter((sample) => sample.case.startsWith('worst')),
    // Hostile names: the bare engine puts them in as they are, and every character that acts has to be escaped.
    1.5,
  );
  const error = SAMPLES.find(({ name, case: of }) => name === 'error' && of === 'ordinary');
  if (error !== undefined) await beside(report, error);
});
