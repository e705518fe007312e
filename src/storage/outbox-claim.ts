import type { QueuedDelivery } from '../ports/orders.ts';
import { keyLists, placeholders, type Sql } from './sql.ts';

/** `$1`: now. A conversation gets one post at a time, and a reply only after what it replies to. */
const CLAIMABLE = `d.free_at is not null and d.free_at <= $1
  and not exists (select 1 from delivery o where o.conversation = d.conversation and o.state = 'sending'
    and o.free_at > $1)
  and not exists (select 1 from delivery p where p.delivery_key = d.parent and p.free_at is not null)`;

const COLUMNS = `d.delivery_key, d.order_id, d.conversation, d.urgent, d.due_at, d.parent, d.what, d.state,
  d.attempts, d.uncertain`;

/** `$4` and `$5`: as it was read. Everybody who begins on it counts an attempt. */
const TAKE = `update delivery as d set state = 'sending', free_at = $2, holder = $3, tried_at = $1,
    attempts = d.attempts + 1, uncertain = d.uncertain + case when d.state = 'sending' then 1 else 0 end
  where d.delivery_key = $4 and d.attempts = $5 and ${CLAIMABLE}`;

/** What a claim under way stands before is looked for when that is settled, or has run out. */
const NEXT = `select min(d.free_at) as at from delivery d where d.free_at is not null
  and (d.state = 'sending' or not exists (select 1 from delivery o where o.conversation = d.conversation
    and o.state = 'sending' and o.free_at is not null))
  and not exists (select 1 from delivery p where p.delivery_key = d.parent and p.free_at is not null)`;

type Stored = {
  delivery_key: string;
  order_id: string | null;
  conversation: string;
  urgent: number;
  due_at: number;
  parent: string | null;
  what: string;
  state: 'waiting' | 'sending';
  attempts: number;
  uncertain: number;
};

export type Claim = { holder: string; now: Date; until: Date; busy: readonly string[] };

/**
 * Looks for the next one, then takes it where it still may be taken; whoever comes second looks again, which ends
 * because somebody else has taken one each time. Looking alone writes nothing.
 */
export async function claim(sql: Sql, { holder, now, until, busy }: Claim): Promise<QueuedDelivery | null> {
  const [list = []] = keyLists(busy);
  const look = `select ${COLUMNS} from delivery d where ${CLAIMABLE}${except(list, 2)}
    order by d.urgent desc, d.due_at, d.delivery_key limit 1`;
  for (;;) {
    const [row] = await sql.all<Stored>(look, [now.getTime(), ...list]);
    if (row === undefined) return null;
    const values = [now.getTime(), until.getTime(), holder, row.delivery_key, row.attempts];
    const [taken] = await sql.batch([{ sql: TAKE, rows: [values] }]);
    if (taken === 1) return queued(row);
  }
}

/** When there may be something to claim; null where nothing is left to do. */
export async function nextDue(sql: Sql, busy: readonly string[]): Promise<Date | null> {
  const [list = []] = keyLists(busy);
  const [row] = await sql.all<{ at: number | null }>(`${NEXT}${except(list, 1)}`, list);
  return row === undefined || row.at === null ? null : new Date(row.at);
}

const except = (conversations: readonly string[], first: number) =>
  conversations.length === 0
    ? ''
    : ` and d.conversation not in (${placeholders(first, conversations.length)})`;

const queued = (row: Stored): QueuedDelivery => ({
  key: row.delivery_key,
  order: row.order_id,
  conversation: row.conversation,
  urgent: row.urgent === 1,
  due: new Date(row.due_at),
  parent: row.parent,
  what: JSON.parse(row.what) as QueuedDelivery['what'],
  attempts: row.attempts,
  doubts: row.uncertain + (row.state === 'sending' ? 1 : 0),
});
