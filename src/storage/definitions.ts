import type { Definitions } from '../core/diff.ts';
import type { Sql } from './sql.ts';

const SPELLS = `select control_id, recommendation_id, from_snapshot, to_snapshot from control_recommendation
  where to_snapshot is null or to_snapshot > $1 order by control_id, recommendation_id, from_snapshot`;

/** From the newest row at or before the snapshot. */
const STATES = `select s.recommendation_id, s.snapshot_id, s.preview, s.present
  from recommendation r cross join recommendation_state s where s.recommendation_id = r.id
    and s.snapshot_id >= coalesce((select max(x.snapshot_id) from recommendation_state x
      where x.recommendation_id = r.id and x.snapshot_id <= $1), 0)
  order by s.recommendation_id, s.snapshot_id`;

type Spell = {
  control_id: number;
  recommendation_id: number;
  from_snapshot: number;
  to_snapshot: number | null;
};
type State = { recommendation_id: number; snapshot_id: number; preview: number; present: number };

/** What counted where from a snapshot on, and everything's name: as many rows as the catalog has, whatever the history. */
export async function readDefinitions(sql: Sql, from: number) {
  const controls = await readNames(sql, 'control');
  const recommendations = await readNames(sql, 'recommendation');
  const name = ({ recommendation_id }: { recommendation_id: number }) =>
    recommendations.get(recommendation_id) ?? '';
  const spells = Map.groupBy(
    await sql.all<Spell>(SPELLS, [from]),
    (row) => `${controls.get(row.control_id)} ${name(row)}`,
  );
  const states = Map.groupBy(await sql.all<State>(STATES, [from]), name);
  const stateAt = (id: string, snapshot: number) =>
    states.get(id)?.findLast((row) => row.snapshot_id <= snapshot);
  const definitions: Definitions = {
    counts: (control, id, snapshot) =>
      stateAt(id, snapshot)?.preview !== 1 &&
      (spells.get(`${control} ${id}`) ?? []).some((spell) => holds(spell, snapshot)),
    present: (id, snapshot) => stateAt(id, snapshot)?.present === 1,
  };
  return { definitions, controls, recommendations };
}

const holds = ({ from_snapshot, to_snapshot }: Spell, snapshot: number) =>
  from_snapshot <= snapshot && (to_snapshot === null || to_snapshot > snapshot);

async function readNames(sql: Sql, table: 'control' | 'recommendation'): Promise<Map<number, string>> {
  const rows = await sql.all<{ id: number; azure_id: string }>(`select id, azure_id from ${table}`);
  return new Map(rows.map((row) => [row.id, row.azure_id]));
}
