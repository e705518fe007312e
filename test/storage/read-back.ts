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
    types: sorted(await typesOf(posture, ids)),
    failing: sorted(await failingOf(posture, ids)),
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

async function typesOf(posture: PostureStore, ids: readonly string[]) {
  const rows = await Promise.all(
    ids.map(async (subscription) =>
      (await posture.types([subscription])).map((row) => ({ subscription, ...row })),
    ),
  );
  return rows.flat();
}

/** How many resources fail each recommendation: what tells resources apart differs between databases. */
async function failingOf(posture: PostureStore, ids: readonly string[]) {
  const recommendations = (await posture.recommendations()).map(({ id }) => id);
  const counted = new Map<string, number>();
  for await (const rows of posture.failing(ids, recommendations)) {
    for (const { subscription, recommendation } of rows) {
      const key = `${subscription} ${recommendation}`;
      counted.set(key, (counted.get(key) ?? 0) + 1);
    }
  }
  return [...counted].map(([key, resources]) => ({ key, resources }));
}

/** One line a row. */
export const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
