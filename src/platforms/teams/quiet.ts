import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * botbuilder prints every token that it refuses, with a key, to the standard error: lines that anybody on the network
 * can cause and that break a log of JSON. `run` drops what is printed inside it; `stop` gives the console back.
 */
export function createQuiet(): { run<T>(work: () => Promise<T>): Promise<T>; stop(): void } {
  const inside = new AsyncLocalStorage<true>();
  const original = console.error;
  const quiet = (...args: unknown[]) => {
    if (inside.getStore() !== true) original.apply(console, args);
  };
  console.error = quiet;
  return {
    run: (work) => inside.run(true, work),
    stop() {
      if (console.error === quiet) console.error = original;
    },
  };
}
