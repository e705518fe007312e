import { type Cell, scopeMax } from '../core/secure-score.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { among, idLists, type Sql } from './sql.ts';

const STOOD_THEN = `p.subscription_id = s.id and p.snapshot_id = (select max(x.snapshot_id) from placement x
      where x.subscription_id = s.id and x.snapshot_id <= $1)
    and p.state not in ('gone', 'disabled')`;

/** `cross join` pins the order on SQLite: without it, and without statistics, the whole history is walked. */
const CELLS_AS_OF = `from subscription s cross join placement p cross join control c cross join control_score cs
  where ${STOOD_THEN}
    and cs.subscription_id = s.id and cs.control_id = c.id
    and cs.snapshot_id = (select max(x.snapshot_id) from control_score x
      where x.subscription_id = s.id and x.control_id = c.id and x.snapshot_id <= $1)
    and cs.vanished = 0`;

/** One step down the index where two are needed to reach the row; a control that had vanished has `max` 0. */
const MAX_AS_OF = `(select x.max from control_score x where x.subscription_id = s.id and x.control_id = c.id
  and x.snapshot_id <= $1 order by x.snapshot_id desc limit 1)`;

/** Cells as of a snapshot; a subscription that was gone or disabled then has none. */
export async function readCells(sql: Sql, snapshot: number, ids: readonly string[] | null): Promise<Cell[]> {
  const found: Cell[][] = [];
  for (const list of idLists(ids)) {
    const text = `select s.azure_id as subscription, c.azure_id as control, cs.current, cs.max, cs.healthy,
      cs.unhealthy, cs.not_applicable as "notApplicable" ${CELLS_AS_OF}${among('s.azure_id', list, 2)} order by s.id, c.id`;
    found.push(await sql.all<Cell>(text, [snapshot, ...(list ?? [])]));
  }
  return found.flat();
}

/** The largest `max` of each control, summed. */
export async function readMaximum(
  sql: Sql,
  snapshot: number,
  ids: readonly string[] | null,
): Promise<number> {
  const [list, ...more] = idLists(ids);
  if (list === undefined) return 0;
  // A control's largest `max` may be in any of several lists.
  if (more.length > 0) return scopeMax(await readCells(sql, snapshot, ids));
  const text = `select sum(largest) as maximum from (select max(${MAX_AS_OF}) as largest
    from subscription s cross join placement p cross join control c where ${STOOD_THEN}
    ${among('s.azure_id', list, 2)} group by c.id) as controls`;
  const [row] = await sql.all<{ maximum: number | null }>(text, [snapshot, ...(list ?? [])]);
  return row?.maximum ?? 0;
}

/** What the snapshots after one up to another changed, as each noted it. */
export async function readChangeCount(sql: Sql, { from, to }: { from: number; to: number }): Promise<number> {
  const [row] = await sql.all<{ changes: number | null }>(
    'select sum(changes) as changes from snapshot where id > $1 and id <= $2',
    [from, to],
  );
  return Number(row?.changes ?? 0);
}

/** The newest snapshot. */
export async function readLatest(sql: Sql): Promise<Snapshot | null> {
  const [row] = await sql.all<{ id: number; taken_at: number }>(
    'select id, taken_at from snapshot order by id desc limit 1',
  );
  return row === undefined ? null : snapshotOf(row.id, row.taken_at);
}

/**
 * For each moment the newest snapshot at or before it, else the oldest: one row for all of them, whatever the history
 * (a question reads a fixed number of rows).
 */
export async function readSnapshotsAt(sql: Sql, moments: readonly Date[]): Promise<Snapshot[]> {
  if (moments.length === 0) return [];
  const pick = (column: string, where: string, order: string) =>
    `(select ${column} from snapshot ${where} order by taken_at ${order} limit 1)`;
  const columns = moments.map((_, index) => {
    const before = `where taken_at <= $${index + 1}`;
    return `coalesce(${pick('id', before, 'desc')}, ${pick('id', '', 'asc')}) as id${index},
      coalesce(${pick('taken_at', before, 'desc')}, ${pick('taken_at', '', 'asc')}) as at${index}`;
  });
  const [row] = await sql.all<Record<string, number | null>>(
    `select ${columns.join(', ')}`,
    moments.map((moment) => moment.getTime()),
  );
  return moments.flatMap((_, index) => {
    const id = row?.[`id${index}`];
    const at = row?.[`at${index}`];
    return id == null || at == null ? [] : [snapshotOf(id, at)];
  });
}

const snapshotOf = (id: number, at: number): Snapshot => ({ id, takenAt: new Date(at).toISOString() });
