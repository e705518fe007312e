import { parseArgs } from 'node:util';
import { UserError } from '../core/errors.ts';
import { lookUpActors } from '../jobs/look-up-actors.ts';
import { pruneHistory } from '../jobs/prune.ts';
import { type TakenSnapshot, takeSnapshot } from '../jobs/take-snapshot.ts';
import { edgesOf, wire } from '../main.ts';
import { configured, run, type Script } from './run.ts';
import { stopSignal } from './stop-signal.ts';

const stop = new AbortController();

async function snapshot({ args, env }: Script): Promise<number> {
  const { json } = options(args);
  const { config, log } = configured(env);
  const clock = () => new Date();
  const edges = await edgesOf(config, clock, log);
  const app = wire(edges);
  try {
    const { posture, leases, jobs } = app.stores;
    const deps = { posture, leases, jobs, clock, log, source: await app.source(), stop: stop.signal };
    void stopSignal().then(() => stop.abort());
    const holder = `snapshot ${process.pid}`;
    const taken = await takeSnapshot(deps, holder);
    if (json && taken === null) process.stderr.write(`${words(taken)}\n`);
    process.stdout.write(
      `${json ? JSON.stringify(taken === null ? { running: true } : facts(taken), null, 2) : words(taken)}\n`,
    );
    if (taken !== null) {
      const { actors } = app.stores;
      // The snapshot is stored and told whatever becomes of these; the next run does what they left.
      const seek = lookUpActors({ ...deps, actors, source: app.source, policy: config.actors }, holder);
      await seek.catch((error: unknown) => log.error('who made the changes was not looked up', { error }));
      const prune = pruneHistory({ ...deps, keep: config.snapshotKeep }, holder);
      await prune.catch((error: unknown) => log.error('old history was not deleted', { error }));
    }
    return 0;
  } finally {
    await app.close();
  }
}

function options(args: readonly string[]): { json?: boolean } {
  try {
    return parseArgs({ args: [...args], options: { json: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : error}\nnpm run snapshot [-- --json]`);
  }
}

const facts = ({ id, takenAt, assessments, changes, unreadable, requests, seconds }: TakenSnapshot) => ({
  id,
  takenAt,
  assessments,
  changes,
  unreadable,
  requests,
  seconds,
});

function words(taken: TakenSnapshot | null): string {
  if (taken === null) return 'A snapshot is already running.';
  const { id, takenAt, assessments, changes, unreadable, requests, seconds } = taken;
  const stored = `Snapshot ${id} of ${takenAt}: ${assessments} assessments, ${changes} changes.`;
  const rejected = Object.entries(taken.rejected).map(
    ([kind, count]) => `Malformed ${kind} rows left as stored: ${count}.`,
  );
  const missing = unreadable.map((scope) => `Not visible: ${scope}`);
  return [stored, `${requests} requests, ${seconds.toFixed(1)} s.`, ...rejected, ...missing].join('\n');
}

await run(snapshot);
// A request to Azure that nobody waits for any more would keep the process alive.
if (stop.signal.aborted) process.exit();
