import { speakingJobs } from '../../../src/cli/speaking-jobs.ts';
import type { Job } from '../../../src/jobs/scheduler.ts';
import { snapshotJob } from '../../../src/jobs/snapshot-job.ts';
import { TAKE_SNAPSHOT } from '../../../src/jobs/take-snapshot.ts';
import { type App, wire } from '../../../src/main.ts';
import type { Log, PostureSource, Stores } from '../../../src/ports.ts';
import type { Sql } from '../../../src/storage/sql.ts';
import { openStores } from '../../../src/storage/stores.ts';
import { DAY, downAt, END, EVERY } from './times.ts';

type Options = {
  /** What outlives a process: its end is not the database's. */
  sql: Sql;
  /** Where both platforms are. */
  origin: string;
  log: Log;
  random: () => number;
  source: PostureSource;
  unreliable: (stores: Stores) => Stores;
  /** How much has gone wrong so far. */
  wrong: () => number;
};
type Turns = { job: Job; failures: number; next: number };

const never = new AbortController().signal;
/** As the scheduler has them: between two runs, and after the first failure. */
const PAUSE_MS = 1_000;
const FIRST_RETRY_MS = 60_000;

/** A service with a clock of its own, lived from one due moment to the next; `now` is where it stands. */
export function createService(options: Options, time: { now: number }) {
  const clock = () => new Date(time.now);
  let restarts = 0;

  /** All that `npm start` makes of its settings, apart from the listeners. */
  async function open(stores: Stores): Promise<{ app: App; turns: Turns[] }> {
    const { origin, log, source } = options;
    const app = wire({
      ...{ stores, clock, log, operators: [], source: async () => source },
      ...{ portal: 'https://portal.azure.com', staleAfter: 2 * EVERY, snapshotEvery: EVERY },
      teams: { demo: { serviceUrl: origin } },
      slack: {
        ...{ botToken: 'xoxb-test', apiUrl: `${origin}/api/`, responseHosts: [], teams: [] },
        transport: { kind: 'http', signingSecret: 'secret' },
      },
    });
    await app.platforms();
    const holder = `run ${restarts}`;
    const deps = { ...app.stores, source: app.source, clock, log, meter() {}, every: EVERY };
    const jobs = [snapshotJob(deps, holder), ...speakingJobs(app, { every: EVERY, log, holder })];
    return { app, turns: jobs.map((job) => ({ job, failures: 0, next: 0 })) };
  }
  const stored = () => openStores({ ...options.sql, close: async () => {} });
  const start = async () => open(options.unreliable(await stored()));

  /** One turn of a job, as its loop takes it; milliseconds until the next. */
  async function turn(of: Turns): Promise<number> {
    if (of.next > time.now) return of.next - time.now;
    const wait = await waitAfter(of);
    of.next = of.failures > 0 ? time.now + wait : 0;
    return wait;
  }

  async function waitAfter(of: Turns): Promise<number> {
    try {
      const due = await of.job.dueIn();
      if (due <= 0) await of.job.run(never);
      of.failures = 0;
      return due <= 0 ? PAUSE_MS : due;
    } catch {
      of.failures += 1;
      return Math.min(FIRST_RETRY_MS * 2 ** (of.failures - 1), of.job.patience, DAY);
    }
  }

  return {
    /** Before anything goes wrong: the first snapshot, and whatever people ask for then. */
    async first(ask: (app: App) => Promise<void>): Promise<void> {
      const { app, turns } = await open(await stored());
      for (const { job } of turns) if (job.name === TAKE_SNAPSHOT) await job.run(never);
      await ask(app);
      await app.close();
    },
    /** After half of the failures, and now and then without one, all that is in memory is thrown away. */
    async live() {
      let { app, turns } = await start();
      for (let wrong = options.wrong(); time.now < END; wrong = options.wrong()) {
        const waits = await Promise.all(turns.map(turn));
        time.now += Math.max(PAUSE_MS, Math.min(...waits, DAY));
        const down = downAt(time.now);
        if (down !== undefined) time.now = down.to;
        const part = options.wrong() > wrong ? 0.5 : 0.005;
        if (down === undefined && options.random() >= part) continue;
        restarts += 1;
        await app.close();
        ({ app, turns } = await start());
      }
      const dead = (await app.stores.outbox.troubled()).filter(({ state }) => state === 'dead');
      await app.close();
      return { restarts, dead };
    },
  };
}
