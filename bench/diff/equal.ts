import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTenant, type Scale } from '../tenant.ts';
import { ingest } from '../year.ts';

export const CHANGES = 735;

/** Two snapshots by the product, between which the same number of assessments changed whatever the size of the tenant. */
export async function buildEqual(scale: Scale): Promise<{ file: string; close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'scoreline-equal-'));
  const file = join(folder, 'scoreline.db');
  const tenant = createTenant(scale);
  await ingest(file, tenant);
  tenant.advance(CHANGES);
  await ingest(file, tenant);
  return { file, close: () => rmSync(folder, { recursive: true }) };
}
