import type { Decision, NewDelivery, OpenAlert } from '../ports/orders.ts';
import { keyLists, Overtaken, placeholders, type Row, type Sql, type Statement } from './sql.ts';

/** -1: none. No digest is due before 1970. */
const MOVE = 'update standing_order set next_at = $3 where id = $1 and coalesce(next_at, -1) = $2';
const REMEMBER = 'update standing_order set looked_at = $3, memory = $4 where id = $1 and looked_at = $2';

/** Whoever decides has read the orders a while ago. */
const QUEUE = `insert into delivery (delivery_key, order_id, conversation, urgent, due_at, parent, what, state,
    free_at, attempts, uncertain)
  select $1, $2, $3, cast($4 as integer), cast($5 as bigint), $6, $7, 'waiting', cast($5 as bigint), 0, 0
  where cast($2 as text) is null or exists (select 1 from standing_order where id = $2)
  on conflict (delivery_key) do nothing`;

/** Who looks after it was settled by a person, perhaps since it was read. */
const OPEN_ALERT = `insert into score_alert (id, order_id, conversation, delivery_key, state, opened_at, changed_at,
    acknowledged_by, acknowledged_name, acknowledged_at)
  values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)
  on conflict (id) do update set state = excluded.state, changed_at = excluded.changed_at
  where score_alert.order_id = excluded.order_id and score_alert.conversation = excluded.conversation
    and score_alert.delivery_key = excluded.delivery_key`;

/** False where somebody else was faster: nothing is written then. */
export async function decide(sql: Sql, decision: Decision): Promise<boolean> {
  try {
    await sql.batch(statements(decision));
    return true;
  } catch (error) {
    if (error instanceof Overtaken) return false;
    throw error;
  }
}

function statements({ next, remembered = [], deliveries, alerts = [], at }: Decision): Statement[] {
  const moved = next === undefined ? [] : [[next.order, time(next.expect) ?? -1, time(next.next)]];
  const memory = remembered.map((one) => [one.order, one.expect, one.at, one.memory]);
  const all: Statement[] = [
    { sql: MOVE, rows: moved, expect: moved.length },
    { sql: REMEMBER, rows: memory, expect: memory.length },
    { sql: QUEUE, rows: deliveries.map(deliveryRow) },
    { sql: OPEN_ALERT, rows: alerts.map((one) => alertRow(one, at)), expect: alerts.length },
  ];
  return all.filter(({ rows = [] }) => rows.length > 0);
}

const time = (moment: string | null) => (moment === null ? null : Date.parse(moment));

const deliveryRow = (one: NewDelivery): Row => [
  ...[one.key, one.order, one.conversation, one.urgent ? 1 : 0, one.due.getTime(), one.parent],
  JSON.stringify(one.what),
];

const alertRow = ({ acknowledged, ...one }: OpenAlert, at: Date): Row => [
  ...[one.id, one.order, one.conversation, one.delivery, one.state, at.getTime()],
  ...[acknowledged?.by ?? null, acknowledged?.name ?? null, time(acknowledged?.at ?? null)],
];

/** By order; those that have not looked at a snapshot yet are left out. */
export async function memories(sql: Sql, orders: readonly string[]) {
  const found = new Map<string, { at: number; memory: string }>();
  for (const list of keyLists(orders)) {
    const text = `select id, looked_at as at, memory from standing_order
      where looked_at > 0 and memory is not null and id in (${placeholders(1, list.length)})`;
    for (const { id, ...one } of await sql.all<{ id: string; at: number; memory: string }>(text, list))
      found.set(id, one);
  }
  return found;
}
