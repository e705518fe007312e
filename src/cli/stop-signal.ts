import { constants } from 'node:os';

/** npm passes on what the terminal sends to the whole group, so that one Ctrl-C arrives twice. */
const ONE_KEY_MS = 1_000;

/** Resolves with the first signal that asks the process to stop. A later one ends it at once. */
export function stopSignal(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let first = Number.POSITIVE_INFINITY;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      const now = performance.now();
      if (now - first > ONE_KEY_MS) process.exit(128 + constants.signals[signal]);
      first = Math.min(first, now);
      resolve(signal);
    });
  }
  return promise;
}
