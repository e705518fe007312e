/** What a column holds. Moments are milliseconds since 1970, flags 0 and 1, lists JSON text. */
export type Value = string | number | null;
export type Row = readonly Value[];

/**
 * One statement, run once for each of `rows` (without `rows`: once, without values). `expect`: so many rows must be
 * affected in all, or the batch is undone and rejects with `Overtaken`.
 */
export type Statement = { sql: string; rows?: readonly Row[]; expect?: number };

/**
 * What we ask of an engine. SQL is the subset that SQLite and PostgreSQL run unchanged, with `$1` placeholders; `{t}`
 * after a table's bracket is what the engine adds there (` without rowid`), and `{skip locked}` at the end of a `select`
 * within a write passes over the rows that another one is about to write, where writes do not take turns. `{engine}`
 * is its name and version, `{bytes}` the size of the database. Numbers come back as numbers, text is ordered by code point, batches have the outcome of batches that took turns.
 */
export type Sql = {
  /** `T` is the row as the statement's own `select` names it; nothing checks it. */
  all<T>(sql: string, params?: Row): Promise<T[]>;
  /** All of it or nothing. Answers how many rows each statement affected. */
  batch(statements: readonly Statement[]): Promise<number[]>;
  close(): Promise<void>;
};

/** Somebody else did it first, so nothing was written. */
export class Overtaken extends Error {
  override name = 'Overtaken';
}

/** `$first, $first+1, …` for a list of so many values. */
export function placeholders(first: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `$${first + index}`).join(', ');
}

/** Half of what SQLite binds to one statement. */
const LARGEST_LIST = 16_384;

/** Azure's ids for `in (…)`, in lower case, as `keyLists`. null, which is all, stays null. */
export function idLists(ids: readonly string[] | null): (readonly string[] | null)[] {
  return ids === null ? [null] : keyLists(ids.map((id) => id.toLowerCase()));
}

/**
 * Keys for `in (…)`, in as few lists as fit. Each is filled up to a power of two by repeating its last one, so that an
 * engine that keeps prepared statements keeps a dozen and not one for every length.
 */
export function keyLists<Key extends string | number>(keys: readonly Key[]): Key[][] {
  const lists: Key[][] = [];
  for (let from = 0; from < keys.length; from += LARGEST_LIST) {
    const part = keys.slice(from, from + LARGEST_LIST);
    const length = 2 ** Math.ceil(Math.log2(part.length));
    lists.push([...part, ...part.slice(-1).flatMap((last) => Array<Key>(length - part.length).fill(last))]);
  }
  return lists;
}

/** ` and column in ($first, …)`, or nothing where all are meant. */
export function among(column: string, ids: readonly (string | number)[] | null, first: number): string {
  return ids === null ? '' : ` and ${column} in (${placeholders(first, ids.length)})`;
}
