import { describe, expect, it } from 'vitest';
import { startAzureFake } from '../support/azure/fake.ts';
import { createTenant } from '../support/azure/tenant.ts';
import { freshUrl, openUrl, postgresServer } from '../support/database.ts';
import { runScript } from '../support/script.ts';

const server = await postgresServer();
if ('reason' in server) console.warn(`Nothing is tested on PostgreSQL: ${server.reason}`);

const TENANT = createTenant();
const PROCESSES = 3;

describe.skipIf('reason' in server)('several processes on one PostgreSQL database', () => {
  it('take one snapshot between them, of an empty database, and each answers from it', async () => {
    const DATABASE_URL = await freshUrl('postgres');
    const fake = await startAzureFake(TENANT);
    const env = { ...fake.env, DATABASE_URL };
    let ended = 0;
    const others = Promise.withResolvers<void>();
    // Azure answers whoever reads once the others have come to their end.
    fake.set({ hold: ({ graph }) => (graph === null ? undefined : others.promise) });
    const taken = await Promise.all(
      Array.from({ length: PROCESSES }, async () => {
        const run = await runScript('snapshot', ['--json'], env);
        if (++ended === PROCESSES - 1) others.resolve();
        return run;
      }),
    );
    expect(taken.map(({ code, stderr }) => (code === 0 ? '' : stderr))).toEqual(['', '', '']);
    const printed = taken.map(({ stdout }) => JSON.parse(stdout) as { running?: boolean; id?: number });
    expect(printed.filter(({ running }) => running === true)).toHaveLength(PROCESSES - 1);
    expect(printed.filter(({ id }) => id === 1)).toHaveLength(1);
    const answers = await Promise.all(
      Array.from({ length: PROCESSES }, () => runScript('ask', ['--json', 'score'], env)),
    );
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
    const sql = await openUrl(DATABASE_URL);
    expect(await sql.all('select count(*) as n from snapshot')).toEqual([{ n: 1 }]);
    await sql.close();
    await fake.close();
  });
});
