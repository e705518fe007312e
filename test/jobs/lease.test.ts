import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Unreachable } from '../../src/core/errors.ts';
import type { SnapshotPart } from '../../src/core/snapshot.ts';
import { type Held, underLease } from '../../src/jobs/lease.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import type { Stores } from '../../src/ports.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from '../storage/engines.ts';
import { keptLog } from '../support/azure/source.ts';
import { until } from '../support/until.ts';

const SECOND = 1000;

describe.each(engines)('work under a lease on $name', ({ open }) => {
  let sql: Sql;
  let stores: Stores;
  let log: ReturnType<typeof keptLog>;
  const clock = () => new Date();
  const heldUntil = async () =>
    (await sql.all<{ held_until: number }>("select held_until from lease where name = 'job'"))[0]?.held_until;
  const work = <T>(of: (held: Held) => Promise<T>) =>
    underLease({ leases: stores.leases, clock, log }, 'job', 'me', of);
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    sql = await open();
    stores = await openStores(sql);
    log = keptLog();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await stores.close();
  });

  test('is done by one at a time, even if both have the same name, and by the next one afterwards', async () => {
    expect(await work(() => work(async () => 'twice'))).toBeNull();
    expect(await work(async () => 'again')).toBe('again');
    await expect(work(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await work(async () => 'after a failure')).toBe('after a failure');
  });

  test('keeps the lease for as long as it lasts', async () => {
    await work(async () => {
      for (let minute = 0; minute < 30; minute += 1) {
        for (let quarter = 0; quarter < 4; quarter += 1) {
          await vi.advanceTimersByTimeAsync(15 * SECOND);
          await until('prolonged', async () => (await heldUntil()) === Date.now() + 60 * SECOND);
        }
        expect(await work(async () => 'theirs')).toBeNull();
      }
    });
    expect(log.lines).toEqual([]);
  });

  test('blocks others for a minute if its process dies', async () => {
    const died = stores.leases.acquire;
    await work(async () => {
      vi.spyOn(stores.leases, 'acquire').mockRejectedValue(new Error('dead'));
      await vi.advanceTimersByTimeAsync(59 * SECOND);
      stores.leases.acquire = died;
      expect(await work(async () => 'theirs')).toBeNull();
      vi.setSystemTime(Date.now() + SECOND);
      expect(await work(async () => 'theirs')).toBe('theirs');
    });
  });

  test('is told when it slept so long that somebody else took over, and leaves that one the lease', async () => {
    const stopped = work(async (held) => {
      vi.setSystemTime(Date.now() + 600 * SECOND);
      await stores.leases.acquire('job', 'another', new Date(Date.now() + 60 * SECOND), clock());
      await held();
    });
    await expect(stopped).rejects.toThrow(Unreachable);
    expect(await work(async () => 'mine')).toBeNull();
  });

  const CATALOG: SnapshotPart = {
    kind: 'catalog',
    groups: [],
    unreadGroups: [],
    controls: [],
    recommendations: [],
  };
  const sourceOf = (between: () => Promise<void>) => ({
    readPosture: () => Promise.reject(new Error('not asked')),
    readLive: () => Promise.reject(new Error('not asked')),
    readActors: () => Promise.reject(new Error('not asked')),
    async *readSnapshot() {
      yield CATALOG;
      await between();
      yield { kind: 'end', requests: 1, rejected: {} } as const;
    },
  });
  const snapshot = (between: () => Promise<void>, stop?: AbortSignal) => {
    const deps = { ...stores, clock, log, source: sourceOf(between) };
    return takeSnapshot(stop === undefined ? deps : { ...deps, stop }, 'me');
  };

  test('a snapshot that lost its lease stores nothing', async () => {
    const taken = snapshot(async () => {
      vi.setSystemTime(Date.now() + 600 * SECOND);
      await stores.leases.acquire('take-snapshot', 'another', new Date(Date.now() + SECOND), clock());
    });
    await expect(taken).rejects.toThrow('nothing was stored');
    expect(await stores.posture.latest()).toBeNull();
  });

  test('a snapshot that is stopped stores nothing, waits for nobody and gives its lease back', async () => {
    const stop = new AbortController();
    const taken = snapshot(() => {
      stop.abort();
      return new Promise(() => {});
    }, stop.signal);
    await expect(taken).rejects.toThrow('nothing was stored');
    expect(await stores.posture.latest()).toBeNull();
    expect(await snapshot(async () => {})).toMatchObject({ id: 1, requests: 1 });
  });

  test('each attempt at a snapshot is recorded, and why it failed; one that is stopped is not', async () => {
    await snapshot(() => vi.advanceTimersByTimeAsync(2 * SECOND).then(() => {}));
    const done = await stores.jobs.last('take-snapshot');
    expect(done.last).toMatchObject({
      outcome: 'done',
      seconds: 2,
      why: null,
      facts: { requests: 1, snapshot: 1 },
    });
    const stop = new AbortController();
    stop.abort();
    await expect(snapshot(async () => {}, stop.signal)).rejects.toThrow('nothing was stored');
    expect(await stores.jobs.last('take-snapshot')).toEqual(done);
    await expect(snapshot(() => Promise.reject(new Unreachable('Azure is out.')))).rejects.toThrow('out');
    await expect(snapshot(() => Promise.reject(new TypeError('secret x')))).rejects.toThrow('secret');
    const { last, lastDone } = await stores.jobs.last('take-snapshot');
    expect(last).toMatchObject({ outcome: 'failed', why: expect.not.stringContaining('secret') });
    expect(lastDone).toEqual(done.lastDone);
  });

  test('a record that cannot be written costs no snapshot', async () => {
    const jobs = { record: () => Promise.reject(new Error('full')) };
    const deps = { ...stores, jobs, clock, log, source: sourceOf(async () => {}) };
    expect(await takeSnapshot(deps, 'me')).toMatchObject({ id: 1 });
    expect(log.lines.map(({ message }) => message)).toEqual(['a run was not recorded']);
  });
});
