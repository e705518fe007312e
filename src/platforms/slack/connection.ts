import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, SocketModeReceiver } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../ports.ts';
import { clientOptions, SILENT } from './web.ts';

/** What a WebSocket of Slack's is opened with. */
export type Dialling = { appToken: string; apiUrl: string; log: Log };

/** One WebSocket, from Slack's hello to its end. */
export type Connection = {
  /** Resolves with Slack's reason once it asks us to leave, or with null once the connection is gone. */
  leaving: Promise<string | null>;
  /** Sends the close frame, and after a second no longer waits for Slack's. Never rejects. */
  end(): Promise<void>;
};

/** Slack gave an address that did not lead to its hello. */
export class NotOpened extends Error {
  override name = 'NotOpened';
}

/** Milliseconds for everything until Slack's hello, and for Slack's half of a close. */
const OPENING = 20_000;
const CLOSING = 1_000;

/**
 * Opens one connection whose envelopes `app` processes. Rejects with `NotOpened`, or with the error of the Web API
 * client where Slack gave no address; nothing stays open then.
 */
export async function openConnection(app: App, dialling: Dialling, stop: AbortSignal): Promise<Connection> {
  const giveUp = AbortSignal.any([stop, AbortSignal.timeout(OPENING)]);
  const receiver = createReceiver(dialling, giveUp);
  receiver.init(app);
  const { client } = receiver;
  const gone = Promise.withResolvers<null>();
  const asked = Promise.withResolvers<string>();
  client.on('disconnected', () => gone.resolve(null));
  watchFrames(client, asked.resolve, dialling.log);
  const end = async () => {
    hangUp(client);
    await Promise.race([gone.promise, sleep(CLOSING, undefined, { ref: false })]);
    // Once more: it then waits no longer, and clears what it left running for a connection that never opened.
    hangUp(client);
  };
  await greeted(receiver, giveUp, end);
  return { leaving: Promise.race([asked.promise, gone.promise]), end };
}

/**
 * Reconnecting is ours: the client hangs up before it looks for another connection and then waits for seconds, and one
 * that it cannot make is a rejection that nobody handles and that ends the process.
 */
function createReceiver({ appToken, apiUrl, log }: Dialling, giveUp: AbortSignal): SocketModeReceiver {
  const interruptible: typeof fetch = (url, init) =>
    fetch(url, { ...init, signal: AbortSignal.any([giveUp, ...(init?.signal ? [init.signal] : [])]) });
  return new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { ...clientOptions(), slackApiUrl: apiUrl, fetch: interruptible } },
    customPropertiesExtractor: ({ body }) => ({ delivery: digest(body) }),
    logger: SILENT,
    processEventErrorHandler: async ({ error }) => {
      log.error(`slack: a request was not processed: ${error.message}`);
      return false;
    },
  });
}

type Client = SocketModeReceiver['client'];

/** The promise is not waited for: where nothing is connected any more it may never settle. */
const hangUp = (client: Client): void => void client.disconnect().catch(() => {});

const Frame = z.object({ type: z.string(), reason: z.string().nullish() });

/**
 * Stands before the client: a frame that it cannot read is a rejection that nobody handles, and at Slack's `disconnect`
 * it would hang up at once, though Slack leaves some seconds in which the next connection can be opened.
 */
function watchFrames(client: Client, leave: (reason: string) => void, log: Log): void {
  const [read] = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (data: unknown, isBinary: boolean) => {
    try {
      const { type, reason } = Frame.parse(JSON.parse(String(data)));
      if (type === 'disconnect') leave(reason ?? type);
      else await read?.(data, isBinary);
    } catch {
      log.warn('slack: ignored a frame of an unknown shape');
    }
  });
}

async function greeted(
  receiver: SocketModeReceiver,
  giveUp: AbortSignal,
  end: () => Promise<void>,
): Promise<void> {
  // It would connect all the same when the address arrives after it was told to end.
  receiver.client.on('connecting', () => giveUp.throwIfAborted());
  const given = new Promise<Error>((resolve) => {
    giveUp.addEventListener('abort', () => resolve(new NotOpened('Slack did not say hello in time.')));
  });
  // Where the connection broke off the client rejects with nothing at all.
  const failure = receiver.start().then(
    () => null,
    (error: unknown) => error ?? new NotOpened('The WebSocket broke off before Slack said hello.'),
  );
  const outcome = await Promise.race([failure, given]);
  if (outcome === null) return;
  await end();
  throw outcome;
}

/** The same for the same request on whatever connection it comes; an envelope's own id is a new one then. */
const digest = (body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(body) ?? '')
    .digest('base64url');
