import { LOOK_UP_ACTORS, type LookUpActorsDeps, lookUpActors } from './look-up-actors.ts';
import type { Job } from './scheduler.ts';

export type ActorsJobDeps = Omit<LookUpActorsDeps, 'stop'> & {
  /** Milliseconds between two snapshots. */
  every: number;
};

/** Looks up who changed what after each snapshot, whoever took it: once, whether or not it succeeds. */
export function actorsJob(deps: ActorsJobDeps, holder: string): Job {
  return {
    name: LOOK_UP_ACTORS,
    patience: deps.every,
    async dueIn() {
      const [latest, { last }] = await Promise.all([deps.posture.latest(), deps.jobs.last(LOOK_UP_ACTORS)]);
      const facts = last?.facts ?? {};
      const done = latest?.id === facts.snapshot && facts.policy === deps.policy;
      return latest === null || done ? deps.every : 0;
    },
    async run(stop) {
      const looked = await lookUpActors({ ...deps, stop }, holder);
      if (looked !== null && looked.sought > 0) deps.log.info('looked up who changed resources', looked);
      return looked !== null;
    },
  };
}
