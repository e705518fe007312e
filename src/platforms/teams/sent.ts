import { z } from 'zod';
import type { Delivery, Edited } from '../../ports.ts';

/** What became of one request to the conversation service. `unsent`: nothing can have reached it. */
export type Sent =
  | { kind: 'sent'; id: string | null }
  | { kind: 'limited'; seconds: number; why: string }
  /** `state`: Teams' name for it, empty where it gives none. */
  | { kind: 'refused'; status: number; state: string; why: string }
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
    return { kind: 'unsent', why: `There is no token for Teams: look at the bot’s credentials (${code}).` };
  }
  if (statusCode == null) {
    const before = BEFORE_SENDING.test(String(code ?? ''));
    return { kind: before ? 'unsent' : 'unknown', why: `Teams could not be reached (${code ?? message}).` };
  }
  const body = response?.bodyAsText ?? '';
  if (statusCode === 429 || statusCode === 412) {
    return {
      kind: 'limited',
      seconds: seconds(response?.headers.get('retry-after')),
      why: `Teams limits how often Scoreline may post (${statusCode}).`,
    };
  }
  if (statusCode >= 500 || statusCode < 400) return { kind: 'unknown', why: `Teams answered ${statusCode}.` };
  const state = Object.keys(STATES).find((name) => body.includes(name)) ?? codeIn(body);
  return { kind: 'refused', status: statusCode, state, why: wordsFor(statusCode, state) };
}

/** `Retry-After` is seconds or a date; a date is not worth a clock here. */
function seconds(header: string | undefined): number {
  const said = Number(header ?? Number.NaN);
  return Number.isFinite(said) && said >= 0 ? Math.min(said, LONGEST_WAIT) : WAIT;
}

/** Teams' names for states of a conversation, in words for whoever ordered the post. */
const STATES: Readonly<Record<string, string>> = {
  ConversationBlockedByUser: 'The person has blocked Scoreline: they can allow it again in that chat.',
  BotNotInConversationRoster: 'Scoreline is not in that conversation any more: add it there again.',
  BotDisabledByAdmin: 'An administrator of Teams has switched Scoreline off: they can allow it again.',
  MessageWritesBlocked: 'Nobody may write there: the team is archived, or its owner has closed the channel.',
  ConversationNotFound: 'The conversation does not exist any more.',
  NotEnoughPermissions: 'Scoreline may not write there: an owner of the team can allow it.',
  InvalidBotApiHost: 'The conversation belongs to another cloud of Microsoft’s than the bot.',
};

const errorBody = z.object({ error: z.object({ code: z.string() }) });

function wordsFor(status: number, state: string): string {
  const words = STATES[state];
  if (words !== undefined) return words;
  if (status === 401) return 'Teams refuses the bot’s credentials.';
  if (status === 413) return 'The card is too large for Teams.';
  return `Teams answered ${status}${state === '' ? '' : ` ${state}`}.`;
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
export function deliveryOf(
  sent: Exclude<Sent, { kind: 'sent' }>,
): Exclude<Delivery, { outcome: 'delivered' }>;
export function deliveryOf(sent: Sent): Delivery;
export function deliveryOf(sent: Sent): Delivery {
  switch (sent.kind) {
    case 'sent':
      return { outcome: 'delivered', post: sent.id };
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

/** The outcome of changing an earlier post. Its conversation may be gone as well, which is a state of its own. */
export function editedOf(sent: Sent): Edited {
  return sent.kind === 'refused' && sent.status === 404 && sent.state !== 'ConversationNotFound'
    ? { outcome: 'gone', why: 'Teams has no such message to change any more.' }
    : deliveryOf(sent);
}
