import { z } from 'zod';
import type { Delivery } from '../../ports.ts';

/** What became of one request to the conversation service. `unsent`: nothing can have reached it. */
export type Sent =
  | { kind: 'sent'; id: string | null }
  | { kind: 'limited'; seconds: number; why: string }
  | { kind: 'refused'; status: number; why: string }
  | { kind: 'unsent'; why: string }
  | { kind: 'unknown'; why: string };

const failure = z.object({
  name: z.string(),
  message: z.string(),
  code: z.union([z.string(), z.number()]).nullish(),
  statusCode: z.number().nullish(),
  response: z
    .object({
      bodyAsText: z.string().nullish(),
      headers: z.custom<{ get(name: string): string | undefined }>(
        (headers) => typeof Reflect.get(Object(headers), 'get') === 'function',
      ),
    })
    .nullish(),
});

/** Seconds to wait where Teams does not say, and the longest that we believe. */
const WAIT = 5;
const LONGEST_WAIT = 3600;
/** Failures of the way there: name resolution, connecting, and agreeing on encryption. */
const BEFORE_SENDING =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$|CERT|TLS|SELF_SIGNED|UNABLE_TO/u;
const CREDENTIALS = /^(?:Authentication|CredentialUnavailable|AggregateAuthentication)/u;

/** What a rejected request means. 429 and 412 were not taken; a server's error or a lost connection may have been. */
export function sentOf(error: unknown): Sent {
  const { name, message, code, statusCode, response } = failure.safeParse(error).data ?? {
    name: '',
    message: String(error),
  };
  if (CREDENTIALS.test(name)) {
    const code = /AADSTS\d+/u.exec(message)?.[0] ?? name;
    return { kind: 'unsent', why: `no token for Teams: look at the bot’s credentials (${code})` };
  }
  if (statusCode == null) {
    const before = BEFORE_SENDING.test(String(code ?? ''));
    return { kind: before ? 'unsent' : 'unknown', why: `Teams could not be reached: ${code ?? message}` };
  }
  const body = response?.bodyAsText ?? '';
  if (statusCode === 429 || statusCode === 412) {
    return {
      kind: 'limited',
      seconds: seconds(response?.headers.get('retry-after')),
      why: `Teams answered ${statusCode}`,
    };
  }
  if (statusCode >= 500 || statusCode < 400) return { kind: 'unknown', why: `Teams answered ${statusCode}` };
  return { kind: 'refused', status: statusCode, why: wordsFor(statusCode, body) };
}

/** `Retry-After` is seconds or a date; a date is not worth a clock here. */
function seconds(header: string | undefined): number {
  const said = Number(header ?? Number.NaN);
  return Number.isFinite(said) && said >= 0 ? Math.min(said, LONGEST_WAIT) : WAIT;
}

/** Teams' names for states of a conversation. */
const STATES: Readonly<Record<string, string>> = {
  ConversationBlockedByUser: 'the person has blocked the bot',
  BotNotInConversationRoster: 'the bot is not in that conversation (any more)',
  BotDisabledByAdmin: 'an administrator has switched the bot off',
  MessageWritesBlocked: 'nobody may write there',
  ConversationNotFound: 'the conversation does not exist (any more)',
};

const errorBody = z.object({ error: z.object({ code: z.string() }) });

function wordsFor(status: number, body: string): string {
  const state = Object.keys(STATES).find((name) => body.includes(name));
  if (state !== undefined) return `${STATES[state]} (${state})`;
  if (status === 401) return 'Teams refuses the bot’s credentials';
  if (status === 413) return 'the card is too large for Teams';
  return `Teams answered ${status} ${codeIn(body)}`.trim();
}

function codeIn(body: string): string {
  try {
    return errorBody.safeParse(JSON.parse(body)).data?.error.code.slice(0, 80) ?? '';
  } catch {
    return '';
  }
}

/** Seconds until what was not sent, or not let in, is tried again. */
const LATER = 60;
const MUCH_LATER = 300;

/** The outcome of an unasked post, for the delivery queue. `after` is in seconds. */
export function deliveryOf(sent: Sent): Delivery {
  switch (sent.kind) {
    case 'sent':
      return { outcome: 'delivered' };
    case 'limited':
      return { outcome: 'retry', after: sent.seconds, why: sent.why };
    case 'unsent':
      return { outcome: 'retry', after: LATER, why: sent.why };
    case 'unknown':
      return { outcome: 'unknown', why: sent.why };
    case 'refused':
      return sent.status === 401
        ? { outcome: 'retry', after: MUCH_LATER, why: sent.why }
        : { outcome: 'paused', why: sent.why };
  }
}
