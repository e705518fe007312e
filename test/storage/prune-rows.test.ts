import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { explainOf } from '../../src/answers/explain.ts';
import { openWorld } from '../../src/answers/world.ts';
import { ALL } from '../../src/core/scope.ts';
import type { SubscriptionRead } from '../../src/core/snapshot.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { TERMINAL } from '../support/bot.ts';
import { type CountingSql, countingSql } from '../support/counting-sql.ts';
import {
  buildReading,
  copy,
  partsOf,
  type Reading,
  rescore,
  SMALL,
  TEN_THOUSAND,
} from '../support/posture.ts';
import { engines } from './engines.ts';
import { readBack } from './read-back.ts';

const HOUR = 3_600_000;
const day = (n: number) => new Date(Date.UTC(2026, 0, n, 6));
const always = async () => true;

const firstOf = ({ subscriptions: [read] }: Reading): SubscriptionRead => {
  if (read === undefined) throw new Error('no subscription');
  return read;
};

/** As many healthy assessments of the first subscription turn, from some place on. */
function turned(reading: Reading, count: number, from = 0): Reading {
  const next = copy(reading);
  for (const one of firstOf(next).assessments.slice(from, from + count))
    one.status = one.status === 'healthy' ? 'unhealthy' : 'healthy';
  return rescore(next);
}

/** Without a resource; every one of its assessments is gone. */
function without(reading: Reading, resource: string): Reading {
  const next = copy(reading);
  const read = firstOf(next);
  read.assessments = read.assessments.filter((one) => one.resource !== resource);
  return rescore(next);
}

