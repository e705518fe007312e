import { join } from 'node:path';
import { loadPeer } from '../peers.ts';
import { type Diff, keyOf, type Subject, turnOf } from './diff.ts';
import type { History } from './history.ts';

/** As much of `@duckdb/node-api` as is used here. */
type DuckDb = { DuckDBInstance: { create(path: string): Promise<Instance> } };
type Instance = { connect(): Promise<Connection>; closeSync(): void };
type Connection = {
  run(sql: string): Promise<unknown>;
  createAppender(table: string): Promise<Appender>;
  runAndReadAll(sql: string): Promise<{ getColumns(): number[][] }>;
  closeSync(): void;
};
type Appender = { appendInteger(value: number): void; endRow(): void; closeSync(): void };

const side = (snapshot: number) =>
  `(select resource, recommendation, state from assessment where snapshot = ${snapshot})`;

/** Every row of every snapshot that is asked about in a columnar engine, both ends joined; null where it is not installed. */
export async function openDuckDb(
  folder: string,
  history: History,
  snapshots: readonly number[],
): Promise<Subject | null> {
  const peer = await loadPeer<DuckDb>('@duckdb/node-api');
  if (peer === null) return null;
  const instance = await peer.DuckDBInstance.create(join(folder, 'diff.duckdb'));
  const connection = await instance.connect();
  await connection.run(
    'create table assessment (snapshot integer, resource integer, recommendation integer, state integer)',
  );
  const appender = await connection.createAppender('assessment');
  for (const snapshot of snapshots) {
    for (const row of history.rowsAt(snapshot)) {
      for (const value of [snapshot, ...row]) appender.appendInteger(value);
      appender.endRow();
    }
  }
  appender.closeSync();
  await connection.run('checkpoint');
  return {
    name: 'DuckDB outer join',
    async diff({ from, to }) {
      const found = await connection.runAndReadAll(
        `select coalesce(a.resource, b.resource), coalesce(a.recommendation, b.recommendation),
           coalesce(a.state, 0), coalesce(b.state, 0)
         from ${side(from)} a full outer join ${side(to)} b
           on b.resource = a.resource and b.recommendation = a.recommendation
         where a.state is distinct from b.state`,
      );
      const [resources = [], recommendations = [], before = [], after = []] = found.getColumns();
      const diff: Diff = new Map();
      for (const [at, resource] of resources.entries())
        diff.set(keyOf(resource, recommendations[at] ?? 0), turnOf(before[at] ?? 0, after[at] ?? 0));
      return diff;
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
