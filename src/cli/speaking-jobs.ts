import { randomInt } from 'node:crypto';
import { referenceOf } from '../core/reference.ts';
import { applyFileJob } from '../jobs/apply-file-job.ts';
import { type DeliverDeps, deliverJob } from '../jobs/deliver.ts';
import { type EvaluateDeps, evaluateAlertsJob } from '../jobs/evaluate-alerts.ts';
import { planDigestsJob } from '../jobs/plan-digests.ts';
import type { Job } from '../jobs/scheduler.ts';
import { tidyJob } from '../jobs/tidy.ts';
import type { App } from '../main.ts';
import type { Clock, Log } from '../ports.ts';

/** `every`: milliseconds between two snapshots. */
type Speaking = { every: number; log: Log };

/** What posts are decided and made from. `clock`: where it is another one than the service's. */
export const speakingDeps = (
  { speaking, messenger }: App,
  { every, log }: Speaking,
  clock: Clock = speaking.clock,
): DeliverDeps & EvaluateDeps => ({
  ...{ ...speaking, clock, messenger, log, every },
  newId: () => referenceOf(randomInt),
  random: Math.random,
});

/** The jobs that speak first: decided by what is stored, posted from what is decided. */
export function speakingJobs(app: App, of: Speaking & { holder: string }): Job[] {
  const deps = speakingDeps(app, of);
  const file = applyFileJob({ stores: app.stores, apply: app.applyFile, log: of.log });
  return [
    planDigestsJob(deps),
    evaluateAlertsJob(deps),
    deliverJob(deps, of.holder),
    tidyJob(app.speaking),
    file,
  ];
}
