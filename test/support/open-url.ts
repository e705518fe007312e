import { openPostgres } from '../../src/storage/postgres.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { postgresOf } from './postgres-once.ts';

/** The database of a test, from any process. */
export function openUrl(url: string): Promise<Sql> {
  return postgresOf(url) === null ? openSqlite(url) : openPostgres(url);
}
