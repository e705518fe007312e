import type { ControlDefinition, Recommendation } from '../core/snapshot.ts';
import type { Sole, Tally } from '../ports.ts';
import { among, idLists, type Sql } from './sql.ts';

/** Subscriptions that count now: what is gone or disabled keeps its rows, for the day it returns. */
export const COUNTED = `from subscription s cross join placement p`;
export const COUNTED_WHERE = `where p.subscription_id = s.id and p.snapshot_id = (select max(x.snapshot_id) from placement x
  where x.subscription_id = s.id and x.snapshot_id <= (select max(id) from snapshot))
  and p.state not in ('gone', 'disabled')`;

const TALLIES = `select s.azure_id as subscription, r.azure_id as recommendation, t.healthy, t.unhealthy,
  t.not_applicable as "notApplicable" ${COUNTED} cross join tally t cross join recommendation r
  ${COUNTED_WHERE} and t.subscription_id = s.id and r.id = t.recommendation_id`;

const SOLES = `select s.azure_id as subscription, c.azure_id as control, r.azure_id as recommendation, o.unhealthy
  ${COUNTED} cross join sole o cross join control c cross join recommendation r
  ${COUNTED_WHERE} and o.subscription_id = s.id and c.id = o.control_id and r.id = o.recommendation_id`;

/** Current counts by recommendation, and by recommendation that stands alone in a control. */
export async function readTallies(
  sql: Sql,
  ids: readonly string[] | null,
): Promise<{ tallies: Tally[]; soles: Sole[] }> {
  const tallies: Tally[][] = [];
  const soles: Sole[][] = [];
  for (const list of idLists(ids)) {
    const where = among('s.azure_id', list, 1);
    tallies.push(await sql.all<Tally>(`${TALLIES}${where} order by s.id, r.id`, list ?? []));
    soles.push(await sql.all<Sole>(`${SOLES}${where} order by s.id, c.id, r.id`, list ?? []));
  }
  return { tallies: tallies.flat(), soles: soles.flat() };
}

/** Controls with what their definitions list now. */
export async function readControls(sql: Sql): Promise<ControlDefinition[]> {
  type Named = { id: string; name: string; recommendation: string | null };
  const rows =
    await sql.all<Named>(`select c.azure_id as id, c.name, r.azure_id as recommendation from control c
    left join control_recommendation m on m.control_id = c.id and m.to_snapshot is null
    left join recommendation r on r.id = m.recommendation_id order by c.id, r.id`);
  return [...Map.groupBy(rows, (row) => row.id)].map(([id, of]) => ({
    id,
    name: of[0]?.name ?? id,
    recommendations: of.flatMap(({ recommendation }) => (recommendation === null ? [] : [recommendation])),
  }));
}

/** Recommendations that have, or had, an assessment. */
export async function readRecommendations(sql: Sql): Promise<Recommendation[]> {
  type Stored = Omit<Recommendation, 'preview'> & { preview: number };
  const rows = await sql.all<Stored>(`select azure_id as id, name, severity, effort, preview, category
    from recommendation where name <> '' order by recommendation.id`);
  return rows.map((row) => ({ ...row, preview: row.preview === 1 }));
}
