import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, inject } from 'vitest';
import { openPostgres } from '../../src/storage/postgres.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { postgresOf } from './postgres-once.ts';

/**
 * Databases for tests, on the engine of this run: PostgreSQL where `DATABASE_URL` names a server, which needs a user
 * that may create databases; else SQLite. Everything is removed when the test file is done.
 */
export type EngineName = 'sqlite' | 'postgres';
export const ENGINE: EngineName = postgresOf(process.env.DATABASE_URL) === null ? 'sqlite' : 'postgres';

/** An empty database that other processes can open too: what to set `DATABASE_URL` to. */
export async function freshUrl(engine: EngineName = ENGINE): Promise<string> {
  return engine === 'sqlite' ? `file:${join(freshFolder(), 'scoreline.db')}` : freshSchema();
}

/** An empty database for this process. */
export async function openFresh(engine: EngineName = ENGINE): Promise<Sql> {
  return engine === 'sqlite' ? openSqlite('file::memory:') : openPostgres(await freshSchema());
}

export { openUrl } from './open-url.ts';

/** Where the run's PostgreSQL server is, or why there is none. */
export async function postgresServer(): Promise<{ url: string } | { reason: string }> {
  const response = await fetch(inject('postgres'));
  const text = await response.text();
  return response.ok ? { url: text } : { reason: text };
}

let folder: string | null = null;
let files = 0;
/** One database a test file: it goes in one piece at the end, and schemas in it are cheap. */
let database: Promise<{ url: string; drop(): Promise<void>; run(text: string): Promise<void> }> | null = null;
let schemas = 0;

afterAll(async () => {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  const opened = await database?.catch(() => null);
  await opened?.drop();
});

function freshFolder(): string {
  folder ??= mkdtempSync(join(tmpdir(), 'scoreline-database-'));
  files += 1;
  return join(folder, `${files}`);
}

async function freshSchema(): Promise<string> {
  database ??= createDatabase();
  const { url, run } = await database;
  schemas += 1;
  const name = `s${schemas}`;
  await run(`create schema ${name}`);
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${name}`);
  return own.href;
}

async function createDatabase() {
  const server = await postgresServer();
  if ('reason' in server) throw new Error(server.reason);
  const name = `scoreline_test_${crypto.randomUUID().replaceAll('-', '')}`;
  await runOnce(server.url, `create database ${name}`);
  const own = new URL(server.url);
  own.pathname = `/${name}`;
  const client = new Client({ connectionString: own.href });
  client.on('error', () => {});
  await client.connect();
  return {
    url: own.href,
    run: async (text: string) => {
      await client.query(text);
    },
    drop: async () => {
      await client.end();
      // `force`: a test that failed may not have closed what it opened.
      await runOnce(server.url, `drop database ${name} with (force)`);
    },
  };
}

async function runOnce(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}
