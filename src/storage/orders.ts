import { orderSubject, type StandingOrder, sameOrder } from '../core/order.ts';
import type { OrderStore } from '../ports.ts';
import { Overtaken, type Row, type Sql, type Statement } from './sql.ts';

const COLUMNS = `id, conversation, scope_kind, scope_id, rule, state, made_by, made_by_name, made_at, source, next_at`;

const OF = `select ${COLUMNS} from standing_order where conversation = coalesce($1, conversation)
  order by made_at, id`;
const FIND = `select ${COLUMNS} from standing_order where id = $1`;
const SAME = `select ${COLUMNS} from standing_order where conversation = $1 and subject = $2`;

const ADD = `insert into standing_order (${COLUMNS}, subject)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`;

/** The row is read before it is written, so `rule` on the right is the old one. */
const CHANGE = `update standing_order set state = $6, made_by = $7, made_by_name = $8, made_at = $9, source = $10,
    next_at = $11, rule = $5, scope_kind = $3, scope_id = $4,
    looked_at = case when rule = $5 then looked_at else 0 end,
    memory = case when rule = $5 then memory else null end
  where id = $1 and conversation = $2 and subject = $12`;

const DROP = 'delete from standing_order where id = $1';
/** Also what is being sent: whoever is at it learns that it was taken away. */
const UNQUEUE = `delete from delivery where order_id = $1 and (free_at is not null or state = 'dead')`;

type Stored = {
  id: string;
  conversation: string;
  scope_kind: StandingOrder['scope']['kind'];
  scope_id: string;
  rule: string;
  state: string;
  made_by: string;
  made_by_name: string | null;
  made_at: number;
  source: StandingOrder['source'];
  next_at: number | null;
};

/** Standing orders; what is posted for them is in the outbox. */
export function createOrderStore(sql: Sql): OrderStore {
  const find = async (id: string) => {
    const [row] = await sql.all<Stored>(FIND, [id]);
    return row === undefined ? null : orderOf(row);
  };
  return {
    of: async (conversation) => (await sql.all<Stored>(OF, [conversation])).map(orderOf),
    find,
    keep: (order, over) => keep(sql, order, over),
    remove: async (id) => {
      const [, removed] = await sql.batch(removal(id));
      return removed === 1;
    },
    setState: async (id, state) => {
      const text = 'update standing_order set state = $2 where id = $1';
      await sql.batch([{ sql: text, rows: [[id, JSON.stringify(state)]] }]);
    },
    forget: async (conversation) => {
      const unqueue = `delete from delivery where (free_at is not null or state = 'dead')
        and order_id in (select id from standing_order where conversation = $1)`;
      const [, removed = 0] = await sql.batch([
        { sql: unqueue, rows: [[conversation]] },
        { sql: 'delete from standing_order where conversation = $1', rows: [[conversation]] },
      ]);
      return removed > 0;
    },
  };
}

/** Looks first, writes only where it is still so, and looks again where it was not. */
async function keep(sql: Sql, order: StandingOrder, over?: string): ReturnType<OrderStore['keep']> {
  for (;;) {
    const [same] = await sql.all<Stored>(SAME, [order.conversation, orderSubject(order)]);
    const [other] = over === undefined ? [] : await sql.all<Stored>(FIND, [over]);
    const row = same ?? other;
    const replaced = row === undefined ? null : orderOf(row);
    try {
      await sql.batch(replacement(order, replaced));
      return { outcome: 'kept', replaced };
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
    const [taken] = await sql.all<Stored>(FIND, [order.id]);
    if (taken !== undefined && !sameOrder(orderOf(taken), order)) return { outcome: 'id-taken' };
  }
}

function replacement(order: StandingOrder, replaced: StandingOrder | null): Statement[] {
  const rows = [rowOf(order)];
  if (replaced?.id === order.id && sameOrder(replaced, order)) return [{ sql: CHANGE, rows, expect: 1 }];
  const before = replaced === null ? [] : removal(replaced.id, { expect: 1 });
  return [...before, { sql: ADD, rows, expect: 1 }];
}

const removal = (id: string, expected: Pick<Statement, 'expect'> = {}): Statement[] => [
  { sql: UNQUEUE, rows: [[id]] },
  { sql: DROP, rows: [[id]], ...expected },
];

const rowOf = (order: StandingOrder): Row => [
  ...[order.id, order.conversation, order.scope.kind, order.scope.id],
  ...[JSON.stringify(order.rule), JSON.stringify(order.state)],
  ...[order.by, order.byName, Date.parse(order.at), order.source],
  order.next === null ? null : Date.parse(order.next),
  orderSubject(order),
];

const orderOf = (row: Stored): StandingOrder => ({
  id: row.id,
  conversation: row.conversation,
  scope: { kind: row.scope_kind, id: row.scope_id },
  rule: JSON.parse(row.rule) as StandingOrder['rule'],
  state: JSON.parse(row.state) as StandingOrder['state'],
  by: row.made_by,
  byName: row.made_by_name,
  at: new Date(row.made_at).toISOString(),
  source: row.source,
  next: row.next_at === null ? null : new Date(row.next_at).toISOString(),
});
