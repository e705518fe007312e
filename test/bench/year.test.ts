import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createTenant } from '../../bench/tenant.ts';
import { buildYear, ingest, lastDay } from '../../bench/year.ts';

const SCALE = { subscriptions: 2 };
const TABLES = [
  ...['snapshot', 'subscription', 'placement', 'control', 'control_recommendation', 'recommendation'],
  ...[
    'state',
    'resource',
    'assessment',
    'change',
    'control_score',
    'score',
    'tally',
    'sole',
    'resource_tally',
  ],
  ...['flow', 'presence', 'recommendation_state', 'unread'],
];

test('the history of the benchmarks is what the product stores day by day', async () => {
  const built = await buildYear(SCALE, 6);
  const tenant = createTenant(SCALE);
  const file = `${built.folder}/day-by-day.db`;
  await ingest(file, tenant);
  for (let day = 1; day <= 4; day += 1) {
    tenant.advance();
    await ingest(file, tenant);
  }
  tenant.advance(lastDay(tenant));
  await ingest(file, tenant);
  for (const table of TABLES) expect(rowsOf(built.file, table), table).toEqual(rowsOf(file, table));
  built.close();
});

function rowsOf(file: string, table: string): unknown[] {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare(`select * from ${table} `).all();
  database.close();
  return rows;
}
