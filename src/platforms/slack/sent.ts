import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { Delivery, Edited } from '../../ports.ts';

/** What became of one request to Slack. Only `unknown` may have been carried out all the same. */
export type Sent =
  /** `post`: of a message, what `postOf` makes of it. */
  | { kind: 'sent'; post?: string }
  | { kind: 'limited'; seconds: number }
  | { kind: 'refused'; code: string }
  | { kind: 'unreachable'; why: string }
  | { kind: 'unknown'; why: string }
  /** Nothing was sent: a `response_url` that names a host which is not on the list. */
  | { kind: 'forbidden' };

/** Seconds to wait where Slack, or something before it, limits without saying for how long. */
const DEFAULT_WAIT = 30;
/** The connection was never made, so nothing was sent. */
const NOT_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/u;
/** Slack's words for "something went wrong, perhaps after it was done". */
const HALFWAY = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);

/** What an error of the Web API client means. */
export function sentOf(error: unknown): Sent {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'limited', seconds: error.retryAfter };
  if (error instanceof WebAPIPlatformError)
    return refusal(error.data.error, error.data.response_metadata?.retryAfter);
  if (error instanceof WebAPIHTTPError) return statusOf(error.statusCode);
  // web-api 8.2 has no class of its own for a 429 without a usable Retry-After.
  if (error instanceof Error && error.message.startsWith('Retry header')) return limited(undefined);
  return networkOf(error instanceof WebAPIRequestError ? error.original : error);
}

/** An error code of Slack's, from the Web API or a `response_url`. */
export function refusal(code: string, retryAfter?: number): Sent {
  if (code === 'ratelimited' || code === 'rate_limited') return limited(retryAfter);
  const safe = /^[a-z0-9_]{1,80}$/u.test(code) ? code : 'unreadable_answer';
  return HALFWAY.has(safe) || safe === 'unreadable_answer'
    ? { kind: 'unknown', why: `Slack answered ${safe}.` }
    : { kind: 'refused', code: safe };
}

/** A status other than 200. Below 500 it was turned away, often by a proxy; above, nobody knows. */
export function statusOf(status: number, retryAfter?: number): Sent {
  if (status === 429) return limited(retryAfter);
  return status < 500
    ? { kind: 'unreachable', why: `The Web API answered HTTP ${status}.` }
    : { kind: 'unknown', why: `Slack answered HTTP ${status}.` };
}

/** An error of `fetch`. */
export function networkOf(error: unknown): Sent {
  const code = codeOf(error);
  return NOT_CONNECTED.test(code)
    ? { kind: 'unreachable', why: `Slack cannot be reached (${code}).` }
    : { kind: 'unknown', why: `The connection to Slack broke off (${code}).` };
}

const limited = (seconds: number | undefined): Sent => ({
  kind: 'limited',
  seconds: seconds ?? DEFAULT_WAIT,
});

/** `fetch` hides the system's code one or two causes deep. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : codeOf(error.cause);
}

/** The outcome of an unasked post, for the delivery queue. `after` is in seconds. */
export function deliveryOf(sent: Sent): Delivery {
  const why = whyOf(sent);
  switch (sent.kind) {
    case 'sent':
      return { outcome: 'delivered', post: sent.post ?? null };
    case 'limited':
      return { outcome: 'retry', after: sent.seconds, why, crowded: true };
    case 'unreachable':
      return { outcome: 'retry', after: DEFAULT_WAIT, why };
    case 'unknown':
      return { outcome: 'unknown', why };
    case 'refused':
    case 'forbidden':
      return { outcome: 'paused', why };
  }
}

/** Slack's words for a message that cannot be changed any more. */
const NOT_THERE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** The outcome of changing an earlier post. */
export function editedOf(sent: Sent): Edited {
  return sent.kind === 'refused' && NOT_THERE.has(sent.code)
    ? { outcome: 'gone', why: `Slack has no such message to change (${sent.code}).` }
    : deliveryOf(sent);
}

/** In words for whoever ordered the post, and for the log. */
export function whyOf(sent: Sent): string {
  switch (sent.kind) {
    case 'sent':
      return '';
    case 'limited':
      return `Slack limits how often Scoreline may post (${sent.seconds} s).`;
    case 'refused':
      return WHY[sent.code] ?? `Slack refused the message (${sent.code}).`;
    case 'forbidden':
      return 'The response_url names a host that is not allowed (SLACK_RESPONSE_HOSTS).';
    case 'unreachable':
    case 'unknown':
      return sent.why;
  }
}

const TOKEN = 'Slack does not accept the bot token any more: install the app again and set SLACK_BOT_TOKEN.';
const GONE = 'That person cannot be written to: the account is closed, or its messages to apps are off.';
const CLOSED = 'The workspace does not let apps post in this channel.';
const ORGANISATION =
  'The organisation does not let Scoreline into this workspace: an administrator adds it there.';
const WHY: Readonly<Record<string, string>> = {
  not_in_channel: 'Scoreline is not a member of this channel: invite it there with /invite.',
  channel_not_found: 'Slack knows no such conversation, or it is private and Scoreline was not invited.',
  is_archived: 'The channel is archived.',
  is_inactive: 'The channel is closed to new messages.',
  user_not_found: GONE,
  cannot_dm_bot: GONE,
  messages_tab_disabled: GONE,
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  missing_scope: 'The app lacks a scope: update it from manifest/slack.yaml and install it again.',
  restricted_action: CLOSED,
  restricted_action_read_only_channel: CLOSED,
  restricted_action_thread_only_channel: CLOSED,
  restricted_action_non_threadable_channel: CLOSED,
  no_permission: CLOSED,
  cannot_reply_to_message: CLOSED,
  restricted_action_thread_locked: CLOSED,
  ekm_access_denied: 'An administrator has suspended writing in this workspace.',
  access_denied: ORGANISATION,
  team_access_not_granted: ORGANISATION,
  enterprise_is_restricted: ORGANISATION,
};
