import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { canonicalKey } from './core/access.ts';

/** What an operator may set, name by name, with the defaults. `config.ts` turns it into what the program uses. */
export const settings = z.object({
  PORT: port(3978),
  HOST: host('0.0.0.0'),
  OPS_PORT: port(9464),
  OPS_HOST: host('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^(?:file:.+|postgres(?:ql)?:\/\/.+)$/, 'write file:<path> for SQLite, or postgres://…')
    .refine(
      // A socket's host comes as a parameter.
      (url) => url.startsWith('file:') || URL.canParse(url.replace('@/', '@socket/')),
      'write postgres://<user>:<password>@<host>:<port>/<database>, with %40 for @, %2F for / and %23 for # in the password',
    )
    .refine(
      (url) =>
        !url.startsWith('file://') || /^file:\/\/(?:localhost)?\/(?:[^%]|%(?!2f)[\da-f]{2})*$/i.test(url),
      'write file:<path>, or file:///<path> with %20 for a space and %25 for %',
    )
    .default('file:./data/scoreline.db'),
  SCORELINE_CONFIG: z.string().optional(),
  SCORELINE_SIMULATED_TIME: z.enum(['0', '1'], 'write 1, or leave it out').optional(),
  AZURE_TENANT_ID: guid().optional(),
  AZURE_CLIENT_ID: guid().optional(),
  AZURE_CLIENT_SECRET: z.string().optional(),
  AZURE_AUTHORITY_HOST: https().default('https://login.microsoftonline.com'),
  AZURE_RESOURCE_MANAGER_ENDPOINT: https().default('https://management.azure.com'),
  AZURE_SCOPES: list(
    /^[\w.()-]{1,90}$/,
    'write management group ids or subscription GUIDs, separated by commas',
  ),
  SNAPSHOT_EVERY: duration('PT1H'),
  SNAPSHOT_KEEP: duration('P2Y'),
  ACTORS: z.enum(['off', 'apps', 'all'], 'write off, apps or all').default('apps'),
  MicrosoftAppId: guid().optional(),
  MicrosoftAppType: z
    .enum(
      ['SingleTenant', 'UserAssignedMSI'],
      'write SingleTenant or UserAssignedMSI (new bots are one of these)',
    )
    .default('SingleTenant'),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppTenantId: guid().optional(),
  BotOpenIdMetadata: encrypted().optional(),
  ToBotFromChannelTokenIssuer: z.string().optional(),
  ToChannelFromBotLoginUrl: encrypted().optional(),
  ToChannelFromBotOAuthScope: z.string().optional(),
  TEAMS_SERVICE_HOSTS: list(/^[\w.-]+(?::\d+)?$/, 'write host or host:port, separated by commas'),
  TEAMS_TENANTS: list(/^[0-9a-f-]{36}$/i, 'write tenant GUIDs, separated by commas'),
  SLACK_BOT_TOKEN: z.string().startsWith('xox', 'a bot token begins with xoxb-').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'an app token begins with xapp-').optional(),
  SLACK_API_URL: encrypted()
    .default('https://slack.com/api/')
    .transform((url) => url.replace(/\/*$/, '/')),
  SLACK_RESPONSE_HOSTS: list(/^[\w.-]+(?::\d+)?$/, 'write host or host:port, separated by commas'),
  SLACK_TEAMS: list(/^[TE][A-Z0-9]+$/, 'write workspace ids such as T0123456, separated by commas'),
  OPERATORS: list(
    /^(?:teams:[0-9a-f-]{36}|slack:[TE][A-Z0-9]+\/[UW][A-Z0-9]+)$/i,
    'write teams:<Entra object id> or slack:<team id>/<user id>, separated by commas',
  ).transform((keys) => keys.map((key) => canonicalKey(key) ?? key)),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'write info, warn, …')
    .default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty'], 'write json or pretty').default('json'),
});
export type Settings = z.infer<typeof settings>;

function port(usual: number) {
  const wrong = 'write a port from 0 to 65535';
  return z.coerce.number(wrong).int(wrong).min(0, wrong).max(65535, wrong).default(usual);
}

/** Where to listen; a port has a setting of its own. */
function host(usual: string) {
  const wrong = 'write an address or the name of this machine, without a port';
  return z
    .string()
    .regex(/^(?:[\w.-]+|[\da-f]*(?::[\da-f.]*){2,8}(?:%[\w.-]+)?)$/i, wrong)
    .default(usual);
}

function guid() {
  return z
    .string()
    .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'write a GUID')
    .transform((id) => id.toLowerCase());
}

/** The bearer policy of the Azure SDKs refuses plain http. */
function https() {
  return z
    .url({ protocol: /^https$/, error: 'write a URL that begins with https://' })
    .transform((url) => url.replace(/\/$/, ''));
}

/** A URL that a secret goes to, or that says whom to believe: plain http on this machine only. */
function encrypted() {
  return z.string().refine((url) => {
    if (!URL.canParse(url)) return false;
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
  }, 'write a URL that begins with https://');
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function list(item: RegExp, wrong: string) {
  return z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .refine((parts) => parts.every((part) => item.test(part)), wrong);
}

/** Seconds: a little more than a hundred years. Far beyond it there are no dates. */
const LONGEST = 36_525 * 86_400;

function duration(usual: string) {
  return z
    .string()
    .refine(isDuration, 'write an ISO 8601 duration from PT1S to P100Y, such as PT1H or P2Y')
    .default(usual);
}

function isDuration(text: string): boolean {
  try {
    const duration = Temporal.Duration.from(text);
    const seconds = duration.total({ unit: 'second', relativeTo: '2026-01-01' });
    return seconds >= 1 && seconds <= LONGEST;
  } catch {
    return false;
  }
}
