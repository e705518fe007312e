import type { Sql } from './sql.ts';

/** Rows deleted in one statement: a few milliseconds. */
const A_SLICE = 500;

/** A key is never asked for again: digests move on to their next time, alerts to the next snapshot. */
const DELIVERIES = `delete from delivery where delivery_key in (select d.delivery_key from delivery d
  where d.free_at is null and d.tried_at < $1
    and not exists (select 1 from score_alert a where a.delivery_key = d.delivery_key and a.state = 'open'
      and exists (select 1 from standing_order o where o.id = a.order_id))
    and (not exists (select 1 from standing_order o where o.id = d.order_id)
      or exists (select 1 from delivery n where n.order_id = d.order_id and n.due_at > d.due_at
        and n.conversation = d.conversation))
  order by d.tried_at limit ${A_SLICE})`;

const ALERTS = `delete from score_alert where id in (select a.id from score_alert a
  where a.changed_at < $1
    and (a.state <> 'open' or not exists (select 1 from standing_order o where o.id = a.order_id))
  order by a.changed_at limit ${A_SLICE})`;

/** How many rows went. */
export async function tidy(sql: Sql, before: Date): Promise<number> {
  const rows = [[before.getTime()]];
  const [deliveries = 0, alerts = 0] = await sql.batch([
    { sql: DELIVERIES, rows },
    { sql: ALERTS, rows },
  ]);
  return deliveries + alerts;
}
