import type { Target } from '../core/target.ts';
import type { TargetStore } from '../ports.ts';
import type { Sql } from './sql.ts';

const TARGETS = `select scope_kind, scope_id, percent, last_day, zone, start_percent, made_by, made_at from target
  where conversation = $1 order by made_at, scope_kind, scope_id`;

const SET = `insert into target
    (conversation, scope_kind, scope_id, percent, last_day, zone, start_percent, made_by, made_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (conversation, scope_kind, scope_id) do update set percent = excluded.percent,
    last_day = excluded.last_day, zone = excluded.zone, start_percent = excluded.start_percent,
    made_by = excluded.made_by, made_at = excluded.made_at`;

type Stored = {
  scope_kind: Target['scope']['kind'];
  scope_id: string;
  percent: number;
  last_day: string;
  zone: string;
  start_percent: number | null;
  made_by: string;
  made_at: number;
};

/** What each conversation wants its scopes to reach. */
export function createTargetStore(sql: Sql): TargetStore {
  return {
    of: async (conversation) => (await sql.all<Stored>(TARGETS, [conversation])).map(targetOf),
    set: async (conversation, { scope, percent, day, zone, start, by, at }) => {
      const row = [conversation, scope.kind, scope.id, percent, day, zone, start, by, Date.parse(at)];
      await sql.batch([{ sql: SET, rows: [row] }]);
    },
    remove: async (conversation, { kind, id }) => {
      const text = 'delete from target where conversation = $1 and scope_kind = $2 and scope_id = $3';
      const [removed] = await sql.batch([{ sql: text, rows: [[conversation, kind, id]] }]);
      return removed === 1;
    },
    forget: async (conversation) => {
      const text = 'delete from target where conversation = $1';
      const [removed = 0] = await sql.batch([{ sql: text, rows: [[conversation]] }]);
      return removed > 0;
    },
  };
}

const targetOf = (row: Stored): Target => ({
  scope: { kind: row.scope_kind, id: row.scope_id },
  percent: row.percent,
  day: row.last_day,
  zone: row.zone,
  start: row.start_percent,
  by: row.made_by,
  at: new Date(row.made_at).toISOString(),
});
