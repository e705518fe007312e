import type { Stores } from '../../src/ports.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { type CountingSql, countingSql } from '../support/counting-sql.ts';
import { buildReading, copy, partsOf, rescore } from '../support/posture.ts';

export type Opened = { sql: CountingSql; stores: Stores };

export async function openCounted(sql: Sql): Promise<Opened> {
  const counted = countingSql(sql);
  return { sql: counted, stores: await openStores(counted) };
}

/** A snapshot at each moment; where `variant` is the same as before nothing has changed. */
export async function ingestAll(
  { stores }: Opened,
  moments: readonly Date[],
  variant: (n: number) => number,
  subscriptions = 2,
): Promise<void> {
  const base = buildReading({ subscriptions, resources: 10, recommendations: 12, controls: 4 });
  for (const [n, moment] of moments.entries()) {
    const reading = copy(base);
    for (const read of reading.subscriptions) {
      for (const [at, one] of read.assessments.entries()) {
        if (at % 7 === variant(n) % 7) one.status = one.status === 'healthy' ? 'unhealthy' : 'healthy';
      }
    }
    await stores.posture.ingest(moment, partsOf(rescore(reading)));
  }
}
