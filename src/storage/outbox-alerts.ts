import type { OpenAlert } from '../ports/orders.ts';
import type { Sql } from './sql.ts';

const COLUMNS = `a.id, a.order_id, a.conversation, a.delivery_key, a.state, a.acknowledged_by, a.acknowledged_name,
  a.acknowledged_at`;

const FIND = `select ${COLUMNS} from score_alert a where a.id = $1`;

/** Nobody will ever say that one has recovered whose order is gone. */
const OPEN = `select ${COLUMNS} from score_alert a where a.conversation = $1 and a.state = 'open'
    and exists (select 1 from standing_order o where o.id = a.order_id)
  order by a.opened_at, a.id`;

const ACKNOWLEDGE = `update score_alert set acknowledged_by = $2, acknowledged_name = $3, acknowledged_at = $4
  where id = $1 and acknowledged_by is null`;

type Stored = {
  id: string;
  order_id: string;
  conversation: string;
  delivery_key: string;
  state: OpenAlert['state'];
  acknowledged_by: string | null;
  acknowledged_name: string | null;
  acknowledged_at: number | null;
};

export async function findAlert(sql: Sql, id: string): Promise<OpenAlert | null> {
  const [row] = await sql.all<Stored>(FIND, [id]);
  return row === undefined ? null : alertOf(row);
}

export async function openAlerts(sql: Sql, conversation: string): Promise<OpenAlert[]> {
  return (await sql.all<Stored>(OPEN, [conversation])).map(alertOf);
}

/** False where somebody looks after it already, or it is not known. */
export async function acknowledge(sql: Sql, id: string, by: NonNullable<OpenAlert['acknowledged']>) {
  const row = [id, by.by, by.name, Date.parse(by.at)];
  const [first] = await sql.batch([{ sql: ACKNOWLEDGE, rows: [row] }]);
  return first === 1;
}

const alertOf = (row: Stored): OpenAlert => ({
  id: row.id,
  order: row.order_id,
  conversation: row.conversation,
  delivery: row.delivery_key,
  state: row.state,
  acknowledged:
    row.acknowledged_by === null || row.acknowledged_at === null
      ? null
      : {
          by: row.acknowledged_by,
          name: row.acknowledged_name,
          at: new Date(row.acknowledged_at).toISOString(),
        },
});
