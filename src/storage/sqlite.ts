import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { Unreachable } from '../core/errors.ts';
import { Overtaken, type Row, type Sql, type Statement, type Value } from './sql.ts';

const BUSY_MS = 5_000;
const RETRY_MS = 10;
/** A read waits for nothing and so lets nobody else run: whoever reads on for longer gives way first. */
const GIVE_WAY_MS = 10;

const ADVICE: Readonly<Record<string, string>> = {
  SQLITE_CANTOPEN: 'make sure that the folder exists and that this user may write to it',
  SQLITE_READONLY: 'make the file and its folder writable for this user',
  SQLITE_PERM: 'make the file and its folder writable for this user',
  SQLITE_FULL: 'the disk is full: make room',
  SQLITE_IOERR: 'the disk failed to read or write: check it, and keep the file off network shares',
  SQLITE_BUSY: 'another process has been writing for longer than 5 seconds: try again',
  SQLITE_NOTADB: 'the file is not a SQLite database: name another one, or move it away',
  SQLITE_CORRUPT: 'the file is damaged: restore it from a backup',
};

/**
 * Opens `file:<path>`, or `file::memory:` for a database that ends with the process. Folders are made. Rejects with
 * `Unreachable`, here and in every later call, where the file cannot be read or written.
 */
export async function openSqlite(url: string): Promise<Sql> {
  const path = pathOf(url);
  const database = guarded(path, () => open(path));
  await logAhead(database).catch((error: unknown) => {
    database.close();
    throw unreachable(path, error) ?? error;
  });
  const prepared = new Map<string, Database.Statement<[Bound], unknown>>();
  const statement = (text: string) => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const made = database.prepare<Bound>(dialect(text));
    prepared.set(text, made);
    return made;
  };
  const all = <T>(text: string, params: Row) => statement(text).all(bound(params)) as T[];
  const batch = database.transaction((statements: readonly Statement[]) =>
    statements.map((one) => run(statement(one.sql), one)),
  );
  const { due, give } = turns();
  return {
    async all<T>(text: string, params: Row = []) {
      // Asked again after each turn: of several that waited the first may have read for long.
      while (due()) await give();
      return guarded(path, () => all<T>(text, params));
    },
    // `immediate`: whoever is second waits at the start, instead of failing at its first write.
    batch: async (statements) => guarded(path, () => batch.immediate(statements)),
    close: async () => {
      database.close();
    },
  };
}

/** When this process last let others run, and a way to do so that all who wait share. */
function turns(): { due(): boolean; give(): Promise<void> } {
  let last = performance.now();
  let giving: Promise<void> | null = null;
  const give = async () => {
    await turn();
    last = performance.now();
    giving = null;
  };
  return {
    due: () => performance.now() - last > GIVE_WAY_MS,
    give: () => {
      giving ??= give();
      return giving;
    },
  };
}

const dialect = (text: string) =>
  text
    .replaceAll('{t}', ' without rowid')
    .replaceAll('{skip locked}', '')
    .replaceAll('{engine}', `'SQLite ' || sqlite_version()`)
    .replaceAll(
      '{bytes}',
      '(select page_count * page_size from pragma_page_count() cross join pragma_page_size())',
    );

/** SQLite takes `$1` for a name, so values are bound as `{ 1: …, 2: … }`. */
type Bound = { [place: number]: Value };

function bound(row: Row): Bound {
  const values: Bound = {};
  for (let index = 0; index < row.length; index++) values[index + 1] = row[index] ?? null;
  return values;
}

function run(statement: Database.Statement<[Bound], unknown>, { rows = [[]], expect }: Statement): number {
  let affected = 0;
  for (const row of rows) affected += statement.run(bound(row)).changes;
  if (expect !== undefined && affected !== expect) {
    throw new Overtaken(`${affected} rows affected instead of ${expect}`);
  }
  return affected;
}

function pathOf(url: string): string {
  if (url.startsWith('file://')) return fileURLToPath(url);
  return url.startsWith('file:') ? url.slice('file:'.length) : url;
}

function open(path: string): Database.Database {
  if (path !== ':memory:') makeFolder(dirname(path));
  return new Database(path, { timeout: BUSY_MS });
}

/**
 * Write-ahead logging, synced at every commit. SQLite does not wait for the lock of this change, whatever the timeout:
 * of two processes that make one file at once the second would fail.
 */
async function logAhead(database: Database.Database): Promise<void> {
  for (const until = Date.now() + BUSY_MS; !turnedToLog(database, until); ) await sleep(RETRY_MS);
  database.pragma('synchronous = full');
}

function turnedToLog(database: Database.Database, until: number): boolean {
  try {
    database.pragma('journal_mode = wal');
    return true;
  } catch (error) {
    const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
    if (busy && Date.now() < until) return false;
    throw error;
  }
}

/** Node's own recursive `mkdir` never ends where the system makes no folder in one that is there, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(folder)) throw error;
  }
}

function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw unreachable(path, error) ?? error;
  }
}

function unreachable(path: string, error: unknown): Unreachable | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  // Extended codes go on after the second word (`SQLITE_IOERR_FSYNC`); the rest are `mkdir` and the driver itself.
  const code = error.code.split('_', 2).join('_');
  const folder = ['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'EEXIST', 'EROFS'].includes(code);
  const advice = ADVICE[folder ? 'SQLITE_CANTOPEN' : code];
  if (advice === undefined) return null;
  return new Unreachable(`The database ${path} is not usable (${error.code}): ${advice}.`, { cause: error });
}
