import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Scale } from '../tenant.ts';
import { buildYear } from '../year.ts';

/** What a file holds of a history. `changes`: of assessments, after its first snapshot. */
export type Weighed = { bytes: number; changes: number; tables: ReadonlyMap<string, number> };

/** The file of a made-up tenant after so many snapshots, each with so many changes. */
export async function weigh(scale: Scale, snapshots: number, changes?: number): Promise<Weighed> {
  const year = await buildYear(scale, snapshots, changes);
  const database = new Database(year.file, { readonly: true });
  type Table = { name: string; bytes: number };
  const tables = database
    .prepare<[], Table>('select name, sum(pgsize) as bytes from dbstat group by name')
    .all();
  const sum = database.prepare<[], { changes: number }>(
    'select sum(changes) as changes from snapshot where id > 1',
  );
  const found = sum.get()?.changes ?? 0;
  database.close();
  const { size } = statSync(year.file);
  year.close();
  return { bytes: size, changes: found, tables: new Map(tables.map(({ name, bytes }) => [name, bytes])) };
}

/** Bytes a change between a short and a long history of the same tenant; of some tables, or of the whole file. */
export function aChange(short: Weighed, long: Weighed, tables?: readonly string[]): number {
  const bytes = (of: Weighed) =>
    tables?.reduce((sum, table) => sum + (of.tables.get(table) ?? 0), 0) ?? of.bytes;
  return (bytes(long) - bytes(short)) / (long.changes - short.changes);
}