describe.each(engines)('the old end on $name', ({ open }) => {
  let sql: CountingSql;
  let stores: Stores;
  let taken = 0;

  beforeEach(async () => {
    sql = countingSql(await open());
    stores = await openStores(sql);
    taken = 0;
  });
  afterEach(() => stores.close());

  const take = async (...readings: Reading[]) => {
    for (const reading of readings) await stores.posture.ingest(day(++taken), partsOf(copy(reading)));
  };
  /** Hides the snapshots before one, and deletes what only they needed. */
  const forget = async (from: number) => {
    await stores.posture.prune(from, always);
    sql.reset();
    return stores.posture.prune(from, always);
  };
  /** Since a day: the snapshot before is read too, for what Azure may still have owed. */
  const explained = async (n: number) => {
    const now = new Date(day(taken).getTime() + HOUR);
    const source = async () => createDemoSource('2026-01-01');
    const world = await openWorld({ posture: stores.posture, source, now }, [], TERMINAL);
    const hours = (now.getTime() - day(n).getTime()) / HOUR - 1;
    const when = { kind: 'ago', hours, months: 0, text: `${hours}h` } as const;
    return JSON.stringify(await explainOf(world, ALL, { kind: 'since', zone: null, when }, 'UTC'));
  };
  const ids = async (table: string) => {
    const rows = await sql.all<{ id: number }>(`select id from ${table} order by id`);
    return rows.map(({ id }) => id);
  };

  test('deletes the rows of the days that go, whatever the size of the tenant', async () => {
    const costs = [];
    for (const size of [SMALL, TEN_THOUSAND]) {
      const other = countingSql(await open());
      const { posture, close } = await openStores(other);
      const readings = [buildReading(size)];
      for (let n = 1; n <= 5; n++)
        readings.push(turned(readings.at(-1) ?? readings[0] ?? buildReading(), 3, 5 * n));
      for (const [index, reading] of readings.entries())
        await posture.ingest(day(index + 1), partsOf(reading));
      await posture.prune(2, always);
      await posture.prune(3, always);
      other.reset();
      expect(await posture.prune(3, always)).toMatchObject({ snapshots: 0, finished: true });
      const { written, returned } = other.counts();
      const { control_score: cells = 0, flow: flows = 0, ...rest } = written;
      // One snapshot went: its three changes, what they moved, and what held until then.
      expect(rest).toEqual({ change: 3, score: 1 });
      expect(cells).toBeLessThanOrEqual(size.controls);
      expect(flows).toBeLessThanOrEqual(2 * 3);
      // Beside what was deleted: the ends of history, and how many subscriptions there are.
      costs.push(returned - 3 - 1 - cells - flows);
      other.reset();
      await posture.prune(3, always);
      expect(other.counts().written).toEqual({});
      await close();
    }
    expect(costs[1]).toBe(costs[0]);
    expect(costs[0]).toBeLessThan(10);
  });

  test('goes on where it was interrupted, wherever that was', async () => {
    const readings = [buildReading(TEN_THOUSAND)];
    for (let n = 1; n <= 4; n++) readings.push(turned(readings.at(-1) ?? buildReading(), 900, 100 * n));
    await take(...readings);
    const whole = countingSql(await open());
    const undisturbed = await openStores(whole);
    for (const [index, reading] of readings.entries())
      await undisturbed.posture.ingest(day(index + 1), partsOf(reading));
    await undisturbed.posture.prune(4, always);
    const { rows } = await undisturbed.posture.prune(4, always);
    let asked = 0;
    let deleted = 0;
    for (let stops = 1; ; stops++) {
      const fail = stops % 2 === 0;
      let left = 1;
      const goOn = async () => {
        asked += 1;
        if (left-- > 0) return true;
        if (fail) throw new Error('pulled the plug');
        return false;
      };
      const pruned = await stores.posture.prune(4, goOn).catch(() => null);
      deleted += pruned?.rows ?? 0;
      if (pruned?.finished && (await ids('snapshot'))[0] === 4 && pruned.snapshots === 0) break;
      expect(stops).toBeLessThan(100);
      await turn();
    }
    expect(asked).toBeGreaterThan(5);
    expect(deleted).toBeGreaterThan(0);
    for (const table of ['change', 'flow', 'control_score', 'score', 'placement', 'presence', 'snapshot']) {
      const of = async (one: CountingSql) => one.all(`select * from ${table} order by 1, 2, 3`);
      expect(await of(sql), table).toEqual(await of(whole));
    }
    expect(rows).toBeGreaterThan(2_000);
    await undisturbed.close();
  });

  test('keeps the newest snapshot, and refuses to go further', async () => {
    const reading = buildReading();
    await take(reading, turned(reading, 3), turned(reading, 5));
    const before = await readBack(sql, stores.posture);
    await forget(3);
    expect(await ids('snapshot')).toEqual([3]);
    expect(await readBack(sql, stores.posture)).toEqual(before);
    await expect(stores.posture.prune(4, always)).rejects.toThrow('Snapshot 3 is the newest');
    expect(await readBack(sql, stores.posture)).toEqual(before);
  });

  test('does nothing to an empty database', async () => {
    expect(await stores.posture.prune(1, always)).toEqual({ rows: 0, snapshots: 0, finished: true });
  });

  test('drops a resource that nothing names any more, and no other', async () => {
    const reading = buildReading();
    const [gone = '', back = '', again = ''] = new Set(
      firstOf(reading).assessments.map((one) => one.resource),
    );
    const away = [gone, back, again].reduce(without, reading);
    await take(reading, away, without(without(reading, gone), again), without(reading, gone));
    await take(without(without(reading, gone), again), turned(without(without(reading, gone), again), 2));
    const names = async () => {
      const rows = await sql.all<{ azure_id: string }>('select azure_id from resource');
      return [gone, back, again].filter((one) => rows.some(({ azure_id }) => azure_id === one));
    };
    const before = await explained(4);
    expect(before).toContain(again);
    await forget(3);
    // `again` came and left after the cut, so the log names it; `back` is there.
    expect(await names()).toEqual([back, again]);
    expect(await explained(4)).toBe(before);
    await forget(5);
    expect(await names()).toEqual([back]);
    const fresh = countingSql(await open());
    const anew = await openStores(fresh);
    // It returns as somebody new.
    await take(reading);
    await anew.posture.ingest(day(1), partsOf(reading));
    expect(await readBack(sql, stores.posture)).toEqual(await readBack(fresh, anew.posture));
    await anew.close();
  });

  test('keeps what counted when somebody who returns later was last read', async () => {
    const reading = buildReading();
    const [first, ...others] = reading.subscriptions;
    const id = first?.subscription.id ?? '';
    const [control] = reading.catalog.controls;
    const fewer = copy(reading);
    const [kept = '', dropped = ''] = control?.recommendations ?? [];
    for (const one of fewer.catalog.controls)
      if (one.id === control?.id) one.recommendations = one.recommendations.filter((rec) => rec !== dropped);
    rescore(fewer);
    const hidden = (from: Reading): Reading => ({
      ...from,
      subscriptions: from.subscriptions.slice(1),
      others: [{ kind: 'unread', id, name: null }],
    });
    expect([kept, others.length]).not.toEqual(['', 0]);
    // The definition changes while nobody could read it; it returns when that is older than what is kept.
    await take(reading, hidden(reading), hidden(fewer), hidden(fewer), hidden(fewer), fewer);
    const before = await explained(5);
    const estate = await stores.posture.estate();
    await forget(4);
    expect(await explained(5)).toBe(before);
    expect(await stores.posture.estate()).toEqual(estate);
  });

  test('says since when somebody has not been visible, however long that is', async () => {
    const reading = buildReading();
    const id = firstOf(reading).subscription.id;
    const hidden: Reading = {
      ...reading,
      subscriptions: reading.subscriptions.slice(1),
      others: [{ kind: 'unread', id, name: null }],
    };
    await take(reading, hidden, hidden, hidden, hidden);
    const before = await stores.posture.estate();
    expect(before.subscriptions.find((one) => one.id === id)?.unreadSince).toBe(day(2).toISOString());
    await forget(4);
    expect(await stores.posture.estate()).toEqual(before);
  });
});
