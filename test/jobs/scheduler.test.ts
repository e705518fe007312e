import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Unreachable } from '../../src/core/errors.ts';
import { type Job, type Scheduled, schedule } from '../../src/jobs/scheduler.ts';
import { snapshotJob } from '../../src/jobs/snapshot-job.ts';
import type { Measured, Scoped, Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from '../storage/engines.ts';
import { keptLog } from '../support/azure/source.ts';
import { buildReading, partsOf } from '../support/posture.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const unscoped: Scoped = (_, work) => work();

let log: ReturnType<typeof keptLog>;
const open: Scheduled[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  log = keptLog();
});
afterEach(async () => {
  for (const scheduled of open.splice(0)) await scheduled.stop();
  vi.useRealTimers();
});

/** A job that notes when it ran; due `every` after its last run. */
function jobOf(outcome: (stop: AbortSignal) => Promise<boolean>, every = HOUR) {
  const ran: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  let looked = 0;
  const job: Job = {
    name: 'work',
    patience: every,
    async dueIn() {
      looked += 1;
      return every - (Date.now() - last);
    },
    async run(stop) {
      ran.push(Date.now());
      const done = await outcome(stop);
      if (done) last = Date.now();
      return done;
    },
  };
  const start = () => {
    const scheduled = schedule(job, log, unscoped);
    open.push(scheduled);
    return scheduled;
  };
  return {
    ran,
    start,
    looks: () => looked,
    gaps: () => ran.slice(1).map((at, index) => (at - (ran[index] ?? 0)) / SECOND),
  };
}

describe('the scheduler', () => {
  it('runs a job when it is due, and to the second', async () => {
    const { start, gaps } = jobOf(async () => true);
    start();
    await vi.advanceTimersByTimeAsync(5 * HOUR + MINUTE);
    expect(gaps()).toEqual([3600, 3600, 3600, 3600, 3600]);
  });

  it('tries again after a failure, each time later, and no later than after its own time', async () => {
    const { start, gaps } = jobOf(() => Promise.reject(new Unreachable('no Azure')));
    start();
    await vi.advanceTimersByTimeAsync(4 * HOUR);
    expect(gaps().slice(0, 8)).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600]);
    expect(log.lines[0]).toEqual({
      level: 'error',
      message: 'a job could not run: no Azure',
      detail: { retryInSeconds: 60 },
    });
  });

  it('tries again once a day after a row of failures, however seldom it is due', async () => {
    const { start, ran, gaps } = jobOf(() => Promise.reject(new Unreachable('no Azure')), 90 * 24 * HOUR);
    start();
    await vi.advanceTimersByTimeAsync(40 * 24 * HOUR);
    expect(gaps().slice(10, 14)).toEqual([61_440, 86_400, 86_400, 86_400]);
    expect(ran.length).toBeLessThan(60);
  });

  it('begins with a minute again after a success', async () => {
    const outcomes = [false, false, true, false];
    const { start, gaps } = jobOf(async () => {
      if (outcomes.shift()) return true;
      throw new Error('fault');
    });
    start();
    await vi.advanceTimersByTimeAsync(63 * MINUTE + MINUTE);
    expect(gaps()).toEqual([60, 120, 3600, 60]);
    expect(log.lines[0]).toMatchObject({ message: 'a job failed', detail: { error: expect.any(Error) } });
  });

  it('looks again soon where another process is at it', async () => {
    const { start, gaps } = jobOf(async () => false);
    start();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(gaps()).toEqual([15, 15, 15, 15]);
  });

  it('waits for months without waking at once', async () => {
    const { start, ran, looks } = jobOf(async () => true, 60 * 24 * HOUR);
    start();
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(ran).toHaveLength(1);
    expect(looks()).toBeLessThanOrEqual(1 + HOUR / (15 * SECOND) + 1);
  });

  it('runs within 15 seconds of a clock that jumped past the due time', async () => {
    const { start, ran } = jobOf(async () => true);
    start();
    await vi.advanceTimersByTimeAsync(MINUTE);
    vi.setSystemTime(Date.now() + 2 * HOUR);
    await vi.advanceTimersByTimeAsync(15 * SECOND);
    expect(ran).toHaveLength(2);
  });

  it('gives up what runs when it is stopped, says nothing of it, and starts nothing more', async () => {
    const { start, ran } = jobOf(
      (stop) =>
        new Promise((_, reject) => {
          stop.addEventListener('abort', () => reject(new Error('given up')));
        }),
    );
    const scheduled = start();
    await vi.advanceTimersByTimeAsync(0);
    await scheduled.stop();
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(ran).toHaveLength(1);
    expect(log.lines).toEqual([]);
  });
});

it('starts nothing where it was stopped while it was still looking', async () => {
  const { start, ran } = jobOf(async () => true);
  await start().stop();
  expect(ran).toEqual([]);
});

describe.each(engines)('the snapshot job on $name', ({ open: openEngine }) => {
  let stores: Stores;
  const measured: Measured[] = [];

  beforeEach(async () => {
    vi.setSystemTime('2026-11-23T08:00:00Z');
    measured.length = 0;
    stores = await openStores(await openEngine());
  });
  afterEach(() => stores.close());

  /** `read` counts the readings of Azure; `first` is waited for before one. */
  function job(first: () => Promise<void> = async () => {}) {
    const counted = { read: 0 };
    const reading = async function* () {
      counted.read += 1;
      await first();
      yield* partsOf(buildReading());
    };
    const source = async () => ({ readSnapshot: reading }) as never;
    const meter = (each: Measured) => void measured.push(each);
    const deps = { ...stores, source, clock: () => new Date(), log, meter, every: HOUR };
    return { ...snapshotJob(deps, 'me'), counted };
  }
  const never = new AbortController().signal;

  it('counts from the newest snapshot, whoever took it', async () => {
    const one = job();
    expect(await one.dueIn()).toBe(0);
    expect(await one.run(never)).toBe(true);
    vi.setSystemTime('2026-11-23T08:45:00Z');
    expect(await job().dueIn()).toBe(15 * MINUTE);
    vi.setSystemTime('2026-11-23T11:00:00Z');
    expect(await job().dueIn()).toBe(-2 * HOUR);
    expect(measured).toMatchObject([{ kind: 'snapshot-taken', changes: 0, requests: 3 }]);
  });

  it('does not read again where another process has just been faster', async () => {
    const slow = job();
    const quick = job();
    expect(await slow.dueIn()).toBe(0);
    expect(await quick.run(never)).toBe(true);
    expect(await slow.run(never)).toBe(false);
    expect(slow.counted.read).toBe(0);
  });

  it('is due, and says to set the clock right, where the newest snapshot is of the future', async () => {
    await job().run(never);
    vi.setSystemTime('2026-11-22T08:00:00Z');
    expect(await job().dueIn()).toBe(0);
    await expect(job().run(never)).rejects.toThrow('set the clock right');
    expect(measured.at(-1)).toMatchObject({ kind: 'snapshot-failed' });
    expect((await stores.posture.latest())?.id).toBe(1);
  });

  it('is neither counted nor recorded as failed where it was asked to stop', async () => {
    const stop = new AbortController();
    const given = job(async () => {
      stop.abort();
      await new Promise(() => {});
    });
    await expect(given.run(stop.signal)).rejects.toThrow('Stopped on request');
    expect(measured).toEqual([]);
    expect((await stores.jobs.last('take-snapshot')).last).toBeNull();
    expect(await job().run(never)).toBe(true);
  });
});
