import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that a question waits for the one before it, and that `settled` waits for all of them. */
const PATIENCE = 5_000;

/** Answers on their way. Those of one conversation come in the order of its questions, unless one takes long. */
export function createWork() {
  const busy = new Set<Promise<void>>();
  const last = new Map<string, Promise<void>>();
  return {
    /** `job` never rejects. */
    add(conversation: string, job: () => Promise<void>): void {
      const before = last.get(conversation);
      const started = before === undefined ? job() : inTime(before).then(job);
      const running = started.finally(() => {
        busy.delete(running);
        if (last.get(conversation) === running) last.delete(conversation);
      });
      busy.add(running);
      last.set(conversation, running);
    },
    /** Until all is done, and at most so long that a stop is still orderly. */
    settled: () => inTime(Promise.all(busy)),
  };
}

async function inTime(promise: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const limit = sleep(PATIENCE, undefined, { signal: patience.signal }).catch(() => {});
  await Promise.race([promise, limit]);
  patience.abort();
}
