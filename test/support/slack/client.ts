import { createHmac } from 'node:crypto';

export const SIGNING_SECRET = 'signing-secret-of-the-tests';

export type Signing = { secret?: string; at?: Date; headers?: Readonly<Record<string, string>> };

/** Sends what Slack would send, signed as Slack signs it; `signing` forges. */
export type SlackClient = {
  event(body: object, signing?: Signing): Promise<Response>;
  command(form: Readonly<Record<string, string>>, signing?: Signing): Promise<Response>;
  press(payload: object, signing?: Signing): Promise<Response>;
  raw(body: string, type: string, signing?: Signing): Promise<Response>;
};

export function slackClient(origin: string): SlackClient {
  const url = `${origin}/slack/events`;
  const form = 'application/x-www-form-urlencoded';
  return {
    raw: (body, type, signing) => post(url, body, type, signing),
    event: (body, signing) => post(url, JSON.stringify(body), 'application/json', signing),
    command: (fields, signing) => post(url, new URLSearchParams(fields).toString(), form, signing),
    press: (payload, signing) =>
      post(url, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), form, signing),
  };
}

function post(url: string, body: string, type: string, signing: Signing = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { 'content-type': type, ...signature(body, signing) } });
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signature(body: string, { secret = SIGNING_SECRET, at = new Date(), headers = {} }: Signing) {
  const seconds = Math.floor(at.getTime() / 1000);
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${hash}`, ...headers };
}
