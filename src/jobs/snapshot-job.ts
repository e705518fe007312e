import type { Snapshot } from '../core/snapshot.ts';
import type { Clock, Meter, PostureSource, PostureStore } from '../ports.ts';
import type { Job } from './scheduler.ts';
import { TAKE_SNAPSHOT, type TakeSnapshotDeps, takeSnapshot } from './take-snapshot.ts';

export type SnapshotJobDeps = Omit<TakeSnapshotDeps, 'source' | 'due' | 'stop'> & {
  /** Opened when the first snapshot is due. */
  source: () => Promise<PostureSource>;
  meter: Meter;
  /** Milliseconds between two snapshots. */
  every: number;
};

/** Takes a snapshot whenever the newest stored one, whoever took it, is old enough. */
export function snapshotJob(deps: SnapshotJobDeps, holder: string): Job {
  const { posture, clock, log, meter, every } = deps;
  const untilDue = () => dueIn(posture, clock, every);
  return {
    name: TAKE_SNAPSHOT,
    patience: every,
    dueIn: untilDue,
    async run(stop) {
      const started = performance.now();
      const due = async () => (await untilDue()) <= 0;
      try {
        const taken = await takeSnapshot({ ...deps, source: await deps.source(), due, stop }, holder);
        if (taken === null) return false;
        log.info('snapshot taken', taken);
        meter({ kind: 'snapshot-taken', ...taken });
        return true;
      } catch (error) {
        const seconds = (performance.now() - started) / 1000;
        if (!stop.aborted) meter({ kind: 'snapshot-failed', seconds });
        throw error;
      }
    },
  };
}

async function dueIn(posture: PostureStore, clock: Clock, every: number): Promise<number> {
  const latest = await posture.latest();
  return latest === null ? 0 : untilNext(latest, clock(), every);
}

/**
 * Milliseconds from one snapshot's start to the next. A snapshot from the future means that a clock was set back: due,
 * because the attempt says what is wrong and does no harm.
 */
function untilNext({ takenAt }: Snapshot, now: Date, every: number): number {
  const age = now.getTime() - Date.parse(takenAt);
  return age < 0 ? 0 : every - age;
}
