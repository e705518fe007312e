import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ControlsData, FixData, ScoreData } from '../../src/cards/data.ts';
import { DAY } from '../../src/core/time.ts';
import { MIGRATIONS } from '../../src/storage/migrations/index.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { ERRORS, throttled } from '../support/azure/graph.ts';
import { payloadTenant } from '../support/azure/payloads.ts';
import { edited, isAssessmentOf } from '../support/azure/small.ts';
import { createTenant, subscriptionId } from '../support/azure/tenant.ts';
import { changeTenant, shout } from '../support/azure/tenant-changes.ts';
import { freshUrl, openUrl } from '../support/database.ts';
import { ROOT, runScript } from '../support/script.ts';

const TENANT = createTenant({ subscriptions: 4, resources: 30, recommendations: 12, connectors: 1 });
const FIRST = subscriptionId(0);

let fake: AzureFake;
let url: string;

beforeEach(async () => {
  fake = await startAzureFake(TENANT);
  url = await freshUrl();
});
afterEach(() => fake.close());

const script = (name: string, args: string[], database = url) =>
  runScript(name, args, { ...fake.env, DATABASE_URL: database });

type Summary = {
  id: number;
  takenAt: string;
  assessments: number;
  changes: number;
  unreadable: string[];
  requests: number;
  seconds: number;
};

async function snapshot(database = url): Promise<Summary> {
  const { code, stdout, stderr } = await script('snapshot', ['--json'], database);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Summary;
}

async function ask<T>(text: string, database = url): Promise<T> {
  const { stdout, stderr } = await script('ask', ['--json', text], database);
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { data: T }).data;
}

/** Looks into the database, or changes it behind the program's back. */
async function inside<T>(look: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = await openUrl(url);
  try {
    return await look(sql);
  } finally {
    await sql.close();
  }
}

/** Leases and records of jobs are written with every snapshot. */
const UNCOUNTED = ['lease', 'job_run'];
const TABLES = MIGRATIONS.flat().flatMap((text) => /^create table (\w+)/.exec(text)?.[1] ?? []);

/** Rows of each table of what was read. */
const rowCounts = () =>
  inside(async (sql) => {
    const counts: Record<string, number> = {};
    for (const name of TABLES.filter((table) => !UNCOUNTED.includes(table))) {
      const [row] = await sql.all<{ n: number }>(`select count(*) as n from ${name}`);
      counts[name] = row?.n ?? 0;
    }
    return counts;
  });

function difference(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, n]) => [name, n - (before[name] ?? 0)] as const)
      .filter(([, n]) => n !== 0),
  );
}

