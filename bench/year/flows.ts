import type { Health } from '../../src/core/snapshot.ts';
import { flowsOf } from '../../src/storage/ingest/flow.ts';
import type { Members } from '../../src/storage/ingest/membership.ts';
import { PER_RESOURCE, STATES, type Tenant } from '../tenant.ts';

/** The product's numbers for what stands in a tenant. */
export type Ids = {
  control(at: number): number;
  state(state: number): number;
  /** Of a row of the tenant. */
  of(row: number): [resource: number, recommendation: number];
  recommendations: readonly number[];
};

/** One row of `flow` without its snapshot, and one of `presence`. */
export type Step = {
  resource: number;
  flows: [control: number, before: number, after: number, cause: number, recommendations: string][];
  there: boolean | null;
};

/**
 * What the product notes of a day beside the changed rows, by the product's own function: it is given the resources
 * that changed, where an ingest looks for them. What counts where never changes in a made-up tenant.
 */
export function stepsOf(tenant: Tenant, ids: Ids, before: Uint8Array, rows: readonly number[]): Step[] {
  const known = knownOf(tenant, ids);
  const resources = new Set(rows.map((row) => Math.floor(row / PER_RESOURCE)));
  return [...resources].map((at) => {
    const [old, now] = [before, tenant.states].map((states) => rowsOf(states, at * PER_RESOURCE, ids));
    const [was = new Map(), is = new Map()] = [old, now];
    const flows = flowsOf(was, is, known).map((flow): Step['flows'][number] => [
      ...([flow.control, flow.before, flow.after, flow.cause] as const),
      JSON.stringify(flow.recommendations),
    ]);
    const there = was.size > 0 === is.size > 0 ? null : is.size > 0;
    return { resource: ids.of(at * PER_RESOURCE)[0], flows, there };
  });
}

function rowsOf(states: Uint8Array, first: number, ids: Ids): Map<number, number> {
  const rows = new Map<number, number>();
  for (let row = first; row < first + PER_RESOURCE; row += 1) {
    const state = states[row] ?? 0;
    if (state !== 0) rows.set(ids.of(row)[1], ids.state(state));
  }
  return rows;
}

type Known = Parameters<typeof flowsOf>[2];

function knownOf(tenant: Tenant, ids: Ids): Known {
  const words = new Map(STATES.map((state, at) => [ids.state(at), state]));
  const members: Members = new Map(
    ids.recommendations.map((id, at) => [id, [ids.control(at % tenant.controls.length)]]),
  );
  const counting = { before: members, after: members, moved: false };
  return {
    states: {
      id: () => 0,
      status: (id) => HEALTH[words.get(id)?.code ?? ''] ?? 'absent',
      exempt: (id) => words.get(id)?.cause === 'Exempt',
    },
    catalog: { counting: () => counting, had: () => true, has: () => true },
  };
}

const HEALTH: Readonly<Record<string, Health>> = {
  Healthy: 'healthy',
  Unhealthy: 'unhealthy',
  NotApplicable: 'not-applicable',
};
