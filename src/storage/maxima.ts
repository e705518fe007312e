import { setImmediate as turn } from 'node:timers/promises';
import type { MemberHistory } from '../core/history.ts';
import { type Bounds, between, padded, places } from './history-range.ts';
import type { Sql } from './sql.ts';

/** Subscriptions at once: the engine goes through all rows of all their controls, 66,000 in a busy year. */
const MAXIMA_AT_ONCE = 4;

export type Maximum = MemberHistory['maxima'][number];
type WorthRow = { member: number; number: number; control: string; first: number; low: number; high: number };

/**
 * What each control was worth, a row where that changed. Rows of control scores come with every movement and their
 * `max` hardly ever moves, so the engine tells first which did: a window function over all rows takes six times as
 * long. A control that had vanished ends in a row of zeros.
 */
export async function readMaxima(sql: Sql, { first, last }: Bounds, numbers: readonly number[]) {
  const found = new Map<number, Maximum[]>();
  for (let from = 0; from < numbers.length; from += MAXIMA_AT_ONCE) {
    const list = padded(numbers.slice(from, from + MAXIMA_AT_ONCE), MAXIMA_AT_ONCE);
    const rows = await sql.all<WorthRow>(worth(list.length), [first, last, ...list]);
    for (const row of rows) {
      const maxima = found.get(row.member) ?? [];
      if (row.low === row.high) maxima.push({ snapshot: row.first, control: row.control, max: row.high });
      else maxima.push(...(await readMoves(sql, { first, last }, row)));
      found.set(row.member, maxima);
    }
    await turn();
  }
  return found;
}

const worth = (count: number) => `select s.id as member, k.id as number, k.azure_id as control,
    min(h.snapshot_id) as first, min(h.max) as low, max(h.max) as high
  from subscription s cross join control k cross join control_score h
  where s.id in (${places(count)}) and h.subscription_id = s.id and h.control_id = k.id
    and ${between('control_score', 'h', '#.subscription_id = s.id and #.control_id = k.id')}
  group by s.id, k.id, k.azure_id`;

const MOVES = `select h.snapshot_id as snapshot, h.max from control_score h
  where h.subscription_id = $3 and h.control_id = $4
    and ${between('control_score', 'h', '#.subscription_id = $3 and #.control_id = $4')} order by h.snapshot_id`;

async function readMoves(sql: Sql, { first, last }: Bounds, { member, number, control }: WorthRow) {
  const rows = await sql.all<{ snapshot: number; max: number }>(MOVES, [first, last, member, number]);
  return rows
    .filter(({ max }, at) => max !== rows[at - 1]?.max)
    .map(({ snapshot, max }): Maximum => ({ snapshot, control, max }));
}
