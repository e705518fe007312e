import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { type Activity, tenantsOf } from './activity.ts';
import type { Adapter } from './adapter.ts';
import { ISSUER, type TeamsConfig } from './config.ts';
import type { Allowed } from './hosts.ts';
import { isLoopback } from './hosts.ts';

/** Why a request is not served. `why` is for the log, and holds nothing secret. */
export type Refusal = { status: 400 | 401 | 403 | 413 | 503; why: string };

/** Decides what is served; null is yes. */
export type Gate = {
  /** By the head of a request alone, before its body is read. */
  caller(request: IncomingMessage): Refusal | null;
  /** `raw` is the activity as it came. */
  activity(request: IncomingMessage, given: Activity, raw: object): Promise<Refusal | null>;
};

type Quiet = <T>(work: () => Promise<T>) => Promise<T>;

/** Token, service host, tenant. Nothing is sent anywhere before the host is known to be allowed. */
export function realGate(config: TeamsConfig, adapter: Adapter, allowed: Allowed, quiet: Quiet): Gate {
  const tenants = new Set(config.tenants.map((tenant) => tenant.toLowerCase()));
  return {
    caller({ headers }) {
      const why = unfit(headers.authorization ?? '', config);
      return why === null ? null : { status: 401, why };
    },
    async activity({ headers }, given, raw) {
      if (given.channelId !== 'msteams') return { status: 403, why: 'another channel than Teams' };
      if (!allowed(given.serviceUrl)) return { status: 403, why: 'the service host is not allowed' };
      try {
        await quiet(() => adapter.verify(raw, headers.authorization ?? ''));
      } catch (error) {
        return refusalOf(error);
      }
      const said = tenantsOf(given);
      const ours = said.length > 0 && said.every((tenant) => tenants.has(tenant));
      return ours ? null : { status: 403, why: 'another tenant' };
    },
  };
}

const claims = z.object({ iss: z.string(), exp: z.number(), tid: z.string().optional() });
/** Tenants of the Bot Framework itself, public and government. */
const BOT_FRAMEWORK = ['d6d49420-f39b-4df7-a1dc-d59a935871db', 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'];

/**
 * What is wrong with a token that is only looked at. botbuilder would also take tokens of its emulator and of other
 * bots, which carry no `serviceurl` and whose keys are Entra's, and tokens that never end; and it keeps a list that grows with every unknown `tid`.
 */
function unfit(header: string, config: TeamsConfig): string | null {
  if (header === '') return 'no token';
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/u.exec(header)?.[1];
  if (payload === undefined) return 'not a bearer token';
  const read = claims.safeParse(json(Buffer.from(payload, 'base64url').toString()));
  if (!read.success) return 'a token without an issuer or an end';
  const { iss, tid } = read.data;
  if (iss !== (config.botTokenIssuer ?? ISSUER)) return 'a token of another issuer';
  const known = [config.appTenantId, ...config.tenants, ...BOT_FRAMEWORK];
  return tid === undefined || known.includes(tid.toLowerCase()) ? null : 'a token of another tenant';
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Only where the keys cannot be read is it not the token's fault. */
function refusalOf(error: unknown): Refusal {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const unread = name === 'FetchError' || /^Failed to load/u.test(message);
  if (unread) return { status: 503, why: `the keys of Teams' tokens cannot be read: ${message}` };
  return { status: 401, why: message.slice(0, 200) };
}

/** Loopback only, to a name of loopback, from no other web page than the demo's own. */
export function demoGate(origin: string, allowed: Allowed): Gate {
  return {
    caller({ socket, headers }) {
      if (!fromLoopback(socket.remoteAddress)) return { status: 403, why: 'not from this machine' };
      const host = URL.parse(`http://${headers.host ?? ''}`)?.hostname ?? '';
      if (!isLoopback(host)) return { status: 403, why: 'a Host that is not loopback' };
      const ownPage = headers.origin === undefined || headers.origin === origin;
      return ownPage ? null : { status: 403, why: 'another Origin' };
    },
    async activity(_, { serviceUrl }) {
      return allowed(serviceUrl) ? null : { status: 403, why: 'another serviceUrl than the demo page' };
    },
  };
}

const fromLoopback = (address: string | undefined): boolean =>
  address !== undefined && /^(?:::ffff:)?127\.|^::1$/u.test(address);
