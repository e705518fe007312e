import { Unreachable } from '../core/errors.ts';
import type { Log, Scoped } from '../ports.ts';

/** Work that comes round. All times in milliseconds. */
export type Job = {
  name: string;
  /** Until it is due; it is due now where this is not above 0. */
  dueIn(): Promise<number>;
  /** Does it once, and gives up where `stop` is aborted. False: another process is at it, or was faster. */
  run(stop: AbortSignal): Promise<boolean>;
  /** Longest pause after a failure; a day where it is more. */
  patience: number;
};

/** Resolves when the run under way has been given up, its leases released. */
export type Scheduled = { stop(): Promise<void> };

/** Looked at so often, however far away it is due: clocks are set, machines sleep, and other processes do the work. */
const LOOK_MS = 15_000;
/** At most after a failure: Node's timers take no wait of 25 days, and fire at once where they are given one. */
const LONGEST_RETRY_MS = 24 * 3_600_000;
/** At least between two runs. */
const PAUSE_MS = 1_000;
/** After the first failure; twice as long after each further one in a row. */
const FIRST_RETRY_MS = 60_000;

/** Runs a job whenever it is due. A failure is logged once, and the job tried again, later each time. */
export function schedule(job: Job, log: Log, scoped: Scoped): Scheduled {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  const failed = (error: unknown): number => {
    if (stop.signal.aborted) return 0;
    failures += 1;
    const wait = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), job.patience, LONGEST_RETRY_MS);
    tell(log, error, wait);
    return wait;
  };
  const went = (wait: number): number => {
    failures = 0;
    return wait;
  };
  const round = async () => {
    const wait = await scoped({ job: job.name }, () => turn(job, stop.signal).then(went, failed));
    if (!stop.signal.aborted) timer = setTimeout(next, wait);
  };
  let running = Promise.resolve();
  const next = () => {
    running = round();
  };
  next();
  return {
    async stop() {
      stop.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

/** Milliseconds until the next turn. */
async function turn(job: Job, stop: AbortSignal): Promise<number> {
  const due = await job.dueIn();
  if (due > 0 || stop.aborted) return Math.min(due, LOOK_MS);
  return (await job.run(stop)) ? PAUSE_MS : LOOK_MS;
}

/** What a person can mend is a sentence; anything else is a fault of ours, with its stack. */
function tell(log: Log, error: unknown, wait: number): void {
  const again = { retryInSeconds: Math.round(wait / 1000) };
  if (error instanceof Unreachable) log.error(`a job could not run: ${error.message}`, again);
  else log.error('a job failed', { ...again, error });
}
