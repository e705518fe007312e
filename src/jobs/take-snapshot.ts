import { IncompleteRead, Unreachable } from '../core/errors.ts';
import type { SnapshotPart } from '../core/snapshot.ts';
import type {
  Clock,
  IngestNotes,
  LeaseStore,
  Log,
  PostureSource,
  PostureStore,
  SnapshotSummary,
} from '../ports.ts';
import { type Held, underLease } from './lease.ts';

export type TakenSnapshot = SnapshotSummary & IngestNotes & { seconds: number };

export type TakeSnapshotDeps = {
  posture: PostureStore;
  leases: LeaseStore;
  source: PostureSource;
  clock: Clock;
  log: Log;
  /** Gives the reading up at once; nothing of it is stored. */
  stop?: AbortSignal;
};

/**
 * Reads everything once and stores what changed; null where another process is at it. A reading that comes short is
 * tried once more; if it is short again nothing is stored. Rejects with `Unreachable` for all that a person can mend.
 */
export function takeSnapshot(deps: TakeSnapshotDeps, holder: string): Promise<TakenSnapshot | null> {
  const started = deps.clock();
  return underLease(deps, 'take-snapshot', holder, async (held) => {
    const stored = await readTwice(deps, held);
    return { ...stored, seconds: (deps.clock().getTime() - started.getTime()) / 1000 };
  });
}

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
