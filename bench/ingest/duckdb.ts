import { join } from 'node:path';
import { loadPeer } from '../peers.ts';
import { parsedRows } from './rows.ts';
import type { Subject } from './subject.ts';

/** As much of `@duckdb/node-api` as is used here. */
type DuckDb = { DuckDBInstance: { create(path: string): Promise<Instance> } };
type Instance = { connect(): Promise<Connection>; closeSync(): void };
type Connection = {
  run(sql: string): Promise<unknown>;
  createAppender(table: string): Promise<Appender>;
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
  closeSync(): void;
};
type Appender = {
  appendInteger(value: number): void;
  appendVarchar(value: string): void;
  endRow(): void;
  closeSync(): void;
};

/** Every row of every snapshot through the appender of a columnar engine; null where it is not installed. */
export async function openDuckDb(folder: string): Promise<Subject | null> {
  const peer = await loadPeer<DuckDb>('@duckdb/node-api');
  if (peer === null) return null;
  const instance = await peer.DuckDBInstance.create(join(folder, 'rows.duckdb'));
  const connection = await instance.connect();
  await connection.run(
    'create table assessment (snapshot integer, resource varchar, recommendation varchar, code varchar, cause varchar)',
  );
  let snapshot = 0;
  return {
    name: 'DuckDB appender',
    async take(pages) {
      snapshot += 1;
      const appender = await connection.createAppender('assessment');
      for (const rows of parsedRows(pages)) {
        for (const { resourceId, assessmentKey, code, cause } of rows) {
          appender.appendInteger(snapshot);
          for (const word of [resourceId, assessmentKey, code, cause]) appender.appendVarchar(word);
          appender.endRow();
        }
      }
      appender.closeSync();
      await connection.run('checkpoint');
    },
    async read() {
      const newest = `select resource, recommendation, code, cause from assessment where snapshot = ${snapshot}`;
      return (await connection.runAndReadAll(newest)).getRows() as [string, string, string, string][];
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
