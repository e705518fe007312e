import type { Log, Stores } from '../ports.ts';
import type { Job } from './scheduler.ts';

export type ApplyFileDeps = {
  stores: Pick<Stores, 'posture'>;
  apply: () => Promise<{ lines: number; waiting: number }>;
  log: Log;
};

const PATIENCE_MS = 60_000;

/** Applies the configuration file at start, and after each snapshot while something in it waits for a name. */
export function applyFileJob({ stores, apply, log }: ApplyFileDeps): Job {
  let looked: number | null = null;
  let waiting = true;
  const latest = async () => (await stores.posture.latest())?.id ?? 0;
  return {
    name: 'apply-file',
    patience: PATIENCE_MS,
    dueIn: async () =>
      looked === null || (waiting && looked < (await latest())) ? 0 : Number.POSITIVE_INFINITY,
    async run() {
      const seen = await latest();
      const applied = await apply();
      if (applied.lines + applied.waiting > 0) log.info('configuration file applied', applied);
      looked = seen;
      waiting = applied.waiting > 0;
      return true;
    },
  };
}
