import type { LeaseStore } from '../ports.ts';
import type { Sql } from './sql.ts';

const ACQUIRE = `insert into lease (name, holder, held_until) values ($1, $2, $3)
  on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
  where lease.holder = excluded.holder or lease.held_until <= $4`;

/** A lease is a row: free where there is none, where it has run out, or where it is the asker's own (prolonged). */
export function createLeaseStore(sql: Sql): LeaseStore {
  return {
    acquire: async (name, holder, until, now) => {
      const [taken] = await sql.batch([
        { sql: ACQUIRE, rows: [[name, holder, until.getTime(), now.getTime()]] },
      ]);
      return taken === 1;
    },
    release: async (name, holder) => {
      await sql.batch([{ sql: 'delete from lease where name = $1 and holder = $2', rows: [[name, holder]] }]);
    },
  };
}
