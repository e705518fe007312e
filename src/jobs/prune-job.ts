import { PRUNE, type PruneDeps, pruneHistory, pruningDue } from './prune.ts';
import type { Job } from './scheduler.ts';

const HOUR = 3_600_000;

/** Deletes the old end of history after a snapshot. */
export function pruneJob(deps: Omit<PruneDeps, 'stop'>, holder: string): Job {
  return {
    name: PRUNE,
    patience: HOUR,
    dueIn: async () => ((await pruningDue(deps)) ? 0 : Number.POSITIVE_INFINITY),
    async run(stop) {
      const pruned = await pruneHistory({ ...deps, stop }, holder);
      if (pruned === null) return false;
      deps.log.info('history pruned', pruned);
      return true;
    },
  };
}
