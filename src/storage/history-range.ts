/** The first and the last snapshot of a stretch of history. */
export type Bounds = { first: number; last: number };

/**
 * From the newest row at or before the first snapshot (`$1`) to the last one (`$2`). `key`: what makes a series of rows
 * one, with `#` for the alias.
 */
export const between = (table: string, alias: string, key: string) =>
  `${alias}.snapshot_id >= coalesce((select max(y.snapshot_id) from ${table} y
     where ${key.replaceAll('#', 'y')} and y.snapshot_id <= $1), 0) and ${alias}.snapshot_id <= $2`;

/** `in (…)` of one or of exactly so many, so that an engine keeps two prepared statements: the last is repeated. */
export function padded(numbers: readonly number[], most: number): number[] {
  const missing = numbers.length === 1 ? 0 : most - numbers.length;
  return [...numbers, ...Array<number>(missing).fill(numbers.at(-1) ?? 0)];
}

/** `$3, $4, …`: after the two bounds. */
export const places = (count: number) => Array.from({ length: count }, (_, at) => `$${at + 3}`).join(', ');
