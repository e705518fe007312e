import { IncompleteRead } from '../core/errors.ts';
import type {
  Clock,
  IngestNotes,
  LeaseStore,
  Log,
  PostureSource,
  PostureStore,
  SnapshotSummary,
} from '../ports.ts';

export type TakenSnapshot = SnapshotSummary & IngestNotes & { seconds: number };

export type TakeSnapshotDeps = {
  posture: PostureStore;
  leases: LeaseStore;
  source: PostureSource;
  clock: Clock;
  log: Log;
};

const LEASE = 'take-snapshot';
/** Longer than the slowest reading: a million assessments take about eight minutes at the pace we keep. */
const LEASE_MS = 30 * 60_000;

/**
 * Reads everything once and stores what changed; null where another process is at it. A reading that comes short is
 * tried once more; if it is short again nothing is stored and the error goes to the caller.
 */
export async function takeSnapshot(deps: TakeSnapshotDeps, holder: string): Promise<TakenSnapshot | null> {
  const { leases, clock } = deps;
  const started = clock();
  const until = new Date(started.getTime() + LEASE_MS);
  if (!(await leases.acquire(LEASE, holder, until, started))) return null;
  try {
    const stored = await readTwice(deps);
    return { ...stored, seconds: (clock().getTime() - started.getTime()) / 1000 };
  } finally {
    await leases.release(LEASE, holder);
  }
}

async function readTwice(deps: TakeSnapshotDeps): Promise<SnapshotSummary & IngestNotes> {
  try {
    return await read(deps);
  } catch (error) {
    if (!(error instanceof IncompleteRead)) throw error;
    deps.log.warn('a reading came short; once more', { why: error.message });
    return read(deps);
  }
}

async function read({ posture, source, clock }: TakeSnapshotDeps) {
  return posture.ingest(clock(), source.readSnapshot(await posture.known()));
}
