import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import type { Pages } from '../pages.ts';
import type { Days, Numbered } from './days.ts';
import { parsedRows, type Stored, wordsOf } from './rows.ts';
import type { Subject } from './subject.ts';

type Words = [string, string, string, string];

/** A SQLite file with the settings of the product. */
function openFile(folder: string, name: string, schema: string): Database.Database {
  const database = new Database(join(folder, `${name}.db`));
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = full');
  database.exec(schema);
  return database;
}

/** What nobody can do without: parse the pages, write what changed. It is told what that is, and compares nothing. */
export function openFloor({ folder, before, changed }: Days): Omit<Subject, 'read'> {
  const database = openFile(
    folder,
    'floor',
    'create table assessment (resource integer, recommendation integer, state integer, primary key (resource, recommendation)) without rowid',
  );
  const upsert = database.prepare<[number, number, number]>(
    'insert into assessment values (?, ?, ?) on conflict (resource, recommendation) do update set state = excluded.state',
  );
  const write = database.transaction((rows: readonly Numbered[]) => {
    for (const row of rows) upsert.run(...row);
  });
  return {
    name: 'floor',
    take(pages) {
      let rows = 0;
      for (const page of parsedRows(pages)) rows += page.length;
      if (rows > 0) write(pages === before ? changed.before : changed.after);
    },
    close: () => {
      database.close();
    },
  };
}

/** Every row of every snapshot, by name. */
export function openFullRows(folder: string): Subject {
  const database = openFile(
    folder,
    'full-rows',
    'create table assessment (snapshot integer, resource text, recommendation text, code text, cause text, primary key (snapshot, resource, recommendation)) without rowid',
  );
  const insert = database.prepare('insert into assessment values (?, ?, ?, ?, ?)');
  let snapshot = 0;
  const write = database.transaction((pages: Pages) => {
    snapshot += 1;
    for (const rows of parsedRows(pages)) {
      for (const row of rows) insert.run(snapshot, row.resourceId, row.assessmentKey, row.code, row.cause);
    }
  });
  const read = database.prepare<[number], Words>(
    'select resource, recommendation, code, cause from assessment where snapshot = ?',
  );
  return {
    name: 'full rows',
    take: write,
    read: async () => read.raw().all(snapshot),
    close: () => {
      database.close();
    },
  };
}

/** The newest state alone, every row of it written again. No history. */
export function openUpsertAll(folder: string): Subject {
  const database = openFile(
    folder,
    'upsert',
    'create table assessment (resource text, recommendation text, code text, cause text, snapshot integer, primary key (resource, recommendation)) without rowid',
  );
  const upsert = database.prepare(
    `insert into assessment values (?, ?, ?, ?, ?) on conflict (resource, recommendation)
     do update set code = excluded.code, cause = excluded.cause, snapshot = excluded.snapshot`,
  );
  const leave = database.prepare('delete from assessment where snapshot <> ?');
  let snapshot = 0;
  const write = database.transaction((pages: Pages) => {
    snapshot += 1;
    for (const rows of parsedRows(pages)) {
      for (const row of rows) upsert.run(row.resourceId, row.assessmentKey, row.code, row.cause, snapshot);
    }
    leave.run(snapshot);
  });
  const read = database.prepare<[], Words>('select resource, recommendation, code, cause from assessment');
  return {
    name: 'upsert every row',
    take: write,
    read: async () => read.raw().all(),
    close: () => {
      database.close();
    },
  };
}

/** The whole snapshot as one compressed JSON document. */
export function openBlob(folder: string): Subject {
  const database = openFile(folder, 'blob', 'create table snapshot (id integer primary key, rows blob)');
  const insert = database.prepare('insert into snapshot (rows) values (?)');
  const newest = database.prepare<[], { rows: Buffer }>('select rows from snapshot order by id desc limit 1');
  return {
    name: 'zstd JSON blob',
    take: (pages) => {
      insert.run(zstdCompressSync(JSON.stringify([...wordsOf(pages)])));
    },
    read: async () => {
      const row = newest.get();
      return row === undefined ? [] : (JSON.parse(zstdDecompressSync(row.rows).toString()) as Words[]);
    },
    close: () => {
      database.close();
    },
  };
}

/** Slowly changing dimension, type 2: a row for as long as it was true. Compared with what is valid, all of it in memory. */
export function openScd2(folder: string): Subject {
  const database = openFile(
    folder,
    'scd2',
    `create table assessment (resource text, recommendation text, code text, cause text, valid_from integer, valid_to integer,
       primary key (resource, recommendation, valid_from)) without rowid;
     create index valid on assessment (resource, recommendation, code, cause) where valid_to is null`,
  );
  const insert = database.prepare('insert into assessment values (?, ?, ?, ?, ?, null)');
  const end = database.prepare(
    'update assessment set valid_to = ? where resource = ? and recommendation = ? and valid_to is null',
  );
  const valid = database
    .prepare<[], Words>('select resource, recommendation, code, cause from assessment where valid_to is null')
    .raw();
  let snapshot = 0;
  const write = database.transaction((pages: Pages) => {
    snapshot += 1;
    const stored = new Map(valid.all().map((row) => [`${row[0]} ${row[1]}`, row]));
    for (const rows of parsedRows(pages)) for (const row of rows) place(row, stored);
    for (const [resource, recommendation] of stored.values()) end.run(snapshot, resource, recommendation);
  });
  const place = (row: Stored, stored: Map<string, Words>) => {
    const name = `${row.resourceId} ${row.assessmentKey}`;
    const old = stored.get(name);
    stored.delete(name);
    if (old !== undefined && old[2] === row.code && old[3] === row.cause) return;
    if (old !== undefined) end.run(snapshot, row.resourceId, row.assessmentKey);
    insert.run(row.resourceId, row.assessmentKey, row.code, row.cause, snapshot);
  };
  return {
    name: 'SCD2',
    take: write,
    read: async () => valid.all(),
    close: () => {
      database.close();
    },
  };
}
