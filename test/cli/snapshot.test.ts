import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlsData, FixData, ScoreData } from '../../src/cards/data.ts';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { ERRORS, throttled } from '../support/azure/graph.ts';
import { payloadTenant } from '../support/azure/payloads.ts';
import { edited, isAssessmentOf } from '../support/azure/small.ts';
import { createTenant, subscriptionId } from '../support/azure/tenant.ts';
import { changeTenant, shout } from '../support/azure/tenant-changes.ts';
import { runScript } from '../support/script.ts';

const TENANT = createTenant({ subscriptions: 4, resources: 30, recommendations: 12, connectors: 1 });
const FIRST = subscriptionId(0);

let fake: AzureFake;
let file: string;

beforeEach(async () => {
  fake = await startAzureFake(TENANT);
  file = newFile();
});
afterEach(() => fake.close());

const newFile = () => join(mkdtempSync(join(tmpdir(), 'scoreline-snapshot-')), 'scoreline.db');
const script = (name: string, args: string[], database = file) =>
  runScript(name, args, { ...fake.env, DATABASE_URL: `file:${database}` });

type Summary = {
  id: number;
  takenAt: string;
  assessments: number;
  changes: number;
  unreadable: string[];
  requests: number;
  seconds: number;
};

async function snapshot(database = file): Promise<Summary> {
  const { code, stdout, stderr } = await script('snapshot', ['--json'], database);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Summary;
}

async function ask<T>(text: string, database = file): Promise<T> {
  const { stdout, stderr } = await script('ask', ['--json', text], database);
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { data: T }).data;
}

/** Rows of each table, leases aside. */
function rowCounts(): Record<string, number> {
  const db = new Database(file, { readonly: true });
  const names = db.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
  const counts = names.map(
    ({ name }) => [name, (db.prepare(`select count(*) as n from ${name}`).get() as { n: number }).n] as const,
  );
  db.close();
  return Object.fromEntries(counts.filter(([name]) => name !== 'lease'));
}

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
    const before = rowCounts();
    expect((await snapshot()).changes).toBe(0);
    const after = rowCounts();
    expect(difference(before, after)).toEqual({ snapshot: 1 });
    fake.setTenant(shout(TENANT));
    expect((await snapshot()).changes).toBe(0);
    expect(difference(after, rowCounts())).toEqual({ snapshot: 1 });
  });

  it('logs 7 changes as 7 rows, and reads back like a fresh database', async () => {
    await snapshot();
    const before = rowCounts();
    fake.setTenant(changeTenant(TENANT, 7));
    expect((await snapshot()).changes).toBe(7);
    expect(difference(before, rowCounts())).toMatchObject({ snapshot: 1, change: 7 });
    expect(difference(before, rowCounts())).not.toHaveProperty('assessment');
    const fresh = newFile();
    await snapshot(fresh);
    for (const question of ['score', 'controls', 'fix', `score ${FIRST}`, `fix ${FIRST}`]) {
      const [changed, direct] = [await ask<Facts>(question), await ask<Facts>(question, fresh)];
      expect(withoutTime(changed), question).toEqual(withoutTime(direct));
    }
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

  it('stores nothing from a reading that was cut, and says why', async () => {
    fake.set({
      alter: (reply, request) =>
        request.graph?.query.includes('assessmentKey')
          ? { ...reply, body: { ...(reply.body as object), resultTruncated: 'true', $skipToken: undefined } }
          : reply,
    });
    const { code, stdout, stderr } = await script('snapshot', ['--json']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.length).toBeGreaterThan(10);
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

type Facts = { asOf: string; changes?: unknown };
const withoutTime = ({ asOf: _, changes: __, ...facts }: Facts) => facts;
