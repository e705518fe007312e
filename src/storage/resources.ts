import { setImmediate } from 'node:timers/promises';
import type { Failing, TypeCount } from '../ports.ts';
import { COUNTED, COUNTED_WHERE } from './catalog-reads.ts';
import { among, idLists, placeholders, type Sql } from './sql.ts';

const TYPES = `select t.type, sum(t.healthy) as healthy, sum(t.unhealthy) as unhealthy,
  sum(t.not_applicable) as "notApplicable" ${COUNTED} cross join resource_tally t
  ${COUNTED_WHERE} and t.subscription_id = s.id`;

/** Resources by type, a row each, summed by the database. */
export async function readTypes(sql: Sql, ids: readonly string[] | null): Promise<TypeCount[]> {
  const found: TypeCount[] = [];
  for (const list of idLists(ids)) {
    found.push(
      ...(await sql.all<TypeCount>(`${TYPES}${among('s.azure_id', list, 1)} group by t.type`, list ?? [])),
    );
  }
  return [...Map.groupBy(found, ({ type }) => type).values()].map(added);
}

/** A type may be in several lists of subscriptions. */
const added = (rows: readonly TypeCount[]): TypeCount =>
  rows.reduce((sum, row) => ({
    type: row.type,
    healthy: sum.healthy + row.healthy,
    unhealthy: sum.unhealthy + row.unhealthy,
    notApplicable: sum.notApplicable + row.notApplicable,
  }));

/** So many resources are looked at between two turns of the loop: with seven assessments each, a few milliseconds. */
const A_SLICE = 1_000;

const INSIDE = `select id from resource where subscription_id = (select id from subscription where azure_id = $1)
  and id > $2 order by id limit ${A_SLICE}`;

/** `cross join` pins the order: each resource's own assessments by their primary key, and nothing else of the table. */
const FAILING = `select r.id as resource, m.azure_id as recommendation from resource r cross join assessment a
  cross join state t cross join recommendation m
  where r.subscription_id = (select id from subscription where azure_id = $1) and r.id > $2 and r.id <= $3
    and a.resource_id = r.id and t.id = a.state and t.status = 'unhealthy' and m.id = a.recommendation_id`;

/** Unhealthy assessments of these recommendations in these subscriptions, a slice of one subscription at a time. */
export async function* readFailing(
  sql: Sql,
  ids: readonly string[],
  recommendations: readonly string[],
): AsyncGenerator<Failing[]> {
  const [wanted = []] = idLists(recommendations);
  if (wanted === null || wanted.length === 0) return;
  const text = `${FAILING} and m.azure_id in (${placeholders(4, wanted.length)})`;
  for (const subscription of ids) {
    for (let after = 0, last = after; ; after = last) {
      const inside = await sql.all<{ id: number }>(INSIDE, [subscription.toLowerCase(), after]);
      last = inside.at(-1)?.id ?? after;
      if (last === after) break;
      const rows = await sql.all<Omit<Failing, 'subscription'>>(text, [
        subscription.toLowerCase(),
        after,
        last,
        ...wanted,
      ]);
      yield rows.map((row) => ({ subscription, ...row }));
      await setImmediate();
    }
  }
}
