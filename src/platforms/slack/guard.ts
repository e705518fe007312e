import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isValidSlackRequest } from '@slack/bolt';
import type { Log } from '../../ports.ts';
import { bodyOf } from '../body.ts';

/** Bytes of a request: a button press carries the message it stands on. */
const LARGEST = 1024 * 1024;
/** Seconds by which Slack's clock may be ahead of ours; Bolt looks at the past only. */
const AHEAD = 300;
const FORM = 'application/x-www-form-urlencoded';

/**
 * Stands before Bolt, which checks signatures but ends the process over a signed body that is no object, and logs the
 * beginning of one that is no JSON. Reads the body, which Bolt then takes from `rawBody`.
 */
export function guarded(next: RequestListener, signingSecret: string, log: Log): RequestListener {
  return async (request, response) => {
    try {
      const status = await readable(request, signingSecret);
      if (status === null) return next(request, response);
      if (status !== 405) log.warn('slack: a request was refused', { status, why: WHY[status] });
      refuse(response, status);
    } catch {
      log.warn('slack: a request broke off');
      response.destroy();
    }
  };
}

type Status = 400 | 401 | 405 | 413;
const WHY: Readonly<Record<Status, string>> = {
  400: 'the body is neither a form nor a JSON object',
  401: 'not signed by Slack, or long ago: look at SLACK_SIGNING_SECRET and at the clock',
  405: 'not a POST',
  413: 'the body is too large',
};

async function readable(request: IncomingMessage, signingSecret: string): Promise<Status | null> {
  if (request.method !== 'POST') return 405;
  const body = await bodyOf(request, LARGEST);
  if (body === null) return 413;
  const { headers } = request;
  // Bolt compares the whole header, and a proxy or a client may have added a character set.
  if (headers['content-type']?.toLowerCase().startsWith(FORM)) headers['content-type'] = FORM;
  const form = headers['content-type'] === FORM;
  const fields = new URLSearchParams(form ? body.toString() : '');
  // Slack signs its check of our certificate no more than anybody else's; Bolt drops all the rest of it.
  if (fields.get('ssl_check') !== '1' && !isSigned(request, body, signingSecret)) return 401;
  const text = form ? fields.get('payload') : body.toString();
  if (text !== null && !isObject(text)) return 400;
  Object.assign(request, { rawBody: body });
  return null;
}

function isSigned({ headers }: IncomingMessage, body: Buffer, signingSecret: string): boolean {
  const signature = headers['x-slack-signature'];
  const at = Number(headers['x-slack-request-timestamp'] ?? Number.NaN);
  if (typeof signature !== 'string' || !(at <= Date.now() / 1000 + AHEAD)) return false;
  return isValidSlackRequest({
    signingSecret,
    body: body.toString(),
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': at },
  });
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function refuse(response: ServerResponse, status: Status): void {
  if (status === 405) response.setHeader('allow', 'POST');
  if (status === 413) response.setHeader('connection', 'close');
  response.writeHead(status).end();
}
