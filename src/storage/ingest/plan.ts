import { setImmediate } from 'node:timers/promises';
import type { Row, Sql, Statement } from '../sql.ts';

/** Rows to write, by the statement that writes them, in the order in which statements were first named. */
export type Plan = {
  add(sql: string, row: Row): void;
  /** Rows added and not taken. */
  size(): number;
  /** All statements so far; the plan is empty afterwards. */
  take(): Statement[];
};

export function createPlan(): Plan {
  let rows = new Map<string, Row[]>();
  let size = 0;
  return {
    add: (sql, row) => {
      const same = rows.get(sql);
      if (same === undefined) rows.set(sql, [row]);
      else same.push(row);
      size += 1;
    },
    size: () => size,
    take: () => {
      const statements = [...rows].map(([sql, of]) => ({ sql, rows: of }));
      rows = new Map();
      size = 0;
      return statements;
    },
  };
}

/** So many rows take about 10 ms on SQLite; the loop must not be blocked for more than 50. */
export const SLICE = 2_000;

/** Writes in slices, each a batch of its own with a turn of the loop after it: only for what nobody can see yet. */
export async function writeSlices(sql: Sql, statements: readonly Statement[]): Promise<void> {
  let slice: Statement[] = [];
  let room = SLICE;
  for (const { sql: text, rows = [] } of statements) {
    for (let from = 0; from < rows.length; ) {
      const part = rows.slice(from, from + room);
      slice.push({ sql: text, rows: part });
      from += part.length;
      room -= part.length;
      if (room === 0) {
        await sql.batch(slice);
        await setImmediate();
        slice = [];
        room = SLICE;
      }
    }
  }
  if (slice.length > 0) await sql.batch(slice);
}
