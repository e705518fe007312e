import type { Sql } from '../../src/storage/sql.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';

export type Engine = { name: string; open(): Promise<Sql> };

/** Every engine runs the whole suite. `open` gives an empty database. */
export const engines: readonly Engine[] = [{ name: 'sqlite', open: () => openSqlite('file::memory:') }];
