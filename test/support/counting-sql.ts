import type { Row, Sql, Statement } from '../../src/storage/sql.ts';

export type Counts = {
  statements: number;
  /** Rows that came back. */
  returned: number;
  /** Rows written, changed or deleted, by table. */
  written: Record<string, number>;
  texts: Set<string>;
};

export type CountingSql = Sql & { counts(): Counts; reset(): void };

/** Passes everything on and counts it: what the goals of the data path are asserted with. */
export function countingSql(sql: Sql): CountingSql {
  let counts = empty();
  return {
    all: async <T>(text: string, params?: Row) => {
      const rows = await sql.all<T>(text, params);
      counts.statements += 1;
      counts.returned += rows.length;
      counts.texts.add(text);
      return rows;
    },
    batch: async (statements: readonly Statement[]) => {
      const affected = await sql.batch(statements);
      for (const [index, { sql: text }] of statements.entries()) {
        counts.statements += 1;
        counts.texts.add(text);
        const rows = affected[index] ?? 0;
        if (rows > 0) counts.written[tableOf(text)] = (counts.written[tableOf(text)] ?? 0) + rows;
      }
      return affected;
    },
    close: () => sql.close(),
    counts: () => counts,
    reset: () => {
      counts = empty();
    },
  };
}

const empty = (): Counts => ({ statements: 0, returned: 0, written: {}, texts: new Set() });

const tableOf = (text: string) =>
  /^\s*(?:insert into|update|delete from)\s+(\w+)/.exec(text)?.[1] ?? 'schema';
