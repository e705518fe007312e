import { DAY } from '../core/time.ts';
import { demoDays } from '../demo/calendar.ts';
import { createDemoSource } from '../demo/demo-source.ts';
import { CHANNEL, OPERATOR } from '../demo/people.ts';
import { lookUpActors } from '../jobs/look-up-actors.ts';
import { takeSnapshot } from '../jobs/take-snapshot.ts';
import { createLog } from '../log.ts';
import type { Edges } from '../main.ts';
import type { Clock, Stores } from '../ports.ts';

export type DemoOptions = {
  /** Origin of the Teams client page that may talk to the bot; null: no page. */
  clientOrigin: string | null;
  /** Where the database is kept. */
  databaseUrl?: string;
  progress: (done: number, of: number) => void;
};

/** The demo tenant with a year of history that ends at the clock's now. Nothing is read from the environment. */
export async function demoEdges(clock: Clock, options: DemoOptions): Promise<Edges> {
  const { openSqlite } = await import('../storage/sqlite.ts');
  const { openStores } = await import('../storage/stores.ts');
  const stores = await openStores(await openSqlite(options.databaseUrl ?? 'file::memory:'));
  const log = createLog({ level: 'warn', format: 'pretty' });
  const days = demoDays(clock());
  for (const [done, day] of days.entries()) {
    options.progress(done, days.length);
    const source = createDemoSource(dayOf(day));
    const deps = { ...stores, clock: () => day, log };
    await takeSnapshot({ ...deps, source }, 'demo');
    await lookUpActors({ ...deps, source: async () => source, policy: 'apps' }, 'demo');
  }
  options.progress(days.length, days.length);
  await grants(stores, clock);
  return {
    stores,
    source: async () => createDemoSource(dayOf(days.at(-1) ?? clock())),
    teams: options.clientOrigin === null ? null : { demo: { serviceUrl: options.clientOrigin } },
    slack: null,
    operators: [OPERATOR],
    portal: 'https://portal.azure.com',
    staleAfter: 2 * DAY,
    snapshotEvery: null,
    clock,
    log,
  };
}

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** The operator's own chat and one channel may ask about everything. */
async function grants({ access }: Stores, clock: Clock): Promise<void> {
  for (const conversation of [OPERATOR, CHANNEL]) {
    await access.grant({
      conversation,
      scope: { kind: 'all', id: 'all' },
      by: OPERATOR,
      at: clock().toISOString(),
    });
  }
}
