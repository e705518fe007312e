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

/** Spells of not being readable that reach into the stretch. */
const UNREAD = `select s.azure_id as subscription, u.from_snapshot, u.to_snapshot
  from unread u cross join subscription s
  where s.id = u.subscription_id and (u.to_snapshot is null or u.to_snapshot > $1)`;

type Unread = { subscription: string; from_snapshot: number; to_snapshot: number | null };
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
  const unread = await sql.all<Unread>(UNREAD, [from]);
  // Whoever returns is compared with what counted when it was last read.
  const returns = unread.flatMap((spell) => (spell.to_snapshot === null ? [] : [spell.from_snapshot - 1]));
  const earliest = Math.min(from, ...returns);
  const rows = await sql.all<Spell>(SPELLS, [earliest]);
  const spells = Map.groupBy(rows, (row) => `${controls.get(row.control_id)} ${name(row)}`);
  const listing = new Map<string, Set<string>>();
  for (const row of rows) {
    const own = listing.get(name(row)) ?? new Set<string>();
    listing.set(name(row), own.add(controls.get(row.control_id) ?? ''));
  }
  const stateRows = await sql.all<State>(STATES, [earliest]);
  const states = Map.groupBy(stateRows, name);
  const moments = momentsOf(rows, stateRows);
  const hidden = Map.groupBy(unread, ({ subscription }) => subscription);
  const stateAt = (id: string, snapshot: number) =>
    states.get(id)?.findLast((row) => row.snapshot_id <= snapshot);
  const definitions: Definitions = {
    counts: (control, id, snapshot) =>
      stateAt(id, snapshot)?.preview !== 1 &&
      (spells.get(`${control} ${id}`) ?? []).some((spell) => holds(spell, snapshot)),
    readAt: (subscription, snapshot) => {
      const spell = hidden.get(subscription)?.find((one) => holds(one, snapshot));
      return spell === undefined ? snapshot : spell.from_snapshot - 1;
    },
    controls: (id) => listing.get(id) ?? [],
    present: (id, snapshot) => stateAt(id, snapshot)?.present === 1,
    since: (snapshot) => moments.findLast((moment) => moment <= snapshot) ?? 0,
  };
  return { definitions, controls, recommendations };
}

/** Snapshots at which something came to count, or ceased to, in ascending order: few, or none but the first. */
function momentsOf(spells: readonly Spell[], states: readonly State[]): number[] {
  const ends = spells.flatMap(({ from_snapshot, to_snapshot }) => [
    from_snapshot,
    to_snapshot ?? from_snapshot,
  ]);
  return [...new Set([...ends, ...states.map((row) => row.snapshot_id)])].sort((a, b) => a - b);
}

const holds = (
  { from_snapshot, to_snapshot }: Pick<Spell, 'from_snapshot' | 'to_snapshot'>,
  snapshot: number,
) => from_snapshot <= snapshot && (to_snapshot === null || to_snapshot > snapshot);

async function readNames(sql: Sql, table: 'control' | 'recommendation'): Promise<Map<number, string>> {
  const rows = await sql.all<{ id: number; azure_id: string }>(`select id, azure_id from ${table}`);
  return new Map(rows.map((row) => [row.id, row.azure_id]));
}
