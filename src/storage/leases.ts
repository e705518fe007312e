import type { LeaseStore } from '../ports.ts';
import type { Sql } from './sql.ts';

/** Looks first: even `do nothing` waits for somebody who is writing the row. */
const APPEAR = `insert into lease (name, holder, held_until) select $1, '', 0
  where not exists (select 1 from lease where name = $1) on conflict (name) do nothing`;

const ACQUIRE = `update lease set holder = $2, held_until = $3 where name in (select name from lease
  where name = $1 and (holder = $2 or held_until <= $4) {skip locked})`;

/** A lease is a row: free where there is none, where it has run out, or where it is the asker's own (prolonged). */
export function createLeaseStore(sql: Sql): LeaseStore {
  return {
    acquire: async (name, holder, until, now) => {
      const [, taken] = await sql.batch([
        { sql: APPEAR, rows: [[name]] },
        { sql: ACQUIRE, rows: [[name, holder, until.getTime(), now.getTime()]] },
      ]);
      return taken === 1;
    },
    release: async (name, holder) => {
      await sql.batch([{ sql: 'delete from lease where name = $1 and holder = $2', rows: [[name, holder]] }]);
    },
  };
}
