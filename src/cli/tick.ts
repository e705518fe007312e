import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { Unreachable, UserError } from '../core/errors.ts';
import { parseInstant } from '../core/time.ts';
import { actorsJob } from '../jobs/actors-job.ts';
import { applyFileJob } from '../jobs/apply-file-job.ts';
import { type Delivered, deliverDue } from '../jobs/deliver.ts';
import { evaluateAlerts } from '../jobs/evaluate-alerts.ts';
import { planDigests } from '../jobs/plan-digests.ts';
import { pruneJob } from '../jobs/prune-job.ts';
import type { Job } from '../jobs/scheduler.ts';
import { snapshotJob } from '../jobs/snapshot-job.ts';
import { tidyJob } from '../jobs/tidy.ts';
import { type App, edgesOf, wire } from '../main.ts';
import type { Clock, Log } from '../ports.ts';
import { configured, run, type Script } from './run.ts';
import { speakingDeps } from './speaking-jobs.ts';
import { stopSignal } from './stop-signal.ts';

const HOUR = 3_600_000;
/** A post that is due within this is waited for: conversations get one a second. */
const NEAR_MS = 2_000;
const stop = new AbortController();

/** What one run did. `snapshot`: taken, not due, running elsewhere, or why it failed. */
type Ticked = { snapshot: string; digests: number; alerts: number } & Delivered;

/** Every job that is due, once: what a service does all the time, for cron and for serverless users. */
async function tick({ args, env }: Script): Promise<number> {
  const { json, now } = options(args);
  const { config, log } = configured(env);
  const clock = clockAt(now);
  const edges = await edgesOf(config, clock, log);
  const app = wire({ ...edges, terminal: json ? sayPost : printPost });
  try {
    const refused = await refusal(app, config, now === undefined ? null : clock());
    if (refused !== null) {
      process.stderr.write(`${refused}\n`);
      return 1;
    }
    void stopSignal().then(() => stop.abort());
    const ticked = await work(app, config, clock, log);
    process.stdout.write(`${json ? JSON.stringify(ticked, null, 2) : words(ticked)}\n`);
    return ticked.snapshot.startsWith('failed') ? 1 : 0;
  } finally {
    await app.close();
  }
}

const printPost = (text: string): void => {
  process.stdout.write(`${text}\n\n`);
};

/** Beside the one document of `--json`. */
const sayPost = (text: string): void => {
  process.stderr.write(`${text}\n\n`);
};

function options(args: readonly string[]): { json?: boolean; now?: string } {
  try {
    const known = { json: { type: 'boolean' }, now: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    throw new UserError(
      `${error instanceof Error ? error.message : error}\nnpm run tick [-- --now <ISO 8601>] [--json]`,
    );
  }
}

function clockAt(now: string | undefined): Clock {
  if (now === undefined) return () => new Date();
  const fixed = parseInstant(now);
  return () => fixed;
}

/** Why a given time is not taken; null where it is. */
async function refusal({ stores }: App, { simulatedTime }: Config, now: Date | null): Promise<string | null> {
  if (now === null) return null;
  if (!simulatedTime && Math.abs(now.getTime() - Date.now()) > HOUR)
    return '--now is more than an hour from the real time: that needs SCORELINE_SIMULATED_TIME=1.';
  const newest = await stores.posture.latest();
  if (newest === null || Date.parse(newest.takenAt) <= now.getTime()) return null;
  return `--now is before the newest snapshot, which is of ${newest.takenAt}.`;
}

async function work(app: App, config: Config, clock: Clock, log: Log): Promise<Ticked> {
  const { snapshotEvery: every, snapshotKeep: keep, actors: policy } = config;
  const deps = { ...app.stores, source: app.source, clock, log, meter: () => {}, every, keep, policy };
  const holder = `tick ${process.pid}`;
  const snapshot = await once(snapshotJob(deps, holder), log);
  await once(actorsJob(deps, holder), log);
  await once(pruneJob(deps, holder), log);
  await once(tidyJob({ stores: app.stores, clock }), log);
  await once(applyFileJob({ stores: app.stores, apply: app.applyFile, log }), log);
  const speaking = speakingDeps(app, { every, log });
  const digests = await planDigests(speaking);
  const alerts = await evaluateAlerts(speaking);
  return { snapshot, digests, alerts, ...(await deliverAll(app, { every, log }, clock, holder)) };
}

/** A job that fails keeps no other from its work. */
async function once(job: Job, log: Log): Promise<string> {
  try {
    if ((await job.dueIn()) > 0) return 'not due';
    return (await job.run(stop.signal)) ? 'done' : 'already running';
  } catch (error) {
    if (error instanceof Unreachable) log.error(`${job.name} could not run`, { why: error.message });
    else log.error(`${job.name} failed`, { error });
    return `failed: ${error instanceof Error ? error.message : error}`;
  }
}

/** Posts at the pace of the platforms, so time goes on meanwhile, also where a tick was given one. */
async function deliverAll(
  app: App,
  of: { every: number; log: Log },
  clock: Clock,
  holder: string,
): Promise<Delivered> {
  const [start, begun] = [clock().getTime(), performance.now()];
  const running = () => new Date(start + performance.now() - begun);
  const deps = speakingDeps(app, of, running);
  const all: Delivered = { delivered: 0, waiting: 0, dead: 0 };
  while (!stop.signal.aborted) {
    const { delivered, waiting, dead } = await deliverDue(deps, holder, stop.signal);
    all.delivered += delivered;
    all.waiting += waiting;
    all.dead += dead;
    const next = await app.stores.outbox.nextDue();
    const wait = next === null ? Number.POSITIVE_INFINITY : next.getTime() - running().getTime();
    if (wait > NEAR_MS) break;
    await sleep(Math.max(wait, 50));
  }
  return all;
}

function words({ snapshot, digests, alerts, delivered, waiting, dead }: Ticked): string {
  return [
    `Snapshot: ${snapshot.replace(/\.$/, '')}. Decided: ${digests} digests, ${alerts} alerts.`,
    `Posted: ${delivered}; to be tried again: ${waiting}; given up: ${dead}.`,
  ].join('\n');
}

await run(tick);
// A request that nobody waits for any more would keep the process alive.
if (stop.signal.aborted) process.exit();
