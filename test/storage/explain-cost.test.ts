import { describe, expect, test } from 'vitest';
import { explainOf } from '../../src/answers/explain.ts';
import { openWorld } from '../../src/answers/world.ts';
import { daysAgo } from '../../src/core/period.ts';
import type { Scope } from '../../src/core/scope.ts';
import type { Row, Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { openFresh } from '../support/database.ts';
import { buildReading, copy, partsOf, type Reading, rescore, TEN_THOUSAND } from '../support/posture.ts';

const TENANT = { ...TEN_THOUSAND, subscriptions: 100 };
const day = (n: number) => new Date(Date.UTC(2026, 0, n, 6));
const LOG = ['flow', 'change', 'presence'] as const;

type Statement = { text: string; rows: number };
/** Keeps what was asked, and how many rows came back. */
function noting(sql: Sql): { sql: Sql; asked: Statement[] } {
  const asked: Statement[] = [];
  const all = async <T>(text: string, params?: Row) => {
    const rows = await sql.all<T>(text, params);
    asked.push({ text, rows: rows.length });
    return rows;
  };
  return {
    sql: { ...sql, all, batch: (statements) => sql.batch(statements), close: () => sql.close() },
    asked,
  };
}

/** So many healthy assessments of the first subscription turn. */
function turned(reading: Reading, count: number): Reading {
  const next = copy({ ...reading, subscriptions: reading.subscriptions.slice(0, 1) });
  const rows = next.subscriptions[0]?.assessments.filter(({ status }) => status === 'healthy') ?? [];
  for (const row of rows.slice(0, count)) row.status = 'unhealthy';
  rescore(next);
  return { ...reading, subscriptions: [...next.subscriptions, ...reading.subscriptions.slice(1)] };
}

/** What an explanation of the fourth day asks, after a change on each day: 5, 7 and 11 assessments. */
async function asked(size: typeof TENANT) {
  const { sql, asked } = noting(await openFresh('sqlite'));
  const { posture, close } = await openStores(sql);
  let reading = buildReading(size);
  await posture.ingest(day(1), partsOf(reading));
  for (const [at, count] of [5, 7, 11].entries()) {
    reading = turned(reading, count);
    await posture.ingest(day(2 + at), partsOf(reading));
  }
  const { subscription } = reading.subscriptions[0] ?? {};
  const scope: Scope = { kind: 'subscription', id: subscription?.id ?? '', name: subscription?.name ?? '' };
  const source = () => Promise.reject(new Error('not asked'));
  const terminal = { key: 'terminal', kind: 'terminal', shared: false } as const;
  const world = await openWorld({ posture, source, now: day(4) }, [], terminal);
  asked.length = 0;
  const data = await explainOf(world, scope, daysAgo(1), 'UTC');
  expect(data.contributions.length).toBeGreaterThan(0);
  const statements = [...asked];
  const rowsOf = async (table: string) => {
    const [row] = await sql.all<{ count: number }>(
      `select count(*) as count from ${table} where snapshot_id > 2`,
    );
    return Number(row?.count);
  };
  const logged = Object.fromEntries(
    await Promise.all(LOG.map(async (table) => [table, await rowsOf(table)] as const)),
  );
  return { sql, close, statements, logged };
}

const readsOf = (statements: readonly Statement[], table: string) =>
  statements
    .filter(({ text }) => new RegExp(`from ${table} x`).test(text))
    .reduce((sum, { rows }) => sum + rows, 0);

/** Statements and rows are the same on every engine; the words of plans are SQLite's. */
describe('what an explanation costs', () => {
  test('is what changed in its window and in the 24 hours before it, at 10k and at 210k alike', async () => {
    const [small, large] = [await asked(TEN_THOUSAND), await asked(TENANT)];
    for (const { statements, logged } of [small, large]) {
      expect(logged).toMatchObject({ change: 18 });
      for (const table of LOG) expect(readsOf(statements, table), table).toBe(logged[table]);
      expect(statements.filter(({ text }) => /\bassessment\b/.test(text))).toEqual([]);
    }
    expect(large.statements.map(({ text }) => text)).toEqual(small.statements.map(({ text }) => text));
    expect(large.statements.map(({ rows }) => rows)).toEqual(small.statements.map(({ rows }) => rows));
    await small.close();
    await large.close();
  });

  test('and looks each resource up once for its subscription and once for its name', async () => {
    const { sql, close, statements } = await asked({ ...TEN_THOUSAND, subscriptions: 2 });
    const [changed] = await sql.all<{ resources: number }>(
      'select count(distinct resource_id) as resources from change where snapshot_id > 2',
    );
    const resources = Number(changed?.resources);
    const rowsOf = (columns: string) =>
      statements
        .filter(({ text }) => text.startsWith(`select ${columns} from resource`))
        .reduce((sum, { rows }) => sum + rows, 0);
    expect(rowsOf('id, subscription_id')).toBe(resources);
    expect(rowsOf('id, azure_id, type')).toBeGreaterThan(0);
    expect(rowsOf('id, azure_id, type')).toBeLessThanOrEqual(resources);
    await close();
  });

  test('no list is so long that an engine is busy preparing it', async () => {
    const { sql, asked } = noting(await openFresh('sqlite'));
    const { posture, close } = await openStores(sql);
    await posture.ingest(day(1), partsOf(buildReading(TEN_THOUSAND)));
    asked.length = 0;
    const numbers = Array.from({ length: 1_300 }, (_, at) => at + 1);
    const named = await posture.log.resources(numbers);
    expect([...named.keys()].sort((a, b) => a - b)).toEqual(numbers);
    expect(asked.length).toBeGreaterThan(1);
    for (const { text } of asked) expect(text.match(/\$\d+/g)?.length).toBeLessThanOrEqual(512);
    await close();
  });

  test('no plan walks what grows', async () => {
    const { sql, close, statements } = await asked({ ...TEN_THOUSAND, subscriptions: 1 });
    const steps: string[] = [];
    for (const text of new Set(statements.map((one) => one.text))) {
      const values = Array<null>(new Set(text.match(/\$\d+/g)).size).fill(null);
      const plan = await sql.all<{ detail: string }>(`explain query plan ${text}`, values);
      const grows = /\b(?:flow|change|presence|control_score|score|assessment)\b/.test(text);
      if (grows) steps.push(...plan.map(({ detail }) => `${detail} <- ${text}`));
    }
    expect(
      steps.some((step) =>
        /^SEARCH x USING PRIMARY KEY \(snapshot_id>\? AND snapshot_id<\?\)|^SEARCH x USING .*snapshot_id/.test(
          step,
        ),
      ),
    ).toBe(true);
    expect(
      steps.filter((step) =>
        /^SCAN (?:x|cs|h|s|r|change|flow|presence|score|control_score|resource)\b/.test(step),
      ),
    ).toEqual([]);
    await close();
  });
});
