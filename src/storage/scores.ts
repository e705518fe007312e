import type { ScorePoint } from '../ports.ts';
import { among, idLists, type Sql } from './sql.ts';

/** Two joins a snapshot; SQLite joins at most 64 tables. */
const SNAPSHOTS_A_STATEMENT = 8;

/**
 * Places and scores as of some snapshots. One row per subscription holds all of its moments side by side, so that a
 * question about one subscription reads one row. Without a placement, or where it was gone, there is no point; one
 * that Azure had switched off has no score, whatever it had before.
 */
export async function readScores(
  sql: Sql,
  snapshots: readonly number[],
  ids: readonly string[] | null,
): Promise<ScorePoint[]> {
  const points: ScorePoint[] = [];
  const distinct = [...new Set(snapshots)];
  for (let from = 0; from < distinct.length; from += SNAPSHOTS_A_STATEMENT) {
    const some = distinct.slice(from, from + SNAPSHOTS_A_STATEMENT);
    for (const list of idLists(ids)) {
      const text = statement(some.length, list);
      const rows = await sql.all<Columns>(text, [...some, ...(list ?? [])]);
      points.push(...some.flatMap((snapshot, index) => rows.flatMap((row) => pointOf(row, index, snapshot))));
    }
  }
  return points;
}

type Columns = Record<string, string | number | null>;

function statement(count: number, ids: readonly string[] | null): string {
  const moments = Array.from({ length: count }, (_, index) => index);
  const columns = moments.map(
    (n) => `p${n}.kind as kind${n}, p${n}.state as state${n}, p${n}.ancestors as ancestors${n},
      c${n}.current as current${n}, c${n}.max as max${n}, c${n}.weight as weight${n}`,
  );
  const joins = moments.map((n) => `${asOf('placement', `p${n}`, n + 1)} ${asOf('score', `c${n}`, n + 1)}`);
  return `select s.azure_id as id, ${columns.join(', ')} from subscription s ${joins.join(' ')}
    where 1 = 1${among('s.azure_id', ids, count + 1)} order by s.id`;
}

const asOf = (table: string, alias: string, place: number) =>
  `left join ${table} ${alias} on ${alias}.subscription_id = s.id and ${alias}.snapshot_id =
    (select max(x.snapshot_id) from ${table} x where x.subscription_id = s.id and x.snapshot_id <= $${place})`;

function pointOf(row: Columns, index: number, snapshot: number): ScorePoint[] {
  const state = row[`state${index}`];
  if (state !== 'enabled' && state !== 'no-score' && state !== 'disabled') return [];
  const current = numberIn(row, `current${index}`);
  const max = numberIn(row, `max${index}`);
  const known = state !== 'disabled' && current !== null && max !== null;
  const subscription: ScorePoint['subscription'] = {
    id: String(row.id),
    kind: row[`kind${index}`] === 'connector' ? 'connector' : 'subscription',
    state,
    ancestors: JSON.parse(String(row[`ancestors${index}`])) as string[],
  };
  const score = known ? { current, max, weight: numberIn(row, `weight${index}`) } : null;
  return [{ snapshot, subscription, score }];
}

function numberIn(row: Columns, name: string): number | null {
  const value = row[name];
  return typeof value === 'number' ? value : null;
}
