import type { Sql } from '../sql.ts';
import type { Catalog } from './catalog.ts';
import { differ, membersOf } from './membership.ts';

const LISTED = `select control_id, recommendation_id from control_recommendation
  where from_snapshot <= $1 and (to_snapshot is null or to_snapshot > $1)`;
const STATES = `select r.id, s.preview, s.present from recommendation r cross join recommendation_state s
  where s.recommendation_id = r.id and s.snapshot_id = (select max(x.snapshot_id) from recommendation_state x
    where x.recommendation_id = r.id and x.snapshot_id <= $1)`;

/** What counts where, before a reading and in it. */
export type Counted = Pick<Catalog, 'counting' | 'had' | 'has'>;

/**
 * For a subscription that was last read at an earlier snapshot: what counted then is its before. Definitions went on
 * changing while it could not be read, and its assessments are compared with those of that time.
 */
export async function readEarlier(sql: Sql, catalog: Catalog, snapshot: number): Promise<Counted> {
  const rows = await sql.all<{ control_id: number; recommendation_id: number }>(LISTED, [snapshot]);
  const states = await sql.all<{ id: number; preview: number; present: number }>(STATES, [snapshot]);
  const known = new Map(states.map(({ id, ...state }) => [id, state]));
  const listed = new Map<number, Set<number>>();
  for (const { control_id, recommendation_id } of rows) {
    const own = listed.get(control_id) ?? new Set<number>();
    listed.set(control_id, own.add(recommendation_id));
  }
  const before = membersOf(listed, (id) => known.get(id)?.preview === 1);
  const { after } = catalog.counting();
  const counting = { before, after, moved: differ(before, after) };
  return { counting: () => counting, had: (id) => known.get(id)?.present === 1, has: catalog.has };
}
