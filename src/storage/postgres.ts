import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { failure, outcomeUnknown, SERIALIZATION_FAILURES } from './postgres-advice.ts';
import { type Bulk, bulkOf, goes } from './postgres-bulk.ts';
import { createPool } from './postgres-pool.ts';
import { Overtaken, type Sql, type Statement } from './sql.ts';

/** Somebody always wins such a collision, so this is enough for as many writers of one row. */
const ATTEMPTS = 20;

/**
 * Opens `postgres://user:password@host:port/database`, with what `pg` understands after a `?` (`sslmode`,
 * `sslrootcert`, …). A batch is a serializable transaction, run again where it collided with another one: the outcome is
 * as if batches took turns, as they do on SQLite. Rejects with `Unreachable`, here and in every later call, where the
 * database cannot be used; the next call connects anew.
 */
export async function openPostgres(url: string): Promise<Sql> {
  const pool = createPool(url);
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      throw failure(url, error) ?? error;
    }
  };
  const columns: Columns = new Map();
  const query = async (text: string, params: readonly unknown[]) =>
    (await pool.query(dialect(text), [...params])).rows;
  await guarded(() => query('select 1', [])).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  return {
    all: (text, params = []) => guarded(() => query(text, params)),
    batch: (statements) => guarded(() => insist(() => transact(pool, columns, statements))),
    close: () => pool.end(),
  };
}

/** The portable text as PostgreSQL takes it. Text is ordered by code point, as on SQLite, whatever the database says. */
function dialect(text: string): string {
  const plain = text
    .replaceAll('{t}', '')
    .replaceAll('{skip locked}', 'for update skip locked')
    .replaceAll('{engine}', `'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1)`)
    .replaceAll('{bytes}', 'pg_database_size(current_database())');
  return changesSchema(text) ? plain.replaceAll(/\btext\b/g, 'text collate "C"') : plain;
}

const changesSchema = (text: string) => /^\s*(?:create|alter|drop)\b/.test(text);

/** Runs it again where it lost to another one, which left nothing of it behind. */
async function insist<T>(action: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      const collided = error instanceof DatabaseError && SERIALIZATION_FAILURES.includes(error.code ?? '');
      if (!collided || attempt === ATTEMPTS) throw error;
    }
    await pause(Math.random() * Math.min(2 ** attempt, 100));
  }
}

async function transact(pool: Pool, columns: Columns, statements: readonly Statement[]): Promise<number[]> {
  const client = await pool.connect();
  try {
    await client.query(statements.some(({ sql }) => changesSchema(sql)) ? BEGIN_SCHEMA : BEGIN);
    const affected: number[] = [];
    for (const statement of statements) affected.push(await run(client, columns, statement));
    await client.query('commit').catch((error: unknown) => {
      throw outcomeUnknown(error) ?? error;
    });
    client.release();
    return affected;
  } catch (error) {
    await abandon(client, error);
    throw error;
  }
}

const BEGIN = 'begin isolation level serializable';

/**
 * Whoever changes the schema does so alone: several replicas start at once, and even `create table if not exists` fails
 * for the second of two. Waiting is limited by the limits of whoever is waited for.
 */
const BEGIN_SCHEMA = `begin isolation level read committed; set local lock_timeout = 0;
  set local statement_timeout = 0; select pg_advisory_xact_lock(hashtext('scoreline'), hashtext(current_schema()))`;

/** What the server refused is rolled back; a connection in any other trouble is not used again. */
async function abandon(client: PoolClient, error: unknown): Promise<void> {
  const answered = error instanceof DatabaseError || error instanceof Overtaken;
  const usable = answered && (await client.query('rollback').then(ok, broken));
  client.release(!usable);
}

const ok = () => true;
const broken = () => false;

async function run(client: PoolClient, columns: Columns, { sql, rows = [[]], expect }: Statement) {
  const text = dialect(sql);
  const bulk = rows.length > 1 ? bulkOf(text) : null;
  const known = bulk === null ? null : await columnsOf(client, columns, bulk.table);
  let affected = 0;
  if (bulk === null || known === null) {
    for (const row of rows) affected += (await client.query(text, [...row])).rowCount ?? 0;
  } else {
    const many = bulk.text(bulk.columns.map((name) => known.get(name) ?? 'text'));
    for (const some of goes(rows, bulk.distinct)) {
      affected += (await client.query(many, listsOf(bulk, some))).rowCount ?? 0;
    }
  }
  if (expect !== undefined && affected !== expect) {
    throw new Overtaken(`${affected} rows affected instead of ${expect}`);
  }
  return affected;
}

const listsOf = ({ columns }: Bulk, rows: NonNullable<Statement['rows']>) =>
  columns.map((_, index) => rows.map((row) => row[index] ?? null));

/** Types of the columns of each table, looked up once. */
type Columns = Map<string, ReadonlyMap<string, string>>;

const COLUMNS = `select attname as name, format_type(atttypid, null) as type from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`;

async function columnsOf(client: PoolClient, columns: Columns, table: string) {
  const known = columns.get(table);
  if (known !== undefined) return known;
  const { rows } = await client.query<{ name: string; type: string }>(COLUMNS, [table]);
  if (rows.length === 0) return null;
  const found = new Map(rows.map(({ name, type }) => [name, type]));
  columns.set(table, found);
  return found;
}
