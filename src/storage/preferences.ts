import type { Alias } from '../core/alias.ts';
import { fold } from '../core/words.ts';
import type { PreferenceStore } from '../ports.ts';
import type { Sql } from './sql.ts';

const ALIASES = `select name, scope_kind, scope_id, made_by, made_at from alias where conversation = $1
  order by folded`;

const SET_ALIAS = `insert into alias (conversation, folded, name, scope_kind, scope_id, made_by, made_at)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (conversation, folded) do update set name = excluded.name, scope_kind = excluded.scope_kind,
    scope_id = excluded.scope_id, made_by = excluded.made_by, made_at = excluded.made_at`;

const SET_ZONE = `insert into conversation_zone (conversation, zone) values ($1, $2)
  on conflict (conversation) do update set zone = excluded.zone`;

const NO_ZONE = 'delete from conversation_zone where conversation = $1';

type Stored = {
  name: string;
  scope_kind: Alias['scope']['kind'];
  scope_id: string;
  made_by: string;
  made_at: number;
};

/** What each conversation has settled for itself: short names of scopes, and its zone. */
export function createPreferenceStore(sql: Sql): PreferenceStore {
  return {
    of: async (conversation) => {
      const aliases = await sql.all<Stored>(ALIASES, [conversation]);
      const [row] = await sql.all<{ zone: string }>(
        'select zone from conversation_zone where conversation = $1',
        [conversation],
      );
      return { aliases: aliases.map(aliasOf), zone: row?.zone ?? null };
    },
    setAlias: async (conversation, { name, scope, by, at }) => {
      const row = [conversation, fold(name), name, scope.kind, scope.id, by, Date.parse(at)];
      await sql.batch([{ sql: SET_ALIAS, rows: [row] }]);
    },
    removeAlias: async (conversation, name) => {
      const text = 'delete from alias where conversation = $1 and folded = $2';
      const [removed] = await sql.batch([{ sql: text, rows: [[conversation, fold(name)]] }]);
      return removed === 1;
    },
    setZone: async (conversation, zone) => {
      const statement =
        zone === null
          ? { sql: NO_ZONE, rows: [[conversation]] }
          : { sql: SET_ZONE, rows: [[conversation, zone]] };
      await sql.batch([statement]);
    },
    forget: async (conversation) => {
      const rows = [[conversation]];
      const dropped = await sql.batch([
        { sql: 'delete from alias where conversation = $1', rows },
        { sql: NO_ZONE, rows },
      ]);
      return dropped.some((count) => count > 0);
    },
  };
}

const aliasOf = (row: Stored): Alias => ({
  name: row.name,
  scope: { kind: row.scope_kind, id: row.scope_id },
  by: row.made_by,
  at: new Date(row.made_at).toISOString(),
});
