import type { Grant } from '../core/access.ts';
import type { AccessEvent, AccessStore } from '../ports.ts';
import type { Row, Sql } from './sql.ts';

const GRANTS = `select conversation, scope_kind, scope_id, granted_by as by_key, granted_at as at_ms, shared
  from access_grant where conversation = coalesce($1, conversation)
  order by conversation, granted_at, scope_kind, scope_id`;

const LOG = `select conversation, scope_kind, scope_id, changed_by as by_key, changed_at as at_ms, shared, change
  from access_log order by id desc limit $1`;

const SAME = 'conversation = $1 and scope_kind = $2 and scope_id = $3';

/** Once given, the word `shared` is not taken back by leaving it out: that takes a `revoke`. */
const GRANT = `insert into access_grant (conversation, scope_kind, scope_id, granted_by, granted_at, shared)
  values ($1, $2, $3, $4, $5, $6) on conflict (conversation, scope_kind, scope_id) do update
  set granted_by = excluded.granted_by, granted_at = excluded.granted_at, shared = excluded.shared
  where access_grant.shared < excluded.shared`;

const REVOKE = `delete from access_grant where ${SAME}`;

/** The log gets a row only where the grants change, so it is written first and looks at what there was. */
const noted = (change: AccessEvent['change']) =>
  `insert into access_log (id, conversation, scope_kind, scope_id, changed_by, changed_at, shared, change)
  select coalesce((select max(id) from access_log), 0) + 1, $1, $2, $3, $4, cast($5 as bigint),
    cast($6 as integer), '${change}'
  where ${change === 'granted' ? 'not exists' : 'exists'} (select 1 from access_grant where ${SAME}${
    change === 'granted' ? ' and shared >= $6' : ''
  })`;

type Stored = {
  conversation: string;
  scope_kind: Grant['scope']['kind'];
  scope_id: string;
  by_key: string;
  at_ms: number;
  shared: number;
};

/** Grants, and the log of every change to them, newest first. */
export function createAccessStore(sql: Sql): AccessStore {
  return {
    grants: async (conversation) => (await sql.all<Stored>(GRANTS, [conversation])).map(grantOf),
    grant: async (grant) => {
      await sql.batch([
        { sql: noted('granted'), rows: [rowOf(grant)] },
        { sql: GRANT, rows: [rowOf(grant)] },
      ]);
    },
    revoke: async (grant) => {
      const row = rowOf(grant);
      const [, revoked] = await sql.batch([
        { sql: noted('revoked'), rows: [row] },
        { sql: REVOKE, rows: [row.slice(0, 3)] },
      ]);
      return revoked === 1;
    },
    log: async (limit) => {
      const rows = await sql.all<Stored & Pick<AccessEvent, 'change'>>(LOG, [limit]);
      return rows.map((row) => ({ ...grantOf(row), change: row.change }));
    },
  };
}

const rowOf = ({ conversation, scope, by, at, shared }: Grant): Row => [
  conversation,
  scope.kind,
  scope.id.toLowerCase(),
  by,
  Date.parse(at),
  shared === true ? 1 : 0,
];

const grantOf = (row: Stored): Grant => ({
  conversation: row.conversation,
  scope: { kind: row.scope_kind, id: row.scope_id },
  by: row.by_key,
  at: new Date(row.at_ms).toISOString(),
  ...(row.shared === 1 ? { shared: true } : {}),
});
