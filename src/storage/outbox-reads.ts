import type { DeliveryRecord } from '../ports/orders.ts';
import { keyLists, placeholders, type Sql } from './sql.ts';

const COLUMNS = `d.delivery_key, d.order_id, d.conversation, d.state, d.attempts, d.due_at, d.free_at, d.tried_at,
  d.why, d.post, d.what`;

const FIND = `select ${COLUMNS} from delivery d where d.delivery_key = $1`;

/** One that is being sent for the first time is no trouble yet. */
const TROUBLED = `select ${COLUMNS} from delivery d where d.free_at is not null
    and (d.attempts > 1 or (d.attempts = 1 and d.state = 'waiting'))
  union all select ${COLUMNS} from delivery d where d.state = 'dead'
  order by due_at, delivery_key`;

/** What its maker is told about an order goes elsewhere. */
const last = (orders: number) => `select ${COLUMNS} from standing_order o
  cross join delivery d where o.id in (${placeholders(1, orders)}) and d.delivery_key = (select n.delivery_key
    from delivery n where n.order_id = o.id and n.conversation = o.conversation
    order by n.due_at desc, n.delivery_key desc limit 1)`;

type Stored = {
  delivery_key: string;
  order_id: string | null;
  conversation: string;
  state: DeliveryRecord['state'];
  attempts: number;
  due_at: number;
  free_at: number | null;
  tried_at: number | null;
  why: string | null;
  post: string | null;
  what: string;
};

export async function findDelivery(sql: Sql, key: string): Promise<DeliveryRecord | null> {
  const [row] = await sql.all<Stored>(FIND, [key]);
  return row === undefined ? null : recordOf(row);
}

export async function troubled(sql: Sql): Promise<DeliveryRecord[]> {
  return (await sql.all<Stored>(TROUBLED)).map(recordOf);
}

export async function lastDeliveries(sql: Sql, orders: readonly string[]) {
  const found = new Map<string, DeliveryRecord>();
  for (const list of keyLists(orders)) {
    const rows = await sql.all<Stored>(last(list.length), list);
    for (const row of rows) if (row.order_id !== null) found.set(row.order_id, recordOf(row));
  }
  return found;
}

const recordOf = (row: Stored): DeliveryRecord => ({
  key: row.delivery_key,
  what: JSON.parse(row.what) as DeliveryRecord['what'],
  order: row.order_id,
  conversation: row.conversation,
  state: row.state,
  attempts: row.attempts,
  due: new Date(row.due_at).toISOString(),
  next: row.state === 'waiting' ? moment(row.free_at) : null,
  at: moment(row.tried_at),
  why: row.why,
  post: row.post,
});

const moment = (at: number | null) => (at === null ? null : new Date(at).toISOString());
