import { setTimeout as sleep } from 'node:timers/promises';
import type { App, Receiver } from '@slack/bolt';
import { type Connection, type Dialling, openConnection } from './connection.ts';
import { createTrouble, failureOf } from './socket-trouble.ts';

/** Milliseconds: the longest wait between two attempts, and the life of a connection that was a good one. */
const LONGEST_WAIT = 60_000;
const GOOD = 30_000;

export type SocketReceiver = Omit<Receiver, 'start' | 'stop'> & {
  /** Connects, and again whenever that ends, until `stop`. Never rejects: what goes wrong is logged. */
  start(): Promise<void>;
  /** No request is taken after this resolves. Within some two seconds. */
  stop(): Promise<void>;
};

/**
 * Slack over a WebSocket that we open, so that nothing has to reach this machine. Slack asks for another connection
 * every few hours; that one is open before the last is closed, so no command finds nobody listening.
 */
export function socketReceiver(dialling: Dialling): SocketReceiver {
  const stopping = new AbortController();
  let app: App | null = null;
  let running: Promise<void> | null = null;
  return {
    init(given) {
      app = given;
    },
    async start() {
      if (app === null || stopping.signal.aborted) return;
      running ??= keepConnected(app, dialling, stopping.signal);
      await running;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function keepConnected(app: App, dialling: Dialling, stop: AbortSignal): Promise<void> {
  const trouble = createTrouble(dialling.log);
  const stopped = new Promise<null>((resolve) => stop.addEventListener('abort', () => resolve(null)));
  let last: Connection | null = null;
  let failures = 0;
  while (!stop.aborted) {
    const next = await openConnection(app, dialling, stop).catch(failureOf);
    if ('why' in next) {
      if (!stop.aborted) trouble.failed(next);
      failures += 1;
      await pause(Math.max(waitAfter(failures), next.after * 1000), stop);
      continue;
    }
    trouble.over();
    await last?.end();
    last = next;
    const began = performance.now();
    const reason = await Promise.race([next.leaving, stopped]);
    if (!stop.aborted) trouble.left(reason);
    // The first that ends early is followed at once, those after it are not.
    failures = performance.now() - began >= GOOD ? 0 : failures + 1;
    await pause(waitAfter(failures - 1), stop);
  }
  await last?.end();
}

/** Milliseconds: 1 s, 2 s, 4 s …, and less by chance, so that several processes do not come back in step. */
function waitAfter(failures: number): number {
  if (failures <= 0) return 0;
  return Math.min(LONGEST_WAIT, 1000 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

const pause = (milliseconds: number, stop: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal: stop }).catch(() => {});
