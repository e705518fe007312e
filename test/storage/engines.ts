import type { Sql } from '../../src/storage/sql.ts';
import { type EngineName, openFresh, postgresServer } from '../support/database.ts';

export type Engine = { name: EngineName; open(): Promise<Sql> };

const postgres = await postgresServer();
if ('reason' in postgres) console.warn(`Nothing is tested on PostgreSQL: ${postgres.reason}`);

/** Every engine runs the whole suite. `open` gives an empty database. */
export const engines: readonly Engine[] = [
  { name: 'sqlite', open: () => openFresh('sqlite') },
  ...('reason' in postgres ? [] : [{ name: 'postgres' as const, open: () => openFresh('postgres') }]),
];
