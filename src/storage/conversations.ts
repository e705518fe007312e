import type { ConversationStore, MetConversation } from '../ports.ts';
import type { Sql } from './sql.ts';

const REMEMBER = `insert into conversation (conversation_key, kind, shared, platform, name, reference)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (conversation_key) do update set kind = excluded.kind, shared = excluded.shared,
    platform = excluded.platform, name = excluded.name, reference = excluded.reference`;

const FIND = `select conversation_key, kind, shared, platform, name, reference from conversation
  where conversation_key = $1`;

const CLAIM = `insert into claim (claim_key, claimed_at, conversation) values ($1, $2, $3)
  on conflict (claim_key) do nothing`;

const PRUNE = 'delete from claim where conversation is null and claimed_at < $1';

/** Platforms repeat an event for minutes, and the operators are asked once a day. */
const KEPT_MS = 48 * 3_600_000;
const PRUNE_EVERY_MS = 3_600_000;

type Stored = {
  conversation_key: string;
  kind: MetConversation['kind'];
  shared: number;
  platform: string;
  name: string | null;
  reference: string;
};

/** Where the bot has been met, and which events were delivered already. */
export function createConversationStore(sql: Sql): ConversationStore {
  let pruned = Number.NEGATIVE_INFINITY;
  /** Now and again with a claim, so that the table stays that of two days without anybody remembering to. */
  const prune = async (now: number) => {
    if (now - pruned < PRUNE_EVERY_MS) return;
    pruned = now;
    await sql.batch([{ sql: PRUNE, rows: [[now - KEPT_MS]] }]);
  };
  return {
    remember: async ({ key, kind, shared, platform, name, reference }) => {
      const opaque = JSON.stringify(reference ?? null);
      await sql.batch([{ sql: REMEMBER, rows: [[key, kind, shared ? 1 : 0, platform, name, opaque]] }]);
    },
    find: async (key) => {
      const [row] = await sql.all<Stored>(FIND, [key]);
      return row === undefined ? null : met(row);
    },
    claim: async (key, at, conversation) => {
      await prune(at.getTime());
      const [claimed] = await sql.batch([{ sql: CLAIM, rows: [[key, at.getTime(), conversation ?? null]] }]);
      return claimed === 1;
    },
    unclaim: async (key) => {
      await sql.batch([{ sql: 'delete from claim where claim_key = $1', rows: [[key]] }]);
    },
    forget: async (key) => {
      const [known] = await sql.batch([
        { sql: 'delete from conversation where conversation_key = $1', rows: [[key]] },
        { sql: 'delete from claim where conversation = $1', rows: [[key]] },
      ]);
      return known === 1;
    },
  };
}

function met(row: Stored): MetConversation {
  const { conversation_key: key, kind, platform, name } = row;
  const reference: unknown = JSON.parse(row.reference);
  return { key, kind, shared: row.shared === 1, platform, name, reference };
}
