import { Unreachable } from '../core/errors.ts';
import type { Log } from '../ports.ts';

/** What a person can mend is a sentence; anything else is a fault of ours, with its stack. */
function tell(log: Log, error: unknown): void {
  if (error instanceof Unreachable) log.error(`a job could not run: ${error.message}`);
  else log.error('a job failed', { error });
}

/** Runs a job now and again after each pause; a failure is logged and the job comes round again. */
export function every(pauseMs: number, job: () => Promise<void>, log: Log): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const round = async () => {
    await job().catch((error: unknown) => tell(log, error));
    if (!stopped) timer = setTimeout(next, pauseMs);
  };
  let running = Promise.resolve();
  const next = () => {
    running = round();
  };
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
