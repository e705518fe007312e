import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bench, type Report, type Size } from './case.ts';
import { type Days, prepareDays } from './ingest/days.ts';
import { openDuckDb } from './ingest/duckdb.ts';
import { fingerprint, wordsOf } from './ingest/rows.ts';
import { openScoreline } from './ingest/scoreline.ts';
import { openBlob, openFloor, openFullRows, openScd2, openUpsertAll } from './ingest/sqlite-peers.ts';
import type { Subject } from './ingest/subject.ts';
import type { Pages } from './pages.ts';
import { median, race } from './race.ts';
import { serviceFlags } from './service-flags.ts';

const ROUNDS: Record<Size, { floor: number; peers: number }> = {
  '10k': { floor: 15, peers: 5 },
  '210k': { floor: 7, peers: 3 },
  '1m': { floor: 3, peers: 1 },
};

async function compare(report: Report, days: Days): Promise<void> {
  const scoreline = await openScoreline(days.folder);
  const peers = await openPeers(report, days.folder);
  const floor = openFloor(days);
  for (const day of [days.before, days.after]) await expectEqual([scoreline, ...peers], day);
  await floor.take(days.before);
  await floor.take(days.after);
  const ordinary = { rows: days.rows, reps: ROUNDS[report.size].floor };
  const times = await race(inTurns([scoreline, floor], days), ordinary.reps);
  const bound = report.size === '10k' ? 3.5 : 2.5;
  const { scoreline: ms = Number.NaN, floor: peerMs = Number.NaN } = times;
  report.ratio({ case: 'ordinary', peer: 'floor', ms, peerMs, bound, ...ordinary });
  const { peers: reps } = ROUNDS[report.size];
  const beside = await race(inTurns([scoreline, ...peers], days), reps, {
    warm: true,
    collect: false,
  });
  for (const { name } of peers) {
    const both = { ms: beside.scoreline ?? Number.NaN, peerMs: beside[name] ?? Number.NaN };
    report.ratio({ case: 'ordinary', peer: name, ...both, rows: days.rows, reps });
  }
  for (const subject of [scoreline, floor, ...peers]) await subject.close();
}

async function openPeers(report: Report, folder: string): Promise<Subject[]> {
  const peers = [openFullRows(folder), openUpsertAll(folder), openBlob(folder), openScd2(folder)];
  const columnar = await openDuckDb(folder);
  if (columnar === null) report.skipped('ordinary', 'DuckDB appender');
  return columnar === null ? peers : [...peers, columnar];
}

/** No clock starts before everybody has stored the same. */
async function expectEqual(subjects: readonly Subject[], day: Pages): Promise<void> {
  const sent = fingerprint(wordsOf(day));
  for (const subject of subjects) {
    await subject.take(day);
    const stored = fingerprint(await subject.read());
    if (stored !== sent) throw new Error(`${subject.name} stored ${stored} where Azure sent ${sent}`);
  }
}

/** Each takes the one day, then the other, and so on: every time the same rows change. */
function inTurns(
  subjects: readonly Pick<Subject, 'name' | 'take'>[],
  { before, after }: Days,
): Record<string, () => unknown> {
  const turns = subjects.map(({ name, take }) => {
    let back = true;
    const turn = () => {
      const day = back ? before : after;
      back = !back;
      return take(day);
    };
    return [name, turn] as const;
  });
  return Object.fromEntries(turns);
}

/** Everything else on the machine only lengthens a block, so of some runs the middle one is told. */
const RUNS: Record<Size, number> = { '10k': 3, '210k': 3, '1m': 5 };

type Alone = { blocks: Record<'first' | 'ordinary' | 'unchanged' | 'mass', number>; memory: number };

async function alone(report: Report, days: Days): Promise<void> {
  const runs = await runsAlone(days.folder, report.size);
  for (const day of ['first', 'ordinary', 'unchanged', 'mass'] as const) {
    const value = median(runs.map(({ blocks }) => blocks[day]));
    report.figure({ case: `longest block, ${day}`, value, unit: 'ms', bound: 50 });
  }
  const memory = memoryOf(runs);
  report.figure({ case: 'peak memory over start', value: memory, unit: 'MB', bound: 250 });
  if (report.size === '1m') await growth(report, memory);
}

/** Bounded by the largest subscription, not by the tenant. */
async function growth(report: Report, memory: number): Promise<void> {
  const smaller = prepareDays('210k');
  const less = memoryOf(await runsAlone(smaller.folder, report.size));
  smaller.close();
  report.figure({ case: 'peak memory over start, 210k', value: less, unit: 'MB', bound: 250 });
  report.figure({ case: 'peak memory, times that of 210k', value: memory / less, unit: '×', bound: 1.25 });
}

/** The heap is cleared when the engine sees fit, so of some runs the middle one is told here too. */
const memoryOf = (runs: readonly Alone[]): number => median(runs.map(({ memory }) => memory));

async function runsAlone(folder: string, size: Size): Promise<Alone[]> {
  const runs: Alone[] = [];
  for (let run = 0; run < RUNS[size]; run += 1) runs.push(await runAlone(folder));
  return runs;
}

async function runAlone(folder: string): Promise<Alone> {
  const program = join(import.meta.dirname, 'ingest', 'alone.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [...serviceFlags(), program, folder]);
  return JSON.parse(stdout) as Alone;
}

/** From the bytes of Resource Graph's pages until the snapshot is on disk. */
await bench('ingest', async (report) => {
  const days = prepareDays(report.size);
  try {
    await alone(report, days);
    await compare(report, days);
  } finally {
    days.close();
  }
});
