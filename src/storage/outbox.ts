import type { Outbox } from '../ports.ts';
import { acknowledge, findAlert, openAlerts } from './outbox-alerts.ts';
import { claim, nextDue } from './outbox-claim.ts';
import { decide, memories } from './outbox-decide.ts';
import { findDelivery, lastDeliveries, troubled } from './outbox-reads.ts';
import { settle } from './outbox-settle.ts';
import { tidy } from './outbox-tidy.ts';
import type { Sql } from './sql.ts';

const SEND_AGAIN = `update delivery set state = 'waiting', free_at = $2, attempts = 0, uncertain = 0
  where order_id = $1 and state = 'dead'`;
const HOLD = `update delivery set free_at = $2
  where conversation = $1 and state = 'waiting' and free_at is not null and free_at < $2`;

const HOLD_ALL = `update delivery set free_at = $2
  where substr(conversation, 1, length($1)) = $1 and state = 'waiting' and free_at is not null and free_at < $2
    and urgent = $3`;

/** What is to be posted, what has been, and the alerts that are about it. */
export function createOutbox(sql: Sql): Outbox {
  return {
    decide: (decision) => decide(sql, decision),
    memories: (orders) => memories(sql, orders),
    claim: (holder, now, until, busy) => claim(sql, { holder, now, until, busy }),
    settle: (key, holder, settled, at) => settle(sql, key, holder, settled, at),
    nextDue: (busy = []) => nextDue(sql, busy),
    find: (key) => findDelivery(sql, key),
    last: (orders) => lastDeliveries(sql, orders),
    troubled: () => troubled(sql),
    sendAgain: async (order, at) => {
      const [waiting = 0] = await sql.batch([{ sql: SEND_AGAIN, rows: [[order, at.getTime()]] }]);
      return waiting;
    },
    hold: async (conversation, until) => {
      await sql.batch([{ sql: HOLD, rows: [[conversation, until.getTime()]] }]);
    },
    holdAll: async (prefix, until, urgentUntil) => {
      const rows = [
        [prefix, until.getTime(), 0],
        [prefix, urgentUntil.getTime(), 1],
      ];
      await sql.batch([{ sql: HOLD_ALL, rows }]);
    },
    alert: (id) => findAlert(sql, id),
    openAlerts: (conversation) => openAlerts(sql, conversation),
    acknowledge: (id, by) => acknowledge(sql, id, by),
    forget: async (conversation) => {
      const rows = [[conversation]];
      const dropped = await sql.batch([
        { sql: 'delete from delivery where conversation = $1', rows },
        { sql: 'delete from score_alert where conversation = $1', rows },
      ]);
      return dropped.some((count) => count > 0);
    },
    tidy: (before) => tidy(sql, before),
  };
}
