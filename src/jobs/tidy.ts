import { DAY } from '../core/time.ts';
import type { Clock, Stores } from '../ports.ts';
import type { Job } from './scheduler.ts';

/** The name of the job and its record. */
export const TIDY = 'tidy';

/** What was posted longer ago is not shown any more, apart from each order's last. */
const KEPT_DAYS = 90;

export type TidyDeps = { stores: Pick<Stores, 'outbox' | 'jobs'>; clock: Clock };

/** Once a day deletes what was posted long ago. Two that do it at once delete nothing twice. */
export function tidyJob({ stores, clock }: TidyDeps): Job {
  return {
    name: TIDY,
    patience: DAY,
    async dueIn() {
      const { last } = await stores.jobs.last(TIDY);
      return last === null ? 0 : Date.parse(last.startedAt) + DAY - clock().getTime();
    },
    async run(stop) {
      const started = clock();
      const before = new Date(started.getTime() - KEPT_DAYS * DAY);
      let rows = 0;
      for (let gone = 1; gone > 0 && !stop.aborted; rows += gone) gone = await stores.outbox.tidy(before);
      const seconds = (clock().getTime() - started.getTime()) / 1000;
      const run = { job: TIDY, startedAt: started.toISOString(), seconds, why: null, facts: { rows } };
      await stores.jobs.record({ ...run, outcome: 'done' });
      return true;
    },
  };
}
