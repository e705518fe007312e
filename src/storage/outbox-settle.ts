import type { Settled } from '../ports/orders.ts';
import type { Row, Sql } from './sql.ts';

/** `$5`: a doubt more, or none. */
const SETTLE = `update delivery set state = $3, free_at = $4, uncertain = uncertain + $5, why = $6,
    post = $7, tried_at = $8, holder = null
  where delivery_key = $1 and holder = $2 and state = 'sending'`;

/** False where it is not the holder's any more, or not there. */
export async function settle(sql: Sql, key: string, holder: string, settled: Settled, at: Date) {
  const row = [key, holder, ...outcome(settled), at.getTime()];
  const [done] = await sql.batch([{ sql: SETTLE, rows: [row] }]);
  return done === 1;
}

/** State, moment from which it is free, uncertainty, reason and post. */
function outcome(settled: Settled): Row {
  switch (settled.outcome) {
    case 'delivered':
      return ['delivered', null, 0, null, settled.post];
    case 'retry':
      return ['waiting', settled.at.getTime(), settled.unknown ? 1 : 0, settled.why, null];
    case 'dead':
      return ['dead', null, 0, settled.why, null];
  }
}
