import { setImmediate } from 'node:timers/promises';
import type { Assessment, SubscriptionRead } from '../../core/snapshot.ts';
import type { Row, Sql, Value } from '../sql.ts';
import { type Assessments, placeOf, rowsOf } from './assessments.ts';
import type { Catalog } from './catalog.ts';
import { createResources, type Resource, type Resources } from './resources.ts';
import { ABSENT, type States } from './states.ts';

const RESOURCES =
  'select id, azure_id as "azureId", type, source from resource where subscription_id = $1 order by id';
const ASSESSMENTS = `select a.resource_id, a.recommendation_id, a.state from resource r
  join assessment a on a.resource_id = r.id where r.subscription_id = $1`;

/** What is stored of one subscription. */
export type Stored = { resources: Resources; assessments: Assessments };

/** An assessment that is not as it was; `changedAt` as Azure dates it. */
export type Change = {
  resource: number;
  recommendation: number;
  before: number;
  after: number;
  changedAt: Value;
};

export type Comparison = {
  assessments: Assessments;
  changes: Change[];
  /** Rows of `resource` that are new, or have another type or source than stored. */
  resources: Row[];
};

/** So many rows are compared between two turns of the loop: a few milliseconds. */
const ROWS_A_TURN = 5_000;

/** Everything stored of one subscription, in two statements. */
export async function readStored(sql: Sql, subscription: number): Promise<Stored> {
  type Assessed = { resource_id: number; recommendation_id: number; state: number };
  const resources = createResources(await sql.all<Resource>(RESOURCES, [subscription]));
  const assessments: Assessments = new Map();
  let last = 0;
  let rows: number[] = [];
  for (const row of await sql.all<Assessed>(ASSESSMENTS, [subscription])) {
    if (row.resource_id !== last) {
      last = row.resource_id;
      rows = rowsOf(assessments, last);
    }
    rows.push(row.recommendation_id, row.state);
  }
  return { resources, assessments };
}

type Known = { subscription: number; states: States; catalog: Catalog; newResource: () => number };

/**
 * Compares a complete reading with what is stored; `stored.resources` learns the new ones. Absence is a change, but
 * not for a row that was sent malformed (`keptAssessments`): that one stays as it is.
 */
export async function compare(read: SubscriptionRead, stored: Stored, known: Known): Promise<Comparison> {
  const found: Comparison = { assessments: new Map(), changes: [], resources: [] };
  let count = 0;
  // Rows of one resource mostly follow each other, so it is looked up once a run.
  let last: string | null = null;
  let resource = 0;
  let now: number[] = [];
  let old: readonly number[] = [];
  for (const one of read.assessments) {
    if (++count % ROWS_A_TURN === 0) await setImmediate();
    if (one.resource !== last) {
      last = one.resource;
      resource = resourceOf(one, stored.resources, known, found);
      now = rowsOf(found.assessments, resource);
      old = stored.assessments.get(resource) ?? [];
    }
    const recommendation = known.catalog.recommendation(one.recommendation);
    if (placeOf(now, recommendation) !== -1) continue; // the same row twice: pages may overlap
    const at = placeOf(old, recommendation, now.length);
    const before = at === -1 ? ABSENT : (old[at + 1] ?? ABSENT);
    const after = known.states.id(one.status, one.cause);
    now.push(recommendation, after);
    if (before !== after) {
      found.changes.push({ resource, recommendation, before, after, changedAt: moment(one.changedAt) });
    }
  }
  keep(read, stored, known.catalog, found);
  await setImmediate();
  leave(stored, found);
  return found;
}

/** By the first of its rows in a run. */
function resourceOf(
  { resource, type, source }: Pick<Assessment, 'resource' | 'type' | 'source'>,
  resources: Resources,
  known: Known,
  found: Comparison,
): number {
  const azureId = resource.toLowerCase();
  const old = resources.find(azureId);
  if (old !== undefined && old.type === type && old.source === source) return old.id;
  const id = old?.id ?? known.newResource();
  resources.put({ id, azureId, type, source });
  found.resources.push([id, known.subscription, azureId, type, source]);
  return id;
}

function keep(read: SubscriptionRead, stored: Stored, catalog: Catalog, found: Comparison): void {
  for (const kept of read.keptAssessments) {
    const resource = stored.resources.find(kept.resource.toLowerCase())?.id ?? 0;
    const recommendation = catalog.known(kept.recommendation.toLowerCase()) ?? 0;
    const old = stored.assessments.get(resource) ?? [];
    const state = old[placeOf(old, recommendation) + 1];
    if (placeOf(old, recommendation) === -1 || state === undefined) continue;
    const now = rowsOf(found.assessments, resource);
    if (placeOf(now, recommendation) === -1) now.push(recommendation, state);
  }
}

/** Whatever is stored and was not found has left. */
function leave(stored: Stored, found: Comparison): void {
  for (const [resource, rows] of stored.assessments) {
    const now = found.assessments.get(resource) ?? [];
    for (let at = 0; at < rows.length; at += 2) {
      const recommendation = rows[at] ?? 0;
      if (placeOf(now, recommendation, at) !== -1) continue;
      const before = rows[at + 1] ?? ABSENT;
      found.changes.push({ resource, recommendation, before, after: ABSENT, changedAt: null });
    }
  }
}

const moment = (iso: string | null): Value => {
  const at = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(at) ? null : at;
};
