import type { Log } from '../ports.ts';

/** Runs a job now and again after each pause; a failure is logged and the job comes round again. */
export function every(pauseMs: number, job: () => Promise<void>, log: Log): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const round = async () => {
    await job().catch((error: unknown) => log.error('a job failed', { error }));
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
