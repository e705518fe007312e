import { CARRIED_HOURS } from '../answers/explain.ts';
import { historyCut } from '../core/retention.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { Clock, JobStore, LeaseStore, Log, PostureStore, Pruned } from '../ports.ts';
import { underLease } from './lease.ts';
import { TAKE_SNAPSHOT } from './take-snapshot.ts';

/** The name of the job and its record. Its lease is that of snapshots, which read and write the same rows. */
export const PRUNE = 'prune';

/** Then a snapshot may go first. So many slices take a second or two. */
const MOST_SLICES = 400;
const HOUR = 3_600_000;

export type PruneDeps = {
  posture: PostureStore;
  leases: LeaseStore;
  jobs: JobStore;
  clock: Clock;
  log: Log;
  /** How much history is kept: an ISO 8601 duration. */
  keep: string;
  stop?: AbortSignal;
};

/** Whether there is anything to delete: once a snapshot, and again while something is left. */
export async function pruningDue(deps: PruneDeps): Promise<boolean> {
  return (await planned(deps)) !== null;
}

/**
 * Deletes what is older than is to be kept, under the lease of snapshots. Null: there is nothing to delete, or somebody
 * else has the lease. Each run that came to its end is recorded as one of `prune`.
 */
export async function pruneHistory(deps: PruneDeps, holder: string): Promise<Pruned | null> {
  if (!(await pruningDue(deps))) return null;
  const { posture, clock, jobs, stop } = deps;
  return underLease(deps, TAKE_SNAPSHOT, holder, async (held) => {
    const plan = await planned(deps);
    if (plan === null) return null;
    const started = clock();
    let slices = 0;
    const pruned = await posture.prune(plan.from.id, async () => {
      await held();
      slices += 1;
      return stop?.aborted !== true && slices <= MOST_SLICES;
    });
    if (!pruned.finished) return pruned;
    const { rows, snapshots } = pruned;
    const seconds = (clock().getTime() - started.getTime()) / 1000;
    const facts = { from: plan.from.id, since: plan.from.takenAt, swept: plan.oldest.id, rows, snapshots };
    const run = { job: PRUNE, startedAt: started.toISOString(), seconds, why: null, facts };
    await jobs.record({ ...run, outcome: 'done' });
    return pruned;
  });
}

type Plan = { from: Snapshot; oldest: Snapshot };

/** Waits for the snapshot after the last run, so that what was hidden then stays readable for a while. */
async function planned({ posture, jobs, clock, keep }: PruneDeps): Promise<Plan | null> {
  const latest = await posture.latest();
  const { lastDone } = await jobs.last(PRUNE);
  if (latest === null || (lastDone !== null && lastDone.startedAt >= latest.takenAt)) return null;
  const { from, oldest } = await keptFrom(posture, historyCut(clock(), keep), latest);
  const hidden = oldest.id > 1 && oldest.id !== lastDone?.facts.swept;
  return hidden || from.id > oldest.id ? { from, oldest } : null;
}

/**
 * Whatever is asked about the cut or later is compared with the newest snapshot at or before it, and an explanation
 * from there also reads what happened shortly before.
 */
async function keptFrom(posture: PostureStore, cut: Date, latest: Snapshot): Promise<Plan> {
  const [base = latest, oldest = latest] = await posture.snapshotsAt([cut, new Date(0)]);
  const carried = new Date(Date.parse(base.takenAt) - CARRIED_HOURS * HOUR);
  const [from = base] = await posture.snapshotsAt([carried]);
  return { from, oldest };
}
