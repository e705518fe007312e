import { setImmediate as turn } from 'node:timers/promises';
import type { Pruned } from '../ports.ts';
import { superseded } from './prune-rows.ts';
import type { Sql, Statement } from './sql.ts';

/** Snapshots hidden in one batch. */
const A_SLICE = 1_000;

/** An open spell says since when; that must outlive the snapshot that it began with. */
const DATE_SPELLS = `update unread set opened_at = (select t.taken_at from snapshot t
    where t.id = unread.from_snapshot)
  where to_snapshot is null and opened_at is null and from_snapshot < $1`;
const HIDE = 'delete from snapshot where id < $1';

/**
 * First deletes what is not needed by any question from the oldest stored snapshot on; then hides the snapshots before
 * `from`, so that the next call deletes what only they needed. A question that was comparing with one of them when it
 * was hidden can therefore still read it. Nothing is ever rewritten, and whatever is left undone the next call finds.
 */
export async function prune(sql: Sql, from: number, goOn: () => Promise<boolean>): Promise<Pruned> {
  const [ends] = await sql.all<{ oldest: number | null; newest: number | null }>(
    'select min(id) as oldest, max(id) as newest from snapshot',
  );
  const pruned: Pruned = { rows: 0, snapshots: 0, finished: false };
  if (ends?.oldest == null || ends.newest === null) return { ...pruned, finished: true };
  if (from > ends.newest) throw new Error(`Snapshot ${ends.newest} is the newest, so ${from} cannot be kept`);
  const batch = async (statements: readonly Statement[]) => {
    const counts = await sql.batch(statements);
    await turn();
    return counts;
  };
  for await (const statements of superseded(sql, ends.oldest)) {
    if (!(await goOn())) return pruned;
    for (const count of await batch(statements)) pruned.rows += count;
  }
  for (let before = ends.oldest; before < from; ) {
    if (!(await goOn())) return pruned;
    before = Math.min(before + A_SLICE, from);
    const rows = [[before]];
    const [, hidden = 0] = await batch([
      { sql: DATE_SPELLS, rows },
      { sql: HIDE, rows },
    ]);
    pruned.snapshots += hidden;
  }
  return { ...pruned, finished: true };
}
