import { join } from 'node:path';
import Database from 'better-sqlite3';
import { paired, type Subject } from './diff.ts';
import type { History, Stated } from './history.ts';

function openFile(folder: string, name: string, schema: string): Database.Database {
  const database = new Database(join(folder, `${name}.db`));
  database.pragma('journal_mode = wal');
  database.exec(schema);
  return database;
}

/** Every row of every snapshot that is asked about, and what one has that the other has not. Keys are numbers. */
export function openExcept(folder: string, history: History, snapshots: readonly number[]): Subject {
  const database = openFile(
    folder,
    'except',
    'create table assessment (snapshot integer, resource integer, recommendation integer, state integer, primary key (snapshot, resource, recommendation)) without rowid',
  );
  const insert = database.prepare('insert into assessment values (?, ?, ?, ?)');
  database.transaction(() => {
    for (const snapshot of snapshots)
      for (const row of history.rowsAt(snapshot)) insert.run(snapshot, ...row);
  })();
  const rows = 'select resource, recommendation, state from assessment where snapshot = ?';
  const except = database.prepare<[number, number], [...Stated]>(`${rows} except ${rows}`).raw();
  return {
    name: 'SQLite EXCEPT',
    diff: ({ from, to }) => paired(except.all(from, to), except.all(to, from)),
    close: () => {
      database.close();
    },
  };
}

/** A row for as long as it was true, found by when it began and by when it ended. */
export function openScd2(folder: string, history: History): Subject {
  const database = openFile(
    folder,
    'scd2',
    `create table assessment (resource integer, recommendation integer, state integer, valid_from integer, valid_to integer,
       primary key (resource, recommendation, valid_from)) without rowid;
     create index began on assessment (valid_from, valid_to, state);
     create index ended on assessment (valid_to, valid_from, state)`,
  );
  const insert = database.prepare('insert into assessment values (?, ?, ?, ?, ?)');
  database.transaction(() => {
    for (const spell of history.spells()) insert.run(...spell);
  })();
  const columns = 'select resource, recommendation, state from assessment';
  type Bounds = { from: number; to: number };
  const left = database
    .prepare<Bounds, [...Stated]>(
      `${columns} where valid_to > :from and valid_to <= :to and valid_from <= :from`,
    )
    .raw();
  const came = database
    .prepare<Bounds, [...Stated]>(
      `${columns} where valid_from > :from and valid_from <= :to and (valid_to is null or valid_to > :to)`,
    )
    .raw();
  return {
    name: 'SCD2',
    diff: (ends) => paired(left.all(ends), came.all(ends)),
    close: () => {
      database.close();
    },
  };
}
