import { rmSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { historyCut } from '../../src/core/retention.ts';
import { pruneHistory } from '../../src/jobs/prune.ts';
import { pruneJob } from '../../src/jobs/prune-job.ts';
import { TAKE_SNAPSHOT } from '../../src/jobs/take-snapshot.ts';
import type { Pruned, Stores } from '../../src/ports.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from '../storage/engines.ts';
import { openTestBot, recordingLog } from '../support/bot.ts';
import { buildReading, copy, partsOf, type Reading, rescore } from '../support/posture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const day = (n: number) => new Date(Date.UTC(2026, 0, n, 6));
const never = new AbortController().signal;

describe('where history is cut', () => {
  test.each([
    ['2026-11-23T12:00:00Z', 'P2Y', '2024-11-23'],
    ['2026-11-23T00:00:00Z', 'P1M', '2026-10-23'],
    ['2028-02-29T23:59:59Z', 'P1Y', '2027-02-28'],
    ['2026-11-23T12:00:00Z', 'PT1S', '2026-11-23'],
    ['2026-11-23T00:00:00Z', 'PT1S', '2026-11-22'],
    ['2026-11-23T12:00:00Z', 'P100Y', '1926-11-23'],
  ])('at %s with %s it is the beginning of %s', (now, keep, cut) => {
    expect(historyCut(new Date(now), keep).toISOString()).toBe(`${cut}T00:00:00.000Z`);
  });
});

/** Another state for some assessments, others each day. */
function nextDay(reading: Reading, n: number): Reading {
  const next = copy(reading);
  for (const read of next.subscriptions)
    for (const [at, one] of read.assessments.entries())
      if (at % 10 === n % 10) one.status = one.status === 'healthy' ? 'unhealthy' : 'healthy';
  return rescore(next);
}

describe.each(engines)('the job that prunes, on $name', ({ name, open }) => {
  let stores: Stores;
  let reading: Reading;
  let now: Date;
  const { log, logged } = recordingLog();

  beforeEach(async () => {
    stores = await openStores(await open());
    reading = buildReading();
    now = day(1);
    logged.length = 0;
  });
  afterEach(() => stores.close());

  const job = (keep: string) => pruneJob({ ...stores, clock: () => now, log, keep }, 'test');
  const takeUntil = async (from: number, to: number) => {
    for (let n = from; n <= to; n++) {
      reading = nextDay(reading, n);
      await stores.posture.ingest(day(n), partsOf(reading));
    }
    now = new Date(day(to).getTime() + HOUR);
  };
  const oldest = async () => (await stores.posture.snapshotsAt([new Date(0)]))[0]?.id;
  const due = async (keep: string) => (await job(keep).dueIn()) <= 0;

  test('runs once a snapshot while there is something to delete, and leaves a young history alone', async () => {
    expect(await due('P5D')).toBe(false);
    await takeUntil(1, 5);
    expect(await due('P5D')).toBe(false);
    await takeUntil(6, 9);
    expect(await due('P5D')).toBe(true);
    expect(await job('P5D').run(never)).toBe(true);
    // The cut is the 4th at 00:00. Compared with it is the 3rd, and an explanation reads what happened since the 2nd.
    expect(await oldest()).toBe(2);
    expect(await due('P5D')).toBe(false);
    expect((await stores.jobs.last('prune')).lastDone).toMatchObject({
      outcome: 'done',
      facts: { since: day(2).toISOString(), snapshots: 1, rows: 0 },
    });
    await takeUntil(10, 10);
    expect(await due('P5D')).toBe(true);
    await job('P5D').run(never);
    expect(await oldest()).toBe(3);
    const { lastDone } = await stores.jobs.last('prune');
    expect(lastDone?.facts).toMatchObject({ since: day(3).toISOString(), snapshots: 1 });
    expect(lastDone?.facts.rows).toBeGreaterThan(5);
    expect(logged.map(({ message }) => message)).toEqual(['history pruned', 'history pruned']);
  });

  test('sweeps once what was hidden, even when nothing more is to be hidden', async () => {
    await takeUntil(1, 9);
    await job('P5D').run(never);
    reading = nextDay(reading, 10);
    await stores.posture.ingest(new Date(now.getTime() + HOUR), partsOf(reading));
    now = new Date(now.getTime() + 2 * HOUR);
    expect(await due('P5D')).toBe(true);
    await job('P5D').run(never);
    expect((await stores.jobs.last('prune')).lastDone?.facts).toMatchObject({ snapshots: 0, swept: 2 });
    await stores.posture.ingest(new Date(now.getTime() + HOUR), partsOf(reading));
    now = new Date(now.getTime() + 2 * HOUR);
    expect(await due('P5D')).toBe(false);
  });

  test('keeps the newest, and a day before it, when all is older than the limit', async () => {
    await takeUntil(1, 9);
    now = new Date(day(9).getTime() + 900 * DAY);
    await job('P5D').run(never);
    expect(await oldest()).toBe(8);
    expect(await stores.posture.latest()).toMatchObject({ id: 9 });
  });

  test('gives way to a snapshot, and a snapshot to it', async () => {
    await takeUntil(1, 9);
    await stores.leases.acquire(TAKE_SNAPSHOT, 'somebody', new Date(now.getTime() + HOUR), now);
    expect(await job('P5D').run(never)).toBe(false);
    expect(await oldest()).toBe(1);
    await stores.leases.release(TAKE_SNAPSHOT, 'somebody');
    const whileAtIt: boolean[] = [];
    const posture = {
      ...stores.posture,
      prune: async (from: number, goOn: () => Promise<boolean>): Promise<Pruned> => {
        const until = new Date(now.getTime() + HOUR);
        whileAtIt.push(await stores.leases.acquire(TAKE_SNAPSHOT, 'snapshot', until, now));
        return stores.posture.prune(from, goOn);
      },
    };
    await pruneHistory({ ...stores, posture, clock: () => now, log, keep: 'P5D' }, 'test');
    expect(whileAtIt).toEqual([false]);
    expect(await oldest()).toBe(2);
    expect(await stores.leases.acquire(TAKE_SNAPSHOT, 'snapshot', new Date(now.getTime() + HOUR), now)).toBe(
      true,
    );
  });

  test('stops on request, and takes it up again', async () => {
    await takeUntil(1, 9);
    const stop = AbortSignal.abort();
    const stopped = await pruneHistory({ ...stores, clock: () => now, log, keep: 'P5D', stop }, 'test');
    expect(stopped).toEqual({ rows: 0, snapshots: 0, finished: false });
    expect(await due('P5D')).toBe(true);
    await job('P5D').run(never);
    expect(await oldest()).toBe(2);
  });

  test('a question about what is gone is compared with the oldest, and says so', async () => {
    const days = Array.from({ length: 12 }, (_, at) => `2026-11-${String(11 + at).padStart(2, '0')}`);
    const bot = await openTestBot(days, { engine: name });
    const clock = () => new Date('2026-11-23T12:00:00Z');
    await pruneHistory({ ...bot.stores, clock, log, keep: 'P4D' }, 'test');
    const [first] = await bot.stores.posture.snapshotsAt([new Date(0)]);
    expect(first?.takenAt).toBe('2026-11-17T06:00:00.000Z');
    for (const question of ['explain since 2026-11-12', 'explain 2 months']) {
      const { card, outcome } = await bot.ask(question);
      expect(outcome, question).toBe('answered');
      expect(card.data, question).toMatchObject({ before: { takenAt: first?.takenAt } });
      expect(card.text, question).toContain('nothing is stored from before');
    }
    const { card } = await bot.ask('score');
    const since = (card.data as { changes: { since: string }[] }).changes.map((one) => one.since);
    expect(since).toEqual(['2026-11-22T06:00:00.000Z', first?.takenAt, first?.takenAt]);
    await bot.stores.close();
  });
});

describe('the file of SQLite', () => {
  test('stops growing once as much goes as comes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scoreline-prune-'));
    const path = join(folder, 'scoreline.db');
    const sql = await openSqlite(`file:${path}`);
    const stores = await openStores(sql);
    const { log } = recordingLog();
    let reading = buildReading({ subscriptions: 6, resources: 60, recommendations: 12, controls: 4 });
    const pages: number[] = [];
    for (let n = 1; n <= 160; n++) {
      reading = nextDay(reading, n);
      await stores.posture.ingest(day(n), partsOf(reading));
      const clock = () => new Date(day(n).getTime() + HOUR);
      await pruneHistory({ ...stores, clock, log, keep: 'P20D' }, 'test');
      const [row] = await sql.all<{ page_count: number }>('pragma page_count');
      pages.push(row?.page_count ?? 0);
    }
    const [filled = 0, end = 0, start = 0] = [pages[59], pages[159], pages[9]];
    expect(filled).toBeGreaterThan(1.2 * start);
    // What is deleted leaves pages for what comes: no vacuum.
    expect(end).toBeLessThanOrEqual(1.05 * filled);
    await stores.close();
    expect(statSync(path).size).toBe(4096 * end);
    rmSync(folder, { recursive: true });
  });
});
