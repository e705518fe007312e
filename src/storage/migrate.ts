import { Unreachable } from '../core/errors.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { Overtaken, type Sql } from './sql.ts';

/**
 * Brings a database up to this program's version. Several processes may do so at once: a migration and its row are
 * one batch, so whoever comes second writes nothing. Rejects with `Unreachable` where the database is newer.
 */
export async function migrate(
  sql: Sql,
  migrations: readonly (readonly string[])[] = MIGRATIONS,
): Promise<void> {
  for (let version = await versionOf(sql); version !== migrations.length; version = await versionOf(sql)) {
    const statements = migrations[version];
    if (statements === undefined) throw newer(version, migrations.length);
    await apply(sql, version + 1, statements);
  }
}

async function apply(sql: Sql, version: number, statements: readonly string[]): Promise<void> {
  const claim = {
    sql: 'insert into migration (version) values ($1) on conflict (version) do nothing',
    rows: [[version]],
    expect: 1,
  };
  try {
    await sql.batch([claim, ...statements.map((text) => ({ sql: text }))]);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
  }
}

async function versionOf(sql: Sql): Promise<number> {
  try {
    return await newest(sql);
  } catch {
    // An empty database has no such table yet. Whatever else was wrong is still wrong below.
    await sql.batch([{ sql: 'create table if not exists migration (version integer primary key)' }]);
    return newest(sql);
  }
}

async function newest(sql: Sql): Promise<number> {
  const [row] = await sql.all<{ version: number | null }>('select max(version) as version from migration');
  return row?.version ?? 0;
}

const newer = (database: number, program: number) =>
  new Unreachable(
    `The database has version ${database} and this program knows versions up to ${program}: ` +
      'start the newer release of Scoreline that wrote it, or name another database.',
  );
