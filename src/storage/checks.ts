import { constants, existsSync } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Unreachable } from '../core/errors.ts';
import { troubleOf } from '../core/trouble.ts';
import type { Check } from '../ports.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Sql } from './sql.ts';

const NAME = 'database';
const ok = (message: string): Check => ({ name: NAME, state: 'ok', message, cure: null });

/** What is known of the database; `sql` is open where it can be read by this program's stores. */
export type Looked = { checks: Check[]; sql: Sql | null };

/** Opens the database that `DATABASE_URL` names, and looks at it. Makes and migrates nothing. */
export async function checkDatabase(url: string, open: (url: string) => Promise<Sql>): Promise<Looked> {
  const path = pathOf(url);
  if (path !== null && !existsSync(path)) return { checks: [await absent(path)], sql: null };
  try {
    return await look(await open(url), path);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { checks: [unusable(error, path)], sql: null };
  }
}

async function look(sql: Sql, path: string | null): Promise<Looked> {
  const version = await versionOf(sql);
  if (version !== MIGRATIONS.length) {
    await sql.close();
    return { checks: [otherVersion(version)], sql: null };
  }
  try {
    await writeNothing(sql);
  } catch (error) {
    await sql.close();
    throw error;
  }
  const facts = path === null ? await postgresFacts(sql) : await sqliteFacts(sql, path);
  const message = ['opens and can be written', `version ${version}`, ...facts].join(', ');
  return { checks: [ok(message), ...(path === null ? [] : await diskChecks(path))], sql };
}

/** Below this many bytes the next snapshots are in danger, or cannot be stored at all. */
const SCARCE = 1e9;
const FULL = 5e7;
/** Magic numbers of file systems over a network (`man 2 statfs`): SQLite's log in shared memory is not safe there. */
const NETWORK = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42]);

function pathOf(url: string): string | null {
  if (!url.startsWith('file:')) return null;
  const path = url.startsWith('file://') ? decodeURIComponent(new URL(url).pathname) : url.slice(5);
  return resolve(path);
}

/** The first start makes it, if it may. */
async function absent(path: string): Promise<Check> {
  let folder = dirname(path);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return ok(`${path} is not there yet; the first start makes it`);
  } catch {
    return {
      name: NAME,
      state: 'failed',
      message: `${path} is not there, or hidden from this user, who may not write to ${folder}.`,
      cure: `Let it:\nsudo chown -R ${owner()} ${folder}`,
    };
  }
}

const owner = () => process.getuid?.() ?? '<user>';

function unusable(error: Unreachable, path: string | null): Check {
  const { message, cure } = troubleOf(error);
  const cause = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : '';
  const rights = /READONLY|CANTOPEN|PERM|EACCES|EROFS/.test(cause) && path !== null;
  return {
    name: NAME,
    state: 'failed',
    message,
    cure: rights ? `${cure} For example:\nsudo chown -R ${owner()} ${dirname(path)}` : cure,
  };
}

/** null: the database has no tables yet. */
async function versionOf(sql: Sql): Promise<number | null> {
  try {
    const [row] = await sql.all<{ version: number | null }>('select max(version) as version from migration');
    return row?.version ?? null;
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    return null;
  }
}

function otherVersion(version: number | null): Check {
  const known = MIGRATIONS.length;
  if (version === null) return ok('opens, and is empty; the first start makes its tables');
  if (version < known) {
    const message = `has version ${version}; the next start of this program brings it to ${known}.`;
    return { name: NAME, state: 'warning', message, cure: 'Make a copy first if you want a way back.' };
  }
  return {
    name: NAME,
    state: 'failed',
    message: `The database has version ${version}, and this program knows versions up to ${known}.`,
    cure: 'Start the newer release of Scoreline that wrote it, or name another database in DATABASE_URL.',
  };
}

/** A row comes and goes in one batch: nobody sees it, and whoever may not write is refused. */
async function writeNothing(sql: Sql): Promise<void> {
  await sql.batch([
    {
      sql: 'insert into lease (name, holder, held_until) values ($1, $2, $3)',
      rows: [['doctor', 'doctor', 0]],
    },
    { sql: "delete from lease where name = 'doctor'" },
  ]);
}

async function sqliteFacts(sql: Sql, path: string): Promise<string[]> {
  const [mode] = await sql.all<{ journal_mode: string }>('pragma journal_mode');
  const { size } = await stat(path);
  const log = mode?.journal_mode === 'wal' ? 'WAL' : `journal ${mode?.journal_mode}`;
  return ['SQLite', log, `${megabytes(size)} MB at ${path}`];
}

async function postgresFacts(sql: Sql): Promise<string[]> {
  const [row] = await sql.all<{ version: string; size: number }>(
    "select current_setting('server_version') as version, pg_database_size(current_database()) as size",
  );
  return [`PostgreSQL ${row?.version}`, `${megabytes(Number(row?.size ?? 0))} MB`];
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

async function diskChecks(path: string): Promise<Check[]> {
  const { bavail, bsize, type } = await statfs(dirname(path));
  const free = bavail * bsize;
  const name = 'disk';
  const message = `${(free / 1e9).toFixed(1)} GB free at ${dirname(path)}`;
  const roomy: Check = { name, state: 'ok', message, cure: null };
  const scarce: Check = {
    name,
    state: free < FULL ? 'failed' : 'warning',
    message: `Only ${megabytes(free)} MB are free at ${dirname(path)}.`,
    cure: 'Make room, or move the file and set DATABASE_URL to where it is.',
  };
  const remote: Check = {
    name: 'file system',
    state: 'warning',
    message: `${dirname(path)} is on a network share, where SQLite's write-ahead log is not safe.`,
    cure: 'Keep the file on a local disk, or use PostgreSQL: DATABASE_URL=postgres://…',
  };
  return [free < SCARCE ? scarce : roomy, ...(NETWORK.has(type) ? [remote] : [])];
}
