import { readChanges } from '../../src/storage/log-rows.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { type Diff, keyOf, type Subject, turnOf } from './diff.ts';

/**
 * The product's own reading of its log, the one that explanations begin with, in slices with a turn of the loop between
 * them; the first `before` of an assessment against its last `after`.
 */
export async function openScoreline(file: string): Promise<Subject> {
  const sql = await openSqlite(`file:${file}`);
  return {
    name: 'scoreline',
    async diff(ends) {
      const diff: Diff = new Map();
      for await (const rows of readChanges(sql, ends, null)) {
        for (const { resource_id, recommendation_id, before, after } of rows) {
          const key = keyOf(resource_id, recommendation_id);
          const known = diff.get(key);
          diff.set(key, turnOf(known === undefined ? before : Math.floor(known / 256), after));
        }
      }
      for (const [key, turn] of diff) if (Math.floor(turn / 256) === turn % 256) diff.delete(key);
      return diff;
    },
    close: () => sql.close(),
  };
}
