import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqlite } from '../src/storage/sqlite.ts';
import { openStores } from '../src/storage/stores.ts';
import { keepPages, openPages, type Pages, writePages } from './pages.ts';
import { controlNumbers, noonOf, scoreNumbers } from './rows.ts';
import { sourceOver } from './source.ts';
import { createTenant, PER_RESOURCE, RESOURCES, type Scale, STATES, type Tenant } from './tenant.ts';
import { type Step, stepsOf } from './year/flows.ts';

/** A database with daily snapshots of a tenant, the newest at `now`. */
export type Year = { folder: string; file: string; tenant: Tenant; now: Date; close(): void };

/** On the last day twice as much changes as on another, so that no subscription is left as it was. */
export const lastDay = (tenant: Tenant): number => Math.ceil(0.007 * tenant.states.length);

/**
 * So many days of history in a temporary folder that `close` removes. The product stores the first and the last of them
 * from the bytes of Azure's answers. A day in between goes straight into the tables, to the row as the product writes it
 * (`test/bench/year.test.ts` compares): a year through the front door takes minutes.
 * `changes` of such a day; without, what the tenant takes for ordinary.
 */
export async function buildYear(scale: Scale, days = 365, changes?: number): Promise<Year> {
  const folder = mkdtempSync(join(tmpdir(), 'scoreline-year-'));
  const file = join(folder, 'scoreline.db');
  const tenant = createTenant(scale);
  await ingest(file, tenant);
  if (days > 2) writeDays(file, tenant, days - 2, changes);
  tenant.advance(lastDay(tenant));
  await ingest(file, tenant);
  const close = () => rmSync(folder, { recursive: true });
  return { folder, file, tenant, now: noonOf(tenant.day()), close };
}

/** Today, by the product. */
export async function ingest(file: string, tenant: Tenant): Promise<void> {
  const takenAt = noonOf(tenant.day());
  const stores = await openStores(await openSqlite(`file:${file}`));
  const pages = pagesOf(file, tenant);
  const known = await stores.posture.known();
  await stores.posture.ingest(takenAt, sourceOver(pages, () => takenAt).readSnapshot(known));
  await stores.close();
  pages.close?.();
}

/** In a file where they would be too many to hold. */
function pagesOf(file: string, tenant: Tenant): Pages & { close?: () => void } {
  if (tenant.subscriptions.length <= 5) return keepPages(tenant);
  writePages(`${file}.pages`, tenant);
  return openPages(`${file}.pages`);
}

type Ids = ReturnType<typeof readIds>;

function writeDays(file: string, tenant: Tenant, days: number, changes?: number): void {
  const database = new Database(file);
  const ids = readIds(database, tenant);
  const stored = tenant.subscriptions.map((_, at) => controlNumbers(tenant, at));
  const write = statements(database);
  const touched = new Set<number>();
  database.transaction(() => {
    for (let day = 1; day <= days; day += 1) {
      const before = tenant.states.slice();
      const rows = tenant.advance(changes).filter((row) => before[row] !== tenant.states[row]);
      for (const row of rows) {
        touched.add(row);
        write.change(
          day + 1,
          ...ids.of(row),
          ids.state(before[row]),
          ids.state(tenant.states[row]),
          changedAt(tenant, row),
        );
      }
      for (const { resource, flows, there } of stepsOf(tenant, ids, before, rows)) {
        for (const flow of flows) write.flow(day + 1, resource, ...flow);
        if (there !== null) write.presence(day + 1, resource, there ? 1 : 0);
      }
      const subscriptions = new Set(rows.map((row) => Math.floor(row / (RESOURCES * PER_RESOURCE))));
      for (const at of subscriptions)
        writeNumbers(write, ids, day + 1, at, stored, controlNumbers(tenant, at));
      write.snapshot(day + 1, noonOf(tenant.day()).getTime(), rows.length);
    }
    for (const row of touched) {
      const state = tenant.states[row] ?? 0;
      if (state === 0) write.absent(...ids.of(row));
      else write.present(...ids.of(row), ids.state(state));
    }
    // Where nothing is counted, the product counts everything of a subscription anew on the last day.
    for (const table of ['tally', 'sole', 'resource_tally']) database.exec(`delete from ${table}`);
  })();
  database.close();
}

type Numbers = ReturnType<typeof controlNumbers>;

