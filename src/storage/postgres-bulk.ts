import type { Row } from './sql.ts';

/**
 * A statement that is run for many rows, as one that takes them all: a round trip a row costs 22 times as much. Rows
 * come as one list a column.
 */
export type Bulk = {
  table: string;
  /** The column that each parameter belongs to, in the order of the parameters. */
  columns: readonly string[];
  /** Parameters that must not be the same in two rows of one go, or the outcome would not be that of one by one. */
  distinct: readonly number[];
  /** `types`: of the columns. */
  text(types: readonly string[]): string;
};

/** So many rows are put into lists between two turns of the loop: a few milliseconds. */
const ROWS_A_GO = 5_000;

/** null where it has a form that is not known here; it is run row by row. */
export function bulkOf(sql: string): Bulk | null {
  return insertOf(sql) ?? updateOf(sql) ?? deleteOf(sql);
}

/** The rows in their order, in as few goes as the bulk allows. */
export function* goes(rows: readonly Row[], distinct: readonly number[]): Generator<readonly Row[]> {
  let go: Row[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const key = distinct.length === 0 ? null : JSON.stringify(distinct.map((place) => row[place]));
    if (go.length === ROWS_A_GO || (key !== null && seen.has(key))) {
      yield go;
      go = [];
      seen.clear();
    }
    if (key !== null) seen.add(key);
    go.push(row);
  }
  if (go.length > 0) yield go;
}

const INSERT = /^\s*insert into (\w+) \(([^()]*)\)\s+values \(([^()]*)\)\s*(on conflict[^$]*)?$/;

function insertOf(sql: string): Bulk | null {
  const [, table, names, values, conflict = ''] = INSERT.exec(sql) ?? [];
  if (table === undefined || names === undefined || values === undefined) return null;
  const [into, given] = [listOf(names), listOf(values)];
  const columns = columnsOf(given.map((value, index) => [into[index] ?? '', value]));
  if (columns === null) return null;
  const [, keys = ''] = /^on conflict \(([^()]*)\) do update/.exec(conflict) ?? [];
  const distinct = listOf(keys).flatMap((name) => (columns.includes(name) ? [columns.indexOf(name)] : []));
  const select = given.map(fromGiven).join(', ');
  const text = (types: readonly string[]) =>
    `insert into ${table} (${names}) select ${select} from ${unnest(types)} ${conflict}`;
  return { table, columns, distinct, text };
}

const UPDATE = /^\s*update (\w+) set ([\s\S]*?) where ([\s\S]*)$/;

function updateOf(sql: string): Bulk | null {
  const [, table, assignments, where] = UPDATE.exec(sql) ?? [];
  if (table === undefined || assignments === undefined || where === undefined) return null;
  const [set, equal] = [listOf(assignments).map(pairOf), equalities(where)];
  if (equal === null || equal.length === 0 || set.some((pair) => pair === null)) return null;
  const sets = set.flatMap((pair) => (pair === null ? [] : [pair]));
  // Rows found by other values are other rows, unless one's new value makes it the row that the next one finds.
  if (sets.some(([name]) => equal.some(([key]) => key === name))) return null;
  const columns = columnsOf([...sets, ...equal]);
  if (columns === null) return null;
  const text = (types: readonly string[]) =>
    `update ${table} set ${fromGiven(assignments)} from ${unnest(types)} where ${fromGiven(where)}`;
  return { table, columns, distinct: equal.map(([, value]) => Number(value.slice(1)) - 1), text };
}

const DELETE = /^\s*delete from (\w+) where ([\s\S]*)$/;

function deleteOf(sql: string): Bulk | null {
  const [, table, where] = DELETE.exec(sql) ?? [];
  const columns = where === undefined ? null : columnsOf(equalities(where) ?? []);
  if (table === undefined || where === undefined || columns === null) return null;
  const text = (types: readonly string[]) =>
    `delete from ${table} using ${unnest(types)} where ${fromGiven(where)}`;
  return { table, columns, distinct: [], text };
}

/** A column and `$n`. */
type Pair = readonly [column: string, value: string];

function pairOf(term: string): Pair | null {
  const [, column, value] = /^(\w+) = (\$\d+)$/.exec(term) ?? [];
  return column === undefined || value === undefined ? null : [column, value];
}

/** Of a condition that holds nothing else but `column is null`. */
function equalities(where: string): Pair[] | null {
  const terms = where.trim().split(/\s+and\s+/);
  const pairs = terms.filter((term) => !/^\w+ is null$/.test(term)).map(pairOf);
  return pairs.some((pair) => pair === null) ? null : pairs.flatMap((pair) => (pair === null ? [] : [pair]));
}

/** By parameter; null without any, or where one has no column. */
function columnsOf(pairs: readonly Pair[]): string[] | null {
  const columns: string[] = [];
  for (const [column, value] of pairs)
    if (value.startsWith('$')) columns[Number(value.slice(1)) - 1] = column;
  return columns.length === 0 || Object.keys(columns).length < columns.length ? null : columns;
}

const listOf = (text: string): string[] => (text === '' ? [] : text.split(',').map((part) => part.trim()));

const fromGiven = (text: string): string => text.replaceAll(/\$(\d+)/g, 'given.value$1');

function unnest(types: readonly string[]): string {
  const lists = types.map((type, index) => `$${index + 1}::${type}[]`).join(', ');
  return `unnest(${lists}) as given(${types.map((_, index) => `value${index + 1}`).join(', ')})`;
}
