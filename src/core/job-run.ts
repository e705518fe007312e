/** One run of a job. `why`: in words, null where it was done. `facts`: what the job has to tell of it. */
export type JobRun = {
  job: string;
  /** ISO 8601 UTC. */
  startedAt: string;
  seconds: number;
  outcome: 'done' | 'failed';
  why: string | null;
  facts: { [name: string]: number | string | string[] };
};
