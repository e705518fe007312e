import type { JobRun, JobStore } from '../ports.ts';
import type { Sql } from './sql.ts';

const RECORD = `insert into job_run (job, which, started_at, seconds, outcome, why, facts)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (job, which) do update set started_at = excluded.started_at, seconds = excluded.seconds,
    outcome = excluded.outcome, why = excluded.why, facts = excluded.facts`;

const LAST = 'select which, started_at, seconds, outcome, why, facts from job_run where job = $1';

type Which = 'last' | 'last-done';
type Stored = {
  which: Which;
  started_at: number;
  seconds: number;
  outcome: JobRun['outcome'];
  why: string | null;
  facts: string;
};

/** The last run of each job, and the last that was done: two rows a job, whatever the history. */
export function createJobStore(sql: Sql): JobStore {
  return {
    record: async (run) => {
      const kept: Which[] = run.outcome === 'done' ? ['last', 'last-done'] : ['last'];
      await sql.batch([{ sql: RECORD, rows: kept.map((which) => rowOf(run, which)) }]);
    },
    last: async (job) => {
      const rows = await sql.all<Stored>(LAST, [job]);
      const kept = (wanted: Which) => {
        const row = rows.find(({ which }) => which === wanted);
        return row === undefined ? null : runOf(job, row);
      };
      return { last: kept('last'), lastDone: kept('last-done') };
    },
  };
}

const rowOf = ({ job, startedAt, seconds, outcome, why, facts }: JobRun, which: Which) => [
  job,
  which,
  Date.parse(startedAt),
  seconds,
  outcome,
  why,
  JSON.stringify(facts),
];

const runOf = (job: string, { started_at, seconds, outcome, why, facts }: Stored): JobRun => ({
  ...{ job, startedAt: new Date(started_at).toISOString(), seconds, outcome, why },
  facts: JSON.parse(facts) as JobRun['facts'],
});
