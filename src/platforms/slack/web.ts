import { type Logger, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Log } from '../../ports.ts';
import type { SlackConfig } from './config.ts';
import { type Sent, sentOf } from './sent.ts';

/** Milliseconds after which a call is given up; whether it was carried out is then unknown. */
const PATIENCE = 10_000;

/** Calls one method of the Web API, once. Never rejects; `result` is null unless it was sent. */
export type WebApi = (
  method: string,
  body: Readonly<Record<string, unknown>>,
) => Promise<{ sent: Sent; result: unknown }>;

/** Without the client's own retries (ten, over half an hour): the delivery queue decides, and posts are never doubled. */
export function clientOptions() {
  return { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: PATIENCE, logger: SILENT };
}

export function createWebApi(config: Pick<SlackConfig, 'botToken' | 'apiUrl'>): WebApi {
  const client = new WebClient(config.botToken, { ...clientOptions(), slackApiUrl: config.apiUrl });
  return async (method, body) => {
    try {
      return { sent: { kind: 'sent' }, result: await client.apiCall(method, { ...body }) };
    } catch (error) {
      return { sent: sentOf(error), result: null };
    }
  };
}

/** Bolt's warnings and errors as lines of ours. Its debug lines hold whole payloads and are dropped. */
export function boltLogger(log: Log): Logger {
  const line = (parts: unknown[]) =>
    `slack: ${parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')}`;
  return {
    ...SILENT,
    warn: (...parts) => log.warn(line(parts)),
    error: (...parts) => log.error(line(parts)),
  };
}

const nothing = () => {};
/** Whoever calls gets the error itself, and nobody logs and throws. */
export const SILENT: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.WARN,
  setName: nothing,
};
