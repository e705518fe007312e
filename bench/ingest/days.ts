import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Size } from '../case.ts';
import { holdPages, type Pages, writePages } from '../pages.ts';
import { createTenant, PER_RESOURCE, RESOURCES, SCALES, type Tenant } from '../tenant.ts';

/** One assessment as a number of its resource, a number of its recommendation, and a number of its state. */
export type Numbered = readonly [resource: number, recommendation: number, state: number];

/** The same tenant on a first day, after an ordinary one, and after one on which 20,000 rows changed. */
export type Days = {
  folder: string;
  before: Pages;
  after: Pages;
  /** The rows that the ordinary day changed, as they are before and after it. */
  changed: { before: Numbered[]; after: Numbered[] };
  rows: number;
};

export const MASS = 20_000;

/** Writes the pages of three days to a temporary folder; `close` removes it. */
export function prepareDays(size: Size): Days & { close(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'scoreline-bench-'));
  const tenant = createTenant(SCALES[size]);
  writePages(join(folder, 'before'), tenant);
  const old = tenant.states.slice();
  const rows = tenant.advance();
  writePages(join(folder, 'after'), tenant);
  const changed = {
    before: rows.map((row) => numbered(tenant, row, old)),
    after: rows.map((row) => numbered(tenant, row, tenant.states)),
  };
  tenant.advance(MASS);
  writePages(join(folder, 'mass'), tenant);
  const [before, after] = [holdPages(join(folder, 'before')), holdPages(join(folder, 'after'))];
  return {
    ...{ folder, before, after, changed, rows: tenant.states.length },
    close: () => {
      before.close();
      after.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function numbered(tenant: Tenant, row: number, states: Uint8Array): Numbered {
  const resource = Math.floor(row / PER_RESOURCE);
  return [resource, tenant.assessed(resource % RESOURCES)[row % PER_RESOURCE] ?? 0, states[row] ?? 0];
}