describe('npm run snapshot, with the real Azure SDKs', () => {
  it('stores the tenant, and answers with its score', async () => {
    const taken = await snapshot();
    expect(taken).toMatchObject({ id: 1, assessments: TENANT.assessments, changes: 0, unreadable: [] });
    expect(Object.keys(taken)).toEqual([
      'id',
      'takenAt',
      'assessments',
      'changes',
      'unreadable',
      'requests',
      'seconds',
    ]);
    const score = await ask<ScoreData>('score');
    const { members } = TENANT;
    const weight = members.reduce((sum, member) => sum + member.weight, 0);
    const expected =
      members.reduce((sum, member) => sum + member.weight * (member.current / member.max), 0) / weight;
    expect(score.percentage).toBeCloseTo(100 * expected, 10);
    expect(score.asOf).toBe(taken.takenAt);
    expect((await ask<FixData>('fix')).recommendations.length).toBeGreaterThan(0);
  });

  it('writes one row for a second look at the same tenant, and none for letter case', async () => {
    await snapshot();
    const before = await rowCounts();
    expect((await snapshot()).changes).toBe(0);
    const after = await rowCounts();
    expect(difference(before, after)).toEqual({ snapshot: 1 });
    fake.setTenant(shout(TENANT));
    expect((await snapshot()).changes).toBe(0);
    expect(difference(after, await rowCounts())).toEqual({ snapshot: 1 });
  });

  it('logs 7 changes as 7 rows, and reads back like a fresh database', async () => {
    await snapshot();
    const before = await rowCounts();
    fake.setTenant(changeTenant(TENANT, 7));
    expect((await snapshot()).changes).toBe(7);
    expect(difference(before, await rowCounts())).toMatchObject({ snapshot: 1, change: 7 });
    expect(difference(before, await rowCounts())).not.toHaveProperty('assessment');
    const fresh = await freshUrl();
    await snapshot(fresh);
    for (const question of ['score', 'controls', 'fix', `score ${FIRST}`, `fix ${FIRST}`]) {
      const [changed, direct] = [await ask<Facts>(question), await ask<Facts>(question, fresh)];
      expect(withoutTime(changed), question).toEqual(withoutTime(direct));
    }
  });

  it('is stored whatever becomes of the work after it, which is said', async () => {
    for (const _ of [1, 2, 3]) await snapshot();
    await inside(async (sql) => {
      await sql.batch([
        {
          sql: 'update snapshot set taken_at = taken_at - $1 where id = $2',
          rows: [1, 2, 3].map((id) => [(4 - id) * 10 * DAY, id]),
        },
        // Snapshots do not touch this table where nothing changes.
        { sql: 'alter table resource_actor rename to out_of_reach', rows: [[]] },
      ]);
    });
    const env = { ...fake.env, DATABASE_URL: url, SNAPSHOT_KEEP: 'P1D' };
    const { code, stdout, stderr } = await runScript('snapshot', ['--json'], env);
    expect(JSON.parse(stdout)).toMatchObject({ id: 4 });
    expect(stderr).toContain('who made the changes was not looked up');
    expect(stderr).toContain('old history was not deleted');
    expect(code).toBe(0);
  });

  it('gets through pages, throttling and a broken row', async () => {
    fake.set({
      pageRows: 100,
      intercept: (request, attempt) => (request.graph !== null && attempt === 3 ? throttled(1) : null),
    });
    fake.setTenant(
      edited(
        (row) =>
          isAssessmentOf(FIRST)(row) && String(row.id).includes('0003')
            ? { ...row, properties: { status: 7 } }
            : row,
        TENANT,
      ),
    );
    const { code, stderr } = await script('snapshot', []);
    expect(code).toBe(0);
    expect(stderr).toContain('assessment');
    expect(fake.requests.filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await ask<ScoreData>('score')).percentage).toBeGreaterThan(0);
  });

  it('keeps what it may not read any more as it was, and says so', async () => {
    await snapshot();
    const before = await ask<ScoreData>('score');
    fake.set({ denied: [FIRST] });
    const taken = await snapshot();
    expect(taken).toMatchObject({ changes: 0, unreadable: [FIRST, expect.stringContaining('/aws-1')] });
    const after = await ask<ScoreData>('score');
    expect(after.percentage).toBe(before.percentage);
    expect(after.notVisible).toEqual({ subscriptions: 2, managementGroups: 0 });
    expect(after.subscriptions.find(({ id }) => id === FIRST)?.state).toBe('not-visible');
  });

  /** Starts a snapshot and ends it with a signal when it has asked Azure this many times. */
  async function interrupted(signal: NodeJS.Signals, requests: number): Promise<{ code: number | null }> {
    fake.requests.length = 0;
    const folder = mkdtempSync(join(tmpdir(), 'scoreline-run-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const child = spawn(process.execPath, [join(ROOT, 'src/cli/snapshot.ts')], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...fake.env, DATABASE_URL: url },
      stdio: 'ignore',
    });
    const closed = new Promise<{ code: number | null }>((resolve) => {
      child.once('close', (code) => resolve({ code }));
    });
    while (fake.requests.length < requests && child.exitCode === null) await sleep(5);
    child.kill(signal);
    return closed;
  }

  /** As if that long had passed since a process died. */
  const leaseSecondsLeft = (pass: number) =>
    inside(async (sql) => {
      const [row] = await sql.all<{ held_until: number }>('select held_until from lease');
      await sql.batch([{ sql: 'update lease set held_until = held_until - $1', rows: [[pass * 1000]] }]);
      return row === undefined ? null : (row.held_until - Date.now()) / 1000;
    });

  it('is taken by one process at a time, and the other says so', async () => {
    const first = Promise.withResolvers<unknown>();
    // Azure says nothing until the one that has to give way has ended.
    fake.set({ pageRows: 200, hold: () => first.promise });
    const each = [script('snapshot', ['--json']), script('snapshot', ['--json'])];
    Promise.race(each).then(first.resolve, first.resolve);
    const both = await Promise.all(each);
    expect(both.filter(({ code }) => code !== 0)).toEqual([]);
    const [idle, ...rest] = both.filter(({ stderr }) => stderr.includes('already running'));
    expect(rest).toEqual([]);
    expect(JSON.parse(idle?.stdout ?? '')).toEqual({ running: true });
    expect(await rowCounts()).toMatchObject({ snapshot: 1 });
  });

  it('goes on after a process was killed, a minute later, with the last snapshot served until then', async () => {
    fake.set({ pageRows: 100 });
    expect((await interrupted('SIGKILL', 12)).code).toBeNull();
    expect((await script('snapshot', [])).stdout).toContain('already running');
    expect(await leaseSecondsLeft(60)).toBeLessThanOrEqual(60);
    fake.set({ pageRows: 1000 });
    const first = await snapshot();
    expect(first).toMatchObject({ id: 1, assessments: TENANT.assessments });
    const before = await ask<ScoreData>('score');
    fake.setTenant(changeTenant(TENANT, 7));
    fake.set({ pageRows: 100 });
    await interrupted('SIGKILL', 12);
    await leaseSecondsLeft(60);
    expect((await ask<ScoreData>('score')).percentage).toBe(before.percentage);
    fake.set({ pageRows: 1000 });
    expect(await snapshot()).toMatchObject({ id: 2, changes: 7 });
  });

  it('stops when it is asked to, at once, and leaves nothing behind', async () => {
    fake.set({ pageRows: 100 });
    expect((await interrupted('SIGTERM', 5)).code).toBe(1);
    expect(await leaseSecondsLeft(0)).toBeNull();
    expect(await rowCounts()).toMatchObject({ snapshot: 0, assessment: 0 });
  });

  it('says in one sentence what to do where nobody signs it in', async () => {
    const env = { ...fake.env, DATABASE_URL: url, AZURE_AUTHORITY_HOST: 'https://127.0.0.1:1' };
    const run = await runScript('snapshot', ['--json'], env);
    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('AZURE_AUTHORITY_HOST'),
    });
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.stderr).not.toContain('not-a-secret');
  });

  it('says in one sentence what to do where the endpoint is not Resource Manager', async () => {
    fake.set({ intercept: ({ graph }) => (graph === null ? null : { status: 404, body: {} }) });
    const { code, stderr } = await script('snapshot', []);
    expect([code, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toContain('AZURE_RESOURCE_MANAGER_ENDPOINT');
  });

  it('stores nothing while the clock stands before the newest snapshot', async () => {
    await snapshot();
    await inside((sql) => sql.batch([{ sql: 'update snapshot set taken_at = taken_at + 86400000' }]));
    const { code, stdout, stderr } = await script('snapshot', ['--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'error' });
    expect(stderr).toContain('set the clock right');
    expect(await rowCounts()).toMatchObject({ snapshot: 1 });
  });

  it('stores nothing from a reading that was cut, and says why', async () => {
    fake.set({
      alter: (reply, request) =>
        request.graph?.query.includes('assessmentKey')
          ? { ...reply, body: { ...(reply.body as object), resultTruncated: 'true', $skipToken: undefined } }
          : reply,
    });
    const { code, stdout, stderr } = await script('snapshot', ['--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'error' });
    expect(stderr).toContain('nothing was stored');
    expect(stderr).not.toContain(' at ');
    expect((await script('ask', ['fix'])).code).toBe(2);
  });

  it('says what to do where nothing may be read', async () => {
    fake.set({ intercept: (request) => (request.graph === null ? null : ERRORS.forbidden) });
    const { code, stderr } = await script('snapshot', []);
    expect(code).toBe(1);
    expect(stderr).toContain('Security Reader');
  });

  it('serves the published payloads: 23.53 of 39, a connector of its own, nothing assessed, the second score ignored', async () => {
    await fake.close();
    fake = await startAzureFake({ ...payloadTenant(), id: '11111111-1111-1111-1111-111111111111' });
    await snapshot();
    const one = await ask<ScoreData>('score 20ff7fc3-e762-44dd-bd96-b71116dcdc23');
    expect(one).toMatchObject({ current: 23.53, max: 39, percentage: (100 * 23.53) / 39 });
    const all = await ask<ScoreData>('score');
    const weights = [
      [23.53 / 39, 67],
      [18.38 / 56, 1161],
      [21 / 30, 412],
      [37 / 55, 230],
    ] as const;
    const sum = weights.reduce((total, [ratio, weight]) => total + ratio * weight, 0);
    expect(all.percentage).toBeCloseTo(
      (100 * sum) / weights.reduce((total, [, weight]) => total + weight, 0),
      10,
    );
    expect(all.subscriptions.find(({ id }) => id.startsWith('212f9889'))).toMatchObject({
      state: 'nothing-assessed',
      percentage: null,
    });
    const controls = await ask<ControlsData>('controls 20ff7fc3-e762-44dd-bd96-b71116dcdc23');
    expect(controls.controls.find(({ name }) => name === 'Encrypt data in transit')).toMatchObject({
      current: 3.33,
      max: 4,
      healthy: 5,
      unhealthy: 1,
    });
    expect(JSON.stringify(all)).not.toMatch(/NaN|undefined/);
  });
});

type Facts = {
  asOf: string;
  changes?: unknown;
  trend?: unknown;
  why?: unknown;
  subscriptions?: readonly object[];
};
/** What depends on the history alone is left out. */
function withoutTime({
  asOf: _,
  changes: __,
  trend: ___,
  why: ____,
  subscriptions,
  ...facts
}: Facts): object {
  return { ...facts, subscriptions: subscriptions?.map((row) => ({ ...row, change: null })) };
}
