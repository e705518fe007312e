import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Overtaken } from '../../src/storage/sql.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { openStores } from '../../src/storage/stores.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);

describe('SQLite', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scoreline-sqlite-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('lets others run between long reads, also of several that were asked for at once', async () => {
    const sql = await openSqlite('file::memory:');
    const long =
      'with recursive n (i) as (select 1 union all select i + 1 from n where i < 400000) select max(i) from n';
    let turns = 0;
    let reading = true;
    const count = () => {
      turns += 1;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    const seen = await Promise.all([1, 2, 3, 4].map(() => sql.all(long).then(() => turns)));
    reading = false;
    expect(new Set(seen).size).toBe(4);
    await sql.close();
  });

  test('makes the folder, and keeps what was written, whichever way the file is named', async () => {
    const path = join(folder, 'a', 'b', 'scoreline.db');
    const sql = await openSqlite(`file:${path}`);
    expect(await sql.all('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await sql.all('pragma synchronous')).toEqual([{ synchronous: 2 }]);
    await sql.batch([{ sql: 'create table t (id integer primary key, name text){t}' }]);
    await sql.batch([
      {
        sql: 'insert into t (id, name) values ($1, $2)',
        rows: [
          [1, 'a'],
          [2, null],
        ],
      },
    ]);
    await sql.close();
    const again = await openSqlite(pathToFileURL(path).href);
    expect(await again.all('select $2 as two, id, name from t where id = $1', [2, 'x'])).toEqual([
      { two: 'x', id: 2, name: null },
    ]);
    await again.close();
  });

  test('waits for another process that makes the same file at the same time', async () => {
    const path = join(folder, 'new.db');
    const other = new Database(path);
    other.exec('begin immediate');
    let open = false;
    const opening = openSqlite(`file:${path}`).finally(() => {
      open = true;
    });
    await turn();
    expect(open).toBe(false);
    other.exec('commit');
    other.close();
    const sql = await opening;
    expect(await sql.all('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    await sql.close();
  });

  test('a batch is all or nothing, also when fewer rows are affected than expected', async () => {
    const sql = await openSqlite('file::memory:');
    await sql.batch([{ sql: 'create table t (id integer primary key)' }]);
    const insert = 'insert into t (id) values ($1) on conflict do nothing';
    expect(
      await sql.batch([
        { sql: insert, rows: [[1], [1], [2]] },
        { sql: insert, rows: [] },
      ]),
    ).toEqual([2, 0]);
    await expect(
      sql.batch([
        { sql: insert, rows: [[3]] },
        { sql: insert, rows: [[1]], expect: 1 },
      ]),
    ).rejects.toThrow(Overtaken);
    await expect(sql.batch([{ sql: insert, rows: [[3]] }, { sql: 'nonsense' }])).rejects.toThrow(
      'syntax error',
    );
    expect(await sql.all('select id from t')).toEqual([{ id: 1 }, { id: 2 }]);
    await sql.close();
  });

  test('what cannot be opened or written says so, and what to do', async () => {
    const text = join(folder, 'notes.txt');
    await writeFile(text, 'not a database, and long enough to be none'.repeat(50));
    for (const [url, advice] of [
      [`file:${text}`, /not a SQLite database/],
      [`file:${folder}`, /make sure that the folder exists/],
      [`file:${text}/inside.db`, /make sure that the folder exists/],
    ] as const) {
      await expect(openSqlite(url)).rejects.toMatchObject({
        name: 'Unreachable',
        message: expect.stringMatching(advice),
      });
    }
    const sql = await openSqlite(`file:${join(folder, 'x.db')}`);
    await sql.batch([{ sql: 'pragma query_only = 1' }]);
    await expect(sql.batch([{ sql: 'create table t (id integer)' }])).rejects.toThrow(
      /x\.db is not usable .*writable/,
    );
    await sql.close();
  });

  test('where the system makes no folder it says so, and does not try for ever', async ({ skip }) => {
    skip(process.platform !== 'linux', 'there is no /proc');
    const module = JSON.stringify(new URL('../../src/storage/sqlite.ts', import.meta.url).href);
    const program = `
      import { openSqlite } from ${module};
      await openSqlite('file:/proc/none/scoreline.db').catch(({ message }) => console.log(message));`;
    // In a process of its own: what tries for ever here lets no test go on.
    const tried = execFile(process.execPath, ['--input-type=module-typescript', '-e', program]);
    let told = '';
    tried.stdout?.on('data', (chunk: string) => {
      told += chunk;
    });
    await until('it has ended', () => tried.exitCode !== null, 30).finally(() => tried.kill('SIGKILL'));
    await until('it tells', () => /not usable \(ENOENT\): make sure that the folder exists/.test(told));
  });

  test('processes that start at once migrate it once', async () => {
    const url = `file:${join(folder, 'shared.db')}`;
    const module = (name: string) =>
      JSON.stringify(new URL(`../../src/storage/${name}.ts`, import.meta.url).href);
    const program = `
      import { openSqlite } from ${module('sqlite')};
      import { openStores } from ${module('stores')};
      const stores = await openStores(await openSqlite(${JSON.stringify(url)}));
      console.log(await stores.conversations.claim('only one', new Date()));
      await stores.close();`;
    const start = () => run(process.execPath, ['--input-type=module-typescript', '-e', program]);
    const outputs = await Promise.all([start(), start(), start()]);
    expect(outputs.map((one) => one.stdout.trim()).sort()).toEqual(['false', 'false', 'true']);
    const sql = await openSqlite(url);
    await (await openStores(sql)).close();
  }, 30_000);
});
