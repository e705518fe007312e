import { setImmediate } from 'node:timers/promises';
import type { SubscriptionRead } from '../../core/snapshot.ts';
import type { Row, Sql, Value } from '../sql.ts';
import type { Catalog } from './catalog.ts';
import { ABSENT, type States } from './states.ts';

const RESOURCES = 'select id, azure_id, type, source from resource where subscription_id = $1';
const ASSESSMENTS = `select a.resource_id, a.recommendation_id, a.state from resource r
  join assessment a on a.resource_id = r.id where r.subscription_id = $1`;

export type Resource = { id: number; type: string; source: string };
/** Resource → recommendation → state. */
export type Assessments = Map<number, Map<number, number>>;

/** What is stored of one subscription. */
export type Stored = { resources: Map<string, Resource>; assessments: Assessments };

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
  type Named = Resource & { azure_id: string };
  type Assessed = { resource_id: number; recommendation_id: number; state: number };
  const resources = new Map<string, Resource>();
  for (const { id, azure_id, type, source } of await sql.all<Named>(RESOURCES, [subscription])) {
    resources.set(azure_id, { id, type, source });
  }
  const assessments: Assessments = new Map();
  for (const row of await sql.all<Assessed>(ASSESSMENTS, [subscription])) {
    put(assessments, row.resource_id, row.recommendation_id, row.state);
  }
  return { resources, assessments };
}

/**
 * Compares a complete reading with what is stored; `stored.resources` learns the new ones. Absence is a change, but
 * not for a row that was sent malformed (`keptAssessments`): that one stays as it is.
 */
export async function compare(
  read: SubscriptionRead,
  stored: Stored,
  known: { subscription: number; states: States; catalog: Catalog; newResource: () => number },
): Promise<Comparison> {
  const found: Comparison = { assessments: new Map(), changes: [], resources: [] };
  let count = 0;
  for (const one of read.assessments) {
    if (++count % ROWS_A_TURN === 0) await setImmediate();
    const resource = resourceOf(one, stored, known, found);
    const recommendation = known.catalog.recommendation(one.recommendation.toLowerCase());
    const after = known.states.id(one.status, one.cause);
    if (found.assessments.get(resource)?.has(recommendation)) continue; // the same row twice: pages may overlap
    put(found.assessments, resource, recommendation, after);
    const before = stored.assessments.get(resource)?.get(recommendation) ?? ABSENT;
    if (before !== after) {
      found.changes.push({ resource, recommendation, before, after, changedAt: moment(one.changedAt) });
    }
  }
  keep(read, stored, known.catalog, found);
  await setImmediate();
  leave(stored, found);
  return found;
}

function resourceOf(
  { resource, type, source }: { resource: string; type: string; source: string },
  stored: Stored,
  known: { subscription: number; newResource: () => number },
  found: Comparison,
): number {
  const azureId = resource.toLowerCase();
  const old = stored.resources.get(azureId);
  if (old !== undefined && old.type === type && old.source === source) return old.id;
  const id = old?.id ?? known.newResource();
  stored.resources.set(azureId, { id, type, source });
  found.resources.push([id, known.subscription, azureId, type, source]);
  return id;
}

function keep(read: SubscriptionRead, stored: Stored, catalog: Catalog, found: Comparison): void {
  for (const kept of read.keptAssessments) {
    const resource = stored.resources.get(kept.resource.toLowerCase())?.id ?? 0;
    const recommendation = catalog.known(kept.recommendation.toLowerCase()) ?? 0;
    const state = stored.assessments.get(resource)?.get(recommendation);
    if (state === undefined || found.assessments.get(resource)?.has(recommendation)) continue;
    put(found.assessments, resource, recommendation, state);
  }
}

/** Whatever is stored and was not found has left. */
function leave(stored: Stored, found: Comparison): void {
  for (const [resource, rows] of stored.assessments) {
    const now = found.assessments.get(resource);
    for (const [recommendation, before] of rows) {
      if (now?.has(recommendation)) continue;
      found.changes.push({ resource, recommendation, before, after: ABSENT, changedAt: null });
    }
  }
}

function put(assessments: Assessments, resource: number, recommendation: number, state: number): void {
  const rows = assessments.get(resource);
  if (rows === undefined) assessments.set(resource, new Map([[recommendation, state]]));
  else rows.set(recommendation, state);
}

const moment = (iso: string | null): Value => {
  const at = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(at) ? null : at;
};
