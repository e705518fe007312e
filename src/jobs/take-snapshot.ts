import { IncompleteRead, Unreachable } from '../core/errors.ts';
import type { SnapshotPart } from '../core/snapshot.ts';
import type {
  Clock,
  IngestNotes,
  JobRun,
  JobStore,
  LeaseStore,
  Log,
  PostureSource,
  PostureStore,
  SnapshotSummary,
} from '../ports.ts';
import { type Held, underLease } from './lease.ts';

/** The name of the job, its lease and its record. */
export const TAKE_SNAPSHOT = 'take-snapshot';

export type TakenSnapshot = SnapshotSummary & IngestNotes & { seconds: number };

export type TakeSnapshotDeps = {
  posture: PostureStore;
  leases: LeaseStore;
  jobs: Pick<JobStore, 'record'>;
  source: PostureSource;
  clock: Clock;
  log: Log;
  /** Asked once nobody else can be at it: false where somebody was faster, and nothing is read. */
  due?: () => Promise<boolean>;
  /** Gives the reading up at once; nothing of it is stored. */
  stop?: AbortSignal;
};

/**
 * Reads everything once and stores what changed; null where another process is at it. A reading that comes short is
 * tried once more; if it is short again nothing is stored. Rejects with `Unreachable` for all that a person can mend.
 * Each attempt is recorded as a run of `take-snapshot`, except one that was stopped on request.
 */
export function takeSnapshot(deps: TakeSnapshotDeps, holder: string): Promise<TakenSnapshot | null> {
  const started = deps.clock();
  const seconds = () => (deps.clock().getTime() - started.getTime()) / 1000;
  const record = (run: Pick<JobRun, 'outcome' | 'why' | 'facts'>) =>
    recorded(deps, { job: TAKE_SNAPSHOT, startedAt: started.toISOString(), seconds: seconds(), ...run });
  return underLease(deps, TAKE_SNAPSHOT, holder, async (held) => {
    if (deps.due !== undefined && !(await deps.due())) return null;
    try {
      const taken = { ...(await readTwice(deps, held)), seconds: seconds() };
      await record({ outcome: 'done', why: null, facts: factsOf(taken) });
      return taken;
    } catch (error) {
      if (!deps.stop?.aborted) await record({ outcome: 'failed', why: whyOf(error), facts: {} });
      throw error;
    }
  });
}

/** The record is for people to read: what is stored, or why not, does not depend on it. */
async function recorded({ jobs, log }: TakeSnapshotDeps, run: JobRun): Promise<void> {
  await jobs.record(run).catch((error: unknown) => {
    log.warn('a run was not recorded', { job: run.job, why: String(error) });
  });
}

/** What `status` and `doctor` tell of a snapshot. Rows left as stored are counted as `rejected <kind>`. */
function factsOf(taken: TakenSnapshot): JobRun['facts'] {
  const { id: snapshot, takenAt, assessments, changes, requests, unreadable } = taken;
  const rejected = Object.entries(taken.rejected).map(([kind, count]) => [`rejected ${kind}`, count]);
  return {
    ...{ snapshot, takenAt, assessments, changes, requests, unreadable },
    ...Object.fromEntries(rejected),
  };
}

const whyOf = (error: unknown): string =>
  error instanceof Unreachable ? error.message : 'That is a fault of Scoreline; its log has the details.';

async function readTwice(deps: TakeSnapshotDeps, held: Held): Promise<SnapshotSummary & IngestNotes> {
  try {
    return await read(deps, held);
  } catch (error) {
    if (!(error instanceof IncompleteRead)) throw error;
    deps.log.warn('a reading came short; once more', { why: error.message });
  }
  return read(deps, held).catch((error: unknown) => {
    if (!(error instanceof IncompleteRead)) throw error;
    throw new Unreachable(
      `Azure did not send all of its rows, twice, so nothing was stored: ${error.message} Try again in a few minutes.`,
      { cause: error },
    );
  });
}

async function read({ posture, source, clock, stop }: TakeSnapshotDeps, held: Held) {
  const parts = source.readSnapshot(await posture.known());
  return posture.ingest(clock(), guarded(parts, held, stop));
}

/** Whatever is written next was read by the holder of the lease, and nobody has asked to stop. */
async function* guarded(
  parts: AsyncIterable<SnapshotPart>,
  held: Held,
  stop: AbortSignal | undefined,
): AsyncGenerator<SnapshotPart> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  stopped.catch(() => {});
  const giveUp = () => reject(new Unreachable('Stopped on request; nothing was stored.'));
  if (stop?.aborted) giveUp();
  stop?.addEventListener('abort', giveUp, { once: true });
  const reading = parts[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await Promise.race([stopped, reading.next()]);
    if (done) return;
    await held();
    yield value;
  }
}
