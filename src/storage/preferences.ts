import type { Alias } from '../core/alias.ts';
import type { QuietHours } from '../core/quiet.ts';
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

const QUIET = 'select conversation, from_minute, to_minute, zone from quiet_hours';

const SET_QUIET = `insert into quiet_hours (conversation, from_minute, to_minute, zone) values ($1, $2, $3, $4)
  on conflict (conversation) do update set from_minute = excluded.from_minute, to_minute = excluded.to_minute,
    zone = excluded.zone`;

const NO_QUIET = 'delete from quiet_hours where conversation = $1';

type StoredQuiet = { conversation: string; from_minute: number; to_minute: number; zone: string };

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
      const [quiet] = await sql.all<StoredQuiet>(`${QUIET} where conversation = $1`, [conversation]);
      return {
        aliases: aliases.map(aliasOf),
        zone: row?.zone ?? null,
        quiet: quiet === undefined ? null : quietOf(quiet),
      };
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
    setQuiet: async (conversation, quiet) => {
      const statement =
        quiet === null
          ? { sql: NO_QUIET, rows: [[conversation]] }
          : {
              sql: SET_QUIET,
              rows: [[conversation, minuteOf(quiet.from), minuteOf(quiet.to), quiet.zone]],
            };
      await sql.batch([statement]);
    },
    quiet: async () =>
      new Map((await sql.all<StoredQuiet>(QUIET, [])).map((row) => [row.conversation, quietOf(row)])),
    forget: async (conversation) => {
      const rows = [[conversation]];
      const dropped = await sql.batch([
        { sql: 'delete from alias where conversation = $1', rows },
        { sql: NO_ZONE, rows },
        { sql: NO_QUIET, rows },
      ]);
      return dropped.some((count) => count > 0);
    },
  };
}

const minuteOf = ({ hour, minute }: QuietHours['from']): number => 60 * hour + minute;
const timeAt = (minutes: number): QuietHours['from'] => ({
  hour: Math.floor(minutes / 60),
  minute: minutes % 60,
});

const quietOf = (row: StoredQuiet): QuietHours => ({
  from: timeAt(row.from_minute),
  to: timeAt(row.to_minute),
  zone: row.zone,
});

const aliasOf = (row: Stored): Alias => ({
  name: row.name,
  scope: { kind: row.scope_kind, id: row.scope_id },
  by: row.made_by,
  at: new Date(row.made_at).toISOString(),
});
