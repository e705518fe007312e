import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Alias } from '../../src/core/alias.ts';
import type { JobRun, Stores } from '../../src/ports.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { MIGRATIONS } from '../../src/storage/migrations/index.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from './engines.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 1);
const hours = (passed: number) => new Date(START + passed * HOUR);

const alias = (name: string, id: string, made = 0): Alias => ({
  ...{ name, scope: { kind: 'subscription', id }, by: 'slack:T1/UADA', at: hours(made).toISOString() },
});

const NIGHT = { from: { hour: 22, minute: 30 }, to: { hour: 7, minute: 5 }, zone: 'Europe/Oslo' };
const NOON = { from: { hour: 0, minute: 0 }, to: { hour: 12, minute: 0 }, zone: 'Asia/Kolkata' };

describe.each(engines)('what a conversation has settled, on $name', ({ name, open }) => {
  let sql: Sql;
  let stores: Stores;
  beforeEach(async () => {
    sql = await open();
    stores = await openStores(sql);
  });
  afterEach(() => stores.close());

  test('an alias is of its own conversation, of one name in any case, in the order of the names', async () => {
    const { preferences } = stores;
    expect(await preferences.of('slack:T1/C1')).toEqual({ aliases: [], zone: null, quiet: null });
    await preferences.setAlias('slack:T1/C1', alias('Prod', 'one', 1));
    await preferences.setAlias('slack:T1/C1', alias('Anna', 'two', 2));
    await preferences.setAlias('slack:T1/C2', alias('prod', 'three', 3));
    await preferences.setAlias('slack:T1/C1', alias('PROD', 'four', 4));
    expect((await preferences.of('slack:T1/C1')).aliases).toEqual([
      alias('Anna', 'two', 2),
      alias('PROD', 'four', 4),
    ]);
    expect((await preferences.of('slack:T1/C2')).aliases).toEqual([alias('prod', 'three', 3)]);
    expect(await preferences.removeAlias('slack:T1/C1', 'pRod')).toBe(true);
    expect(await preferences.removeAlias('slack:T1/C1', 'prod')).toBe(false);
    expect((await preferences.of('slack:T1/C2')).aliases).toHaveLength(1);
  });

  test('a zone is set, replaced and taken back', async () => {
    const { preferences } = stores;
    await preferences.setZone('slack:T1/C1', 'Europe/Oslo');
    await preferences.setZone('slack:T1/C1', 'Asia/Tokyo');
    expect((await preferences.of('slack:T1/C1')).zone).toBe('Asia/Tokyo');
    expect((await preferences.of('slack:T1/C2')).zone).toBeNull();
    await preferences.setZone('slack:T1/C1', null);
    await preferences.setZone('slack:T1/C1', null);
    expect((await preferences.of('slack:T1/C1')).zone).toBeNull();
  });

  test('a conversation is forgotten with its names, its zone and its own claims, and no other with it', async () => {
    const { preferences, conversations } = stores;
    const met = { kind: 'channel', shared: false, platform: 'slack', name: null, reference: null } as const;
    for (const key of ['slack:T1/C1', 'slack:T1/C2']) {
      await conversations.remember({ ...met, key });
      await conversations.claim(`welcome ${key}`, hours(0), key);
      await preferences.setAlias(key, alias('prod', 'one'));
      await preferences.setZone(key, 'Europe/Oslo');
      await preferences.setQuiet(key, NIGHT);
    }
    expect(await conversations.forget('slack:T1/C1')).toBe(true);
    expect(await preferences.forget('slack:T1/C1')).toBe(true);
    expect(await preferences.forget('slack:T1/C1')).toBe(false);
    expect(await conversations.forget('slack:T1/C1')).toBe(false);
    expect(await conversations.find('slack:T1/C1')).toBeNull();
    expect(await preferences.of('slack:T1/C1')).toEqual({ aliases: [], zone: null, quiet: null });
    expect(await conversations.claim('welcome slack:T1/C1', hours(1), 'slack:T1/C1')).toBe(true);
    expect(await conversations.find('slack:T1/C2')).not.toBeNull();
    expect((await preferences.of('slack:T1/C2')).zone).toBe('Europe/Oslo');
    expect(await conversations.claim('welcome slack:T1/C2', hours(1), 'slack:T1/C2')).toBe(false);
  });

  test('quiet hours are of their conversation, to the minute, and the last that were set', async () => {
    const { preferences } = stores;
    await preferences.setQuiet('slack:T1/C1', NIGHT);
    await preferences.setQuiet('slack:T1/C2', { ...NIGHT, zone: 'UTC' });
    await preferences.setQuiet('slack:T1/C2', NOON);
    expect((await preferences.of('slack:T1/C1')).quiet).toEqual(NIGHT);
    expect([...(await preferences.quiet())].sort()).toEqual([
      ['slack:T1/C1', NIGHT],
      ['slack:T1/C2', NOON],
    ]);
    await preferences.setQuiet('slack:T1/C1', null);
    expect((await preferences.of('slack:T1/C1')).quiet).toBeNull();
    await preferences.forget('slack:T1/C2');
    expect(await preferences.quiet()).toEqual(new Map());
  });

  test('claims of two days ago are dropped, except those that last as long as their conversation', async () => {
    const { conversations } = stores;
    const kept = () => sql.all<{ claim_key: string }>('select claim_key from claim order by claim_key');
    await conversations.claim('event 1', hours(0));
    await conversations.claim('welcome', hours(0), 'teams:19:a');
    await conversations.claim('event 2', hours(47));
    expect(await conversations.claim('event 1', hours(47))).toBe(false);
    await conversations.claim('event 3', hours(49));
    expect(await kept()).toEqual(['event 2', 'event 3', 'welcome'].map((claim_key) => ({ claim_key })));
  });

  test('the database tells what it is and how large', async () => {
    const { engine, bytes } = await stores.database();
    expect(engine.toLowerCase()).toMatch(new RegExp(`^${name}(?:ql)? \\d+\\.\\d+`));
    expect(bytes).toBeGreaterThan(10_000);
  });

  test('a job keeps its last run and the last that was done, and nothing older', async () => {
    const { jobs } = stores;
    const run = (started: number, over: Partial<JobRun> = {}): JobRun => ({
      ...{ job: 'take-snapshot', startedAt: hours(started).toISOString(), seconds: 1.5, outcome: 'done' },
      ...{ why: null, facts: { requests: 12, unreadable: ['a', 'b'], takenAt: 'then' } },
      ...over,
    });
    const failed = run(3, { outcome: 'failed', why: 'Azure does not answer.', facts: {} });
    expect(await jobs.last('take-snapshot')).toEqual({ last: null, lastDone: null });
    await jobs.record(run(0, { outcome: 'failed', why: 'x' }));
    expect((await jobs.last('take-snapshot')).lastDone).toBeNull();
    await jobs.record(run(1));
    await jobs.record(run(2));
    await jobs.record(failed);
    expect(await jobs.last('take-snapshot')).toEqual({ last: failed, lastDone: run(2) });
    expect(await jobs.last('another')).toEqual({ last: null, lastDone: null });
    expect(await sql.all('select which from job_run order by which')).toHaveLength(2);
    await jobs.record(run(4));
    expect(await jobs.last('take-snapshot')).toEqual({ last: run(4), lastDone: run(4) });
  });
});

test.each(engines)(
  'a conversation greeted by an older version is not greeted again, on $name',
  async ({ open }) => {
    const sql = await open();
    await migrate(sql, MIGRATIONS.slice(0, 2));
    const insert = 'insert into claim (claim_key, claimed_at) values ($1, $2)';
    const old = hours(-24 * 60).getTime();
    await sql.batch([
      {
        sql: insert,
        rows: [
          ['teams:welcome:teams:19:a', old],
          ['teams:19:a/1', old],
        ],
      },
    ]);
    const { conversations, close } = await openStores(sql);
    expect(await conversations.claim('teams:welcome:teams:19:a', hours(0), 'teams:19:a')).toBe(false);
    expect(await conversations.claim('teams:19:a/1', hours(0))).toBe(true);
    await conversations.forget('teams:19:a');
    expect(await conversations.claim('teams:welcome:teams:19:a', hours(0), 'teams:19:a')).toBe(true);
    await close();
  },
);
