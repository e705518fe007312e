import { bench, type Report, type Size } from './case.ts';
import { type Ends, expectSame, type Subject } from './diff/diff.ts';
import { openDuckDb } from './diff/duckdb.ts';
import { buildEqual, CHANGES } from './diff/equal.ts';
import { liveThrough } from './diff/history.ts';
import { openInMemory } from './diff/in-memory.ts';
import { openScoreline } from './diff/scoreline.ts';
import { openExcept, openScd2 } from './diff/sqlite-peers.ts';
import { race } from './race.ts';
import { SCALES } from './tenant.ts';
import { buildYear, type Year } from './year.ts';

const ROUNDS: Record<Size, number> = { '10k': 15, '210k': 7, '1m': 3 };
/** How often in a row: a fraction of a millisecond, which even a busy machine mostly runs in one piece. */
const TIMES = 20;

/** The last snapshot but one: the last has twice the changes of an ordinary day. */
const LAST = 364;
/** A day of the smallest tenant is 37 changes: half of the time goes to two statements and a turn of the loop. */
const DAY: Record<Size, number> = { '10k': 0.025, '210k': 0.01, '1m': 0.01 };
const CASES = [
  { of: 'day', from: LAST - 1 },
  { of: '8 weeks', from: LAST - 56 },
  { of: 'year', from: 1 },
] as const;
const SNAPSHOTS = [...CASES.map(({ from }) => from), LAST];

async function openPeers(report: Report, { folder, file }: Year): Promise<Subject[]> {
  const history = liveThrough(SCALES[report.size], file, SNAPSHOTS, LAST);
  const peers: Subject[] = [openExcept(folder, history, SNAPSHOTS), openScd2(folder, history)];
  const columnar = await openDuckDb(folder, history, SNAPSHOTS);
  for (const { name, subject } of [
    { name: 'DuckDB outer join', subject: columnar },
    ...(await openInMemory(history, SNAPSHOTS)),
  ]) {
    if (subject === null) report.skipped('day, 8 weeks, year', name);
    else peers.push(subject);
  }
  return peers;
}

/** No clock starts before everybody has told the same. Answers how many changes that are. */
async function expectEqual(scoreline: Subject, peers: readonly Subject[], ends: Ends): Promise<number> {
  const own = { name: scoreline.name, diff: await scoreline.diff(ends) };
  for (const peer of peers) expectSame(own, { name: peer.name, diff: await peer.diff(ends) });
  return own.diff.size;
}

async function besidePeers(report: Report, scoreline: Subject, peers: readonly Subject[]): Promise<void> {
  const promised: Partial<Record<string, number>> = { day: DAY[report.size], year: 1.5 };
  for (const { of, from } of CASES) {
    const ends = { from, to: LAST };
    const rows = await expectEqual(scoreline, peers, ends);
    const times = of === 'day' ? TIMES : 1;
    const subjects: Record<string, () => unknown> = {
      scoreline: async () => {
        for (let n = 0; n < times; n += 1) await scoreline.diff(ends);
      },
    };
    for (const peer of peers) subjects[peer.name] = () => peer.diff(ends);
    const reps = ROUNDS[report.size];
    const took = await race(subjects, reps, { collect: false });
    for (const { name } of peers) {
      const bound = name === 'SQLite EXCEPT' ? promised[of] : undefined;
      const [ms = Number.NaN, peerMs = Number.NaN] = [took.scoreline, took[name]];
      report.ratio({
        case: of,
        peer: name,
        ms: ms / times,
        peerMs,
        rows,
        reps,
        ...(bound === undefined ? {} : { bound }),
      });
    }
  }
}

/** A diff costs what changed, so a tenant of 21 times the size, in which as much did, costs the same. */
async function besideSmaller(report: Report): Promise<void> {
  const [small, large] = [await buildEqual(SCALES['10k']), await buildEqual(SCALES['210k'])];
  const [own, other] = [await openScoreline(large.file), await openScoreline(small.file)];
  const ends = { from: 1, to: 2 };
  const often = (subject: Subject) => async () => {
    for (let n = 0; n < 5 * TIMES; n += 1) await subject.diff(ends);
  };
  const reps = ROUNDS['10k'];
  const took = await race({ large: often(own), small: often(other) }, reps, { collect: false });
  const times = { ms: took.large / (5 * TIMES), peerMs: took.small / (5 * TIMES) };
  report.ratio({
    case: `${CHANGES} changes of 210k`,
    peer: `${CHANGES} of 10k`,
    ...times,
    ...{ rows: CHANGES, reps, bound: 1.25 },
  });
  for (const one of [own, other, small, large]) await one.close();
}

/** What changed between two stored snapshots, beside others that find the same. */
await bench('diff', async (report) => {
  const year = await buildYear(SCALES[report.size]);
  const scoreline = await openScoreline(year.file);
  const peers = await openPeers(report, year);
  try {
    await besidePeers(report, scoreline, peers);
    await besideSmaller(report);
  } finally {
    for (const subject of [scoreline, ...peers]) await subject.close();
    year.close();
  }
});