function writeNumbers(
  write: ReturnType<typeof statements>,
  ids: Ids,
  snapshot: number,
  at: number,
  stored: Numbers[],
  now: Numbers,
): void {
  const subscription = ids.subscriptions[at] ?? 0;
  const old = stored[at] ?? [];
  for (const [control, { current, max, healthy, unhealthy, notApplicable }] of now.entries()) {
    if (JSON.stringify(now[control]) === JSON.stringify(old[control])) continue;
    const counts = [healthy, unhealthy, notApplicable] as const;
    write.cell(subscription, ids.controls[control] ?? 0, snapshot, current, max, ...counts);
  }
  const [was, is] = [scoreNumbers(old), scoreNumbers(now)];
  if (JSON.stringify(was) !== JSON.stringify(is))
    write.score(subscription, snapshot, is.current, is.max, is.weight);
  stored[at] = now;
}

/** When Azure says that a row changed; null where it is gone. */
function changedAt(tenant: Tenant, row: number): number | null {
  if (tenant.states[row] === 0) return null;
  const midnight = noonOf(tenant.changedOn[row] ?? 0).getTime() - 43_200_000;
  return midnight + (row % 86_400) * 1000 + 123;
}

/** The numbers that the product gave to what it stored on the first day. */
export function readIds(database: Database.Database, tenant: Tenant) {
  const idsIn = (table: string) => {
    const rows = database.prepare<[], { id: number; name: string }>(
      `select id, azure_id as name from ${table}`,
    );
    return new Map(rows.all().map(({ id, name }) => [name, id]));
  };
  const found = {
    resource: idsIn('resource'),
    subscription: idsIn('subscription'),
    control: idsIn('control'),
  };
  const keys = idsIn('recommendation');
  const recommendations = tenant.recommendations.map((key) => numberIn(keys, key));
  const resources = tenant.subscriptions.flatMap((_, at) =>
    tenant.resources(at).map((id) => numberIn(found.resource, id)),
  );
  const controls = tenant.controls.map(({ id }) => numberIn(found.control, id));
  const states = STATES.map(({ code, cause }) => stateNumber(database, code, cause));
  return {
    subscriptions: tenant.subscriptions.map((id) => numberIn(found.subscription, id)),
    controls,
    recommendations,
    control: (at: number) => controls[at] ?? 0,
    state: (state = 0) => states[state] ?? 0,
    of: (row: number): [resource: number, recommendation: number] => {
      const resource = Math.floor(row / PER_RESOURCE);
      const recommendation = tenant.assessed(resource % RESOURCES)[row % PER_RESOURCE] ?? 0;
      return [resources[resource] ?? 0, recommendations[recommendation] ?? 0];
    },
  };
}

function numberIn(ids: ReadonlyMap<string, number>, name: string): number {
  const id = ids.get(name.toLowerCase());
  if (id === undefined) throw new Error(`The product has not stored ${name}`);
  return id;
}

function stateNumber(database: Database.Database, code: string, cause: string): number {
  if (code === '') return 0;
  const text = `select id from state where replace(status, '-', '') = ? and cause = ?`;
  const row = database.prepare<[string, string], { id: number }>(text).get(code.toLowerCase(), cause);
  if (row === undefined) throw new Error(`The product has not stored the state ${code} ${cause}`);
  return row.id;
}

function statements(database: Database.Database) {
  const runs = <Values extends unknown[]>(text: string) => {
    const statement = database.prepare<Values>(text);
    return (...values: Values) => void statement.run(...values);
  };
  type Change = [...Row, before: number, after: number, at: number | null];
  type Row = [snapshot: number, resource: number, recommendation: number];
  type Cell = [
    ...[subscription: number, control: number, snapshot: number, current: number, max: number],
    ...Counts,
  ];
  type Counts = [healthy: number, unhealthy: number, notApplicable: number];
  return {
    change: runs<Change>('insert into change values (?, ?, ?, ?, ?, ?)'),
    cell: runs<Cell>('insert into control_score values (?, ?, ?, ?, ?, ?, ?, ?, 0)'),
    flow: runs<[snapshot: number, resource: number, ...Step['flows'][number]]>(
      'insert into flow values (?, ?, ?, ?, ?, ?, ?)',
    ),
    presence: runs<[number, number, number]>('insert into presence values (?, ?, ?)'),
    score: runs<[number, number, number, number, number]>('insert into score values (?, ?, ?, ?, ?)'),
    snapshot: runs<[number, number, number]>('insert into snapshot values (?, ?, ?)'),
    absent: runs<[number, number]>('delete from assessment where resource_id = ? and recommendation_id = ?'),
    present: runs<[number, number, number]>('insert or replace into assessment values (?, ?, ?)'),
  };
}
