import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { allControls } from '../src/answers/controls.ts';
import { explainOf } from '../src/answers/explain.ts';
import { whatToFix } from '../src/answers/fix.ts';
import { scoreOf } from '../src/answers/score.ts';
import { trendOf } from '../src/answers/trend.ts';
import type { World } from '../src/answers/world.ts';
import { daysAgo } from '../src/core/period.ts';
import { ALL, type Scope } from '../src/core/scope.ts';
import { besideReads } from './ask/explain.ts';
import { openPeers, type Peers } from './ask/peers.ts';
import { type Asked, openAsked } from './ask/world.ts';
import { bench, type Report } from './case.ts';
import { median, race } from './race.ts';
import { SCALES } from './tenant.ts';
import { buildYear } from './year.ts';

const ROUNDS = 25;
const BLOCKS = 5;
/** Of what takes half a second. */
const SCANS = 3;
/** How often in a row: a few milliseconds, which even a busy machine mostly runs in one piece. */
const TIMES = { read: 1_000, single: 20, wide: 1 } as const;

/** The scores that a card draws a line of; the rest of the answer is what the goal is about. */
const withoutChart = (world: World): World => ({
  ...world,
  posture: { ...world.posture, history: async () => ({ snapshots: [], members: nothing() }) },
});
async function* nothing() {}

type Question = { of: string; wide: boolean; run: () => Promise<unknown>; bound?: number };

function questions({ world }: Asked, cells: number): Question[] {
  const scopes = world.estate.subscriptions.map(({ kind, id, name }): Scope => ({ kind, id, name }));
  let at = 0;
  const single = () => scopes[at++ % scopes.length] ?? ALL;
  const year = daysAgo(365);
  const bare = withoutChart(world);
  return [
    { of: 'score', wide: false, run: () => scoreOf(bare, single()), bound: 40 },
    { of: 'score with its chart', wide: false, run: () => scoreOf(world, single()) },
    { of: 'controls', wide: false, run: () => allControls(world, single()) },
    { of: 'fix', wide: false, run: () => whatToFix(world, single()) },
    { of: 'reading the history of a year', wide: false, run: () => readYear(world, single()), bound: 65 },
    { of: 'trend of a year', wide: false, run: () => trendOf(world, single(), year, 'UTC') },
    { of: 'explain', wide: false, run: () => explainOf(world, single(), daysAgo(1), 'UTC') },
    { of: 'score of all', wide: true, run: () => scoreOf(bare, ALL), bound: 2 * cells },
    { of: 'score of all with its chart', wide: true, run: () => scoreOf(world, ALL) },
    { of: 'controls of all', wide: true, run: () => allControls(world, ALL) },
    { of: 'fix of all', wide: true, run: () => whatToFix(world, ALL) },
    { of: 'trend of a year of all', wide: true, run: () => trendOf(world, ALL, year, 'UTC') },
  ];
}

/** What is stored of a subscription in a year, without the points that are made of it. */
async function readYear({ posture, now }: World, { id }: Scope): Promise<void> {
  const from = new Date(now.getTime() - 365 * 86_400_000);
  const { members } = await posture.history({ from, to: now, ids: [id], maxima: false });
  for await (const _ of members);
}

async function inReads(report: Report, asked: Asked, peers: Peers): Promise<void> {
  for (const { of, wide, run, bound } of questions(asked, peers.cells)) {
    const times = wide ? TIMES.wide : TIMES.single;
    const subject = async () => {
      for (let n = 0; n < times; n += 1) await run();
    };
    const read = () => {
      for (let n = 0; n < TIMES.read; n += 1) peers.read();
    };
    const took = await race({ subject, read }, ROUNDS, { collect: false });
    const known = { case: of, ms: took.subject / times, rows: wide ? peers.cells : 1, reps: ROUNDS };
    report.ratio({
      ...known,
      peer: 'single indexed read',
      peerMs: took.read / TIMES.read,
      ...(bound === undefined ? {} : { bound }),
    });
  }
}

/** The score as it would have to be worked out without the numbers that are kept of it. */
async function besideScan(report: Report, { world }: Asked, peers: Peers): Promise<void> {
  const bare = withoutChart(world);
  const [one] = world.estate.subscriptions;
  if (one === undefined) throw new Error('The tenant has no subscription');
  for (const [of, scope] of [['score', one] as const, ['score of all', ALL] as const]) {
    const scan = () => peers.scan(scope === ALL ? null : one.id);
    const took = await race({ score: () => scoreOf(bare, scope), scan }, SCANS);
    const rows = scope === ALL ? peers.cells : 1;
    report.ratio({
      case: of,
      peer: 'scanning assessment',
      ms: took.score,
      peerMs: took.scan,
      rows,
      reps: SCANS,
    });
  }
}

/** Reads most. */
const FIRST = 'explain 365d';
const LINES = [
  'score',
  'controls',
  'fix',
  'resources',
  'trend 365d',
  'explain',
  'explain 56d',
  FIRST,
  "what if 'Control 0'",
  'status',
  'help',
];

/** The longest time for which nothing else could run while one question is answered, its card included. */
async function blocks(report: Report, { ask, world }: Asked): Promise<void> {
  const [one] = world.estate.subscriptions;
  const lines = [...LINES, ...['score', 'trend 365d', 'explain 365d'].map((line) => `${line} ${one?.id}`)];
  for (const line of lines) {
    const longest: number[] = [];
    for (let round = 0; round <= BLOCKS; round += 1) {
      const block = await longestBlock(() => ask(line));
      if (round > 0) longest.push(block);
    }
    const name = one === undefined ? line : line.replace(one.id, 'one');
    report.figure({ case: `longest block, ${name}`, value: median(longest), unit: 'ms', bound: 50 });
  }
}

/** Milliseconds. */
async function longestBlock(work: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  // It counts from its first tick on, and up to its last.
  await sleep(5);
  await work();
  await sleep(5);
  delay.disable();
  return delay.max / 1e6;
}

/** With nothing compiled and no statement prepared. */
async function firstBlock(report: Report, { ask }: Asked): Promise<void> {
  const value = await longestBlock(() => ask(FIRST));
  report.figure({ case: `longest block, ${FIRST}, asked first`, value, unit: 'ms' });
}

/** Questions about a year of daily snapshots, counted in reads of one row by its key. */
await bench('ask', async (report) => {
  const year = await buildYear(SCALES[report.size]);
  const asked = await openAsked(year);
  const peers = openPeers(year.file);
  try {
    await firstBlock(report, asked);
    await inReads(report, asked, peers);
    await besideScan(report, asked, peers);
    await besideReads(report, asked);
    await blocks(report, asked);
  } finally {
    peers.close();
    await asked.close();
    year.close();
  }
});
