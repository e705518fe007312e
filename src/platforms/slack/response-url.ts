import type { SlackConfig } from './config.ts';
import { networkOf, refusal, type Sent, statusOf } from './sent.ts';

/** Slack's own hosts, the second one GovSlack's. */
const OWN = ['hooks.slack.com', 'hooks.slack-gov.com'];
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Milliseconds after which a post is given up; whether it was carried out is then unknown. */
const PATIENCE = 10_000;

/** Posts once to a `response_url`. Never rejects; a host that is not on the list gets nothing. */
export type Respond = (url: string, body: Readonly<Record<string, unknown>>) => Promise<Sent>;

export function createRespond({ responseHosts }: Pick<SlackConfig, 'responseHosts'>): Respond {
  const hosts = new Set([...OWN, ...responseHosts.map((host) => host.toLowerCase().replace(/:443$/u, ''))]);
  return async (url, body) => (allowed(url, hosts) ? post(url, body) : { kind: 'forbidden' });
}

/** `https` to a listed `host[:port]`; plain `http` only to this machine. No user name or password in it. */
export function allowed(text: string, hosts: ReadonlySet<string>): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || !hosts.has(url.host)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

async function post(url: string, body: Readonly<Record<string, unknown>>): Promise<Sent> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    const wait = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
    return answered(response.status, await response.text(), Number.isNaN(wait) ? undefined : wait);
  } catch (error) {
    return networkOf(error);
  }
}

/** Slack answers `ok`, `{"ok":true}`, or an error as JSON or as a bare word, under various statuses. */
function answered(status: number, text: string, wait: number | undefined): Sent {
  if (status === 429) return statusOf(status, wait);
  const code = /"error"\s*:\s*"([a-z0-9_]+)"/u.exec(text)?.[1] ?? /^[a-z0-9_]+$/u.exec(text.trim())?.[0];
  if (code !== undefined && code !== 'ok') return refusal(code, wait);
  return status === 200 ? { kind: 'sent' } : statusOf(status);
}
