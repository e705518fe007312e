import { join } from 'node:path';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { openStores } from '../../src/storage/stores.ts';
import { noonOf } from '../rows.ts';
import { sourceOver } from '../source.ts';
import type { Subject } from './subject.ts';

const STORED = `select r.azure_id as resource, n.azure_id as recommendation, replace(s.status, '-', '') as code, s.cause
  from assessment a join resource r on r.id = a.resource_id join recommendation n on n.id = a.recommendation_id
  join state s on s.id = a.state`;

/** The product: its reader of Azure from the answer's bytes on, its storage on a SQLite file as in service. */
export async function openScoreline(folder: string): Promise<Subject> {
  const sql = await openSqlite(`file:${join(folder, 'scoreline.db')}`);
  const stores = await openStores(sql);
  let day = 0;
  return {
    name: 'scoreline',
    async take(pages) {
      const takenAt = noonOf(day++);
      const known = await stores.posture.known();
      await stores.posture.ingest(takenAt, sourceOver(pages, () => takenAt).readSnapshot(known));
    },
    async read() {
      type Row = { resource: string; recommendation: string; code: string; cause: string };
      const rows = await sql.all<Row>(STORED);
      return rows.map((row) => [row.resource, row.recommendation, row.code, row.cause] as const);
    },
    close: () => stores.close(),
  };
}
