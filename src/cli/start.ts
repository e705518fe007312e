import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { actorsJob } from '../jobs/actors-job.ts';
import { pruneJob } from '../jobs/prune-job.ts';
import { schedule } from '../jobs/scheduler.ts';
import { snapshotJob } from '../jobs/snapshot-job.ts';

import { scoped } from '../log.ts';
import { type App, edgesOf, wire } from '../main.ts';
import { createMetrics } from '../metrics.ts';
import type { Clock, Log, Meter } from '../ports.ts';
import { listen, listenOps } from '../server.ts';
import { configured, run, type Script } from './run.ts';
import { speakingJobs } from './speaking-jobs.ts';
import { stopSignal } from './stop-signal.ts';

/** Whoever sends requests here needs this long to see that `/readyz` says no; what still comes is answered. */
const DRAIN_MS = 1_000;
/** Whatever is under way then is cut off. Milliseconds from the signal. */
const STOP_MS = 9_500;
/** A database that does not answer in time is not ready. */
const READY_MS = 2_000;

async function start({ args, env }: Script): Promise<number> {
  if (args.length > 0) throw noOptions(args);
  const asked = stopSignal();
  const { config, log } = configured(env);
  const service = await open(config, () => new Date(), log);
  const signal = await asked;
  log.info('stopping', { signal });
  const late = setTimeout(() => {
    log.warn('stopped with work under way');
    process.exit();
  }, STOP_MS);
  process.exitCode = 0;
  await service.close();
  clearTimeout(late);
  return 0;
}

const noOptions = (args: readonly string[]): UserError =>
  new UserError(
    `npm start takes no options, and was given ${args.join(' ')}. Its settings are environment variables: .env.example has them all.`,
  );

async function open(config: Config, clock: Clock, log: Log): Promise<{ close(): Promise<void> }> {
  const metrics = createMetrics();
  const meter = inTheLogToo(metrics.meter, log);
  const app = wire(await edgesOf(config, clock, log, { meter, scoped }));
  const platforms = await app.platforms();
  if (platforms.length === 0) log.warn('no chat platform is configured; snapshots are taken all the same');
  const routes = Object.assign({}, ...platforms.map((platform) => platform.routes));
  let stopping = false;
  const ready = async () => !stopping && (await answers(app));
  const server = await listen({ routes, ready }, config.port, config.host);
  const ops = await listenOps(
    async () => metrics.read(await snapshotAge(app, clock)),
    config.opsPort,
    config.opsHost,
  );
  for (const platform of platforms) platform.open?.();
  const { snapshotEvery: every, snapshotKeep: keep, actors: policy } = config;
  const deps = { ...app.stores, source: app.source, clock, log, meter, every, keep, policy };
  const holder = `service ${process.pid}`;
  const posture = [snapshotJob(deps, holder), actorsJob(deps, holder), pruneJob(deps, holder)];
  const kinds = [...posture, ...speakingJobs(app, { every, log, holder })];
  const jobs = kinds.map((job) => schedule(job, log, scoped));
  log.info('ready', {
    port: server.port,
    opsPort: ops.port,
    platforms: platforms.map(({ name }) => name),
  });
  return {
    async close() {
      stopping = true;
      const given = jobs.map((job) => job.stop());
      await sleep(DRAIN_MS);
      await Promise.all([server.close(), ops.close(), ...given]);
      await app.close();
    },
  };
}

/** A question is one line, without its words, which may name anything. Its scope has the platform and the reference. */
const inTheLogToo =
  (meter: Meter, log: Log): Meter =>
  (measured) => {
    meter(measured);
    if (measured.kind !== 'question') return;
    const { command, outcome, seconds } = measured;
    log.info('question', { command, outcome, seconds: Number(seconds.toFixed(3)) });
  };

async function answers({ stores }: App): Promise<boolean> {
  const late = sleep(READY_MS, false, { ref: false });
  const asked = stores.posture.latest().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]);
}

/** Seconds; null without a snapshot, and where the database does not say. */
async function snapshotAge({ stores }: App, clock: Clock): Promise<number | null> {
  const latest = await stores.posture.latest().catch(() => null);
  return latest === null ? null : (clock().getTime() - Date.parse(latest.takenAt)) / 1000;
}

await run(start);
// A request to Azure that nobody waits for any more would keep the process alive.
process.exit();
