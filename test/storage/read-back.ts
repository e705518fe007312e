import type { PostureStore } from '../../src/ports.ts';
import type { Sql } from '../../src/storage/sql.ts';

/**
 * Everything current, by Azure's ids and in a fixed order: equal for two databases that hold the same tenant, whatever
 * way they came to it. `only`: subscriptions to look at.
 */
export async function readBack(sql: Sql, posture: PostureStore, only?: readonly string[]) {
  const latest = await posture.latest();
  const ids = only ?? (await posture.estate()).subscriptions.map(({ id }) => id);
  const snapshot = latest?.id ?? 0;
  const inside = (row: { subscription: string }) => ids.includes(row.subscription);
  const { tallies, soles } = await posture.tallies(ids);
  const scores = await posture.scores([snapshot], ids);
  return {
    assessments: sorted((await sql.all<Named>(ASSESSMENTS)).filter(inside)),
    types: sorted((await sql.all<Named>(TYPES)).filter(inside)),
    tallies: sorted(tallies),
    soles: sorted(soles),
    cells: sorted(await posture.cells(snapshot, ids)),
    scores: sorted(scores.map(({ subscription, score }) => ({ subscription, score }))),
    maximum: await posture.maximum(snapshot, ids),
  };
}

type Named = { subscription: string };

const ASSESSMENTS = `select s.azure_id as subscription, r.azure_id as resource, r.type, r.source,
  m.azure_id as recommendation, t.status, t.cause
  from assessment a join resource r on r.id = a.resource_id join subscription s on s.id = r.subscription_id
  join recommendation m on m.id = a.recommendation_id join state t on t.id = a.state`;

const TYPES = `select s.azure_id as subscription, t.type, t.healthy, t.unhealthy, t.not_applicable
  from resource_tally t join subscription s on s.id = t.subscription_id`;

/** One line a row. */
export const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
