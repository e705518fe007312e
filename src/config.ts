import { Temporal } from 'temporal-polyfill';

export type { Conversations };

import { type Conversations, type Gathered, type Given, readConfigFile, wrongIn } from './config-file.ts';
import { type Settings, settings } from './settings.ts';

/** Settings that are wrong or missing: every one of them at once. The process exits 78 (`EX_CONFIG`). */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`Wrong configuration:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
    this.mistakes = mistakes;
  }
}

/** Everything the program is told from outside, parsed, checked and frozen. Durations in milliseconds. */
export type Config = Readonly<ReturnType<typeof configOf>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment, and the YAML file that `SCORELINE_CONFIG` names; the environment wins. Throws `ConfigError`. */
export function readConfig(env: Environment): Config {
  const { given, mistakes, whole, conversations } = gathered(env);
  const parsed = settings.safeParse(given);
  // What a file holds that cannot be read is not known to be missing.
  const found = [...mistakes, ...wrongIn(parsed), ...(whole ? halfSet(given) : [])];
  if (!parsed.success || found.length > 0) throw new ConfigError(found);
  return Object.freeze(configOf(parsed.data, conversations));
}

/** The command lines that the YAML file holds for conversations; none where it cannot be read, which `readConfig` says. */
export const readConversations = (env: Environment): Conversations =>
  readConfigFile(env.SCORELINE_CONFIG).conversations;

/** `MicrosoftAppId` alone, for what is done before the rest is set; null: not set. Throws `ConfigError`. */
export function readAppId(env: Environment): string | null {
  const { given, mistakes } = gathered(env);
  const parsed = settings.pick({ MicrosoftAppId: true }).safeParse(given);
  const found = [...mistakes, ...wrongIn(parsed)];
  if (!parsed.success || found.length > 0) throw new ConfigError(found);
  return parsed.data.MicrosoftAppId ?? null;
}

/** An empty variable is not set. */
function gathered(env: Environment): Gathered {
  const set = Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== '');
  const file = readConfigFile(env.SCORELINE_CONFIG);
  return { ...file, given: { ...file.given, ...Object.fromEntries(set) } };
}

/** A platform is on when its variables are set; half-set is an error. */
function halfSet(given: Given): string[] {
  const { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId, MicrosoftAppType } = given;
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN } = given;
  const secret = MicrosoftAppType === 'UserAssignedMSI' ? {} : { MicrosoftAppPassword };
  // In Socket Mode we call Slack, so there is nothing to sign.
  const signing = SLACK_APP_TOKEN === undefined ? { SLACK_SIGNING_SECRET } : {};
  return [
    ...missing(
      'Teams',
      { MicrosoftAppId, MicrosoftAppTenantId, ...secret },
      MicrosoftAppPassword !== undefined,
    ),
    ...missing('Slack', { SLACK_BOT_TOKEN, ...signing }, SLACK_APP_TOKEN !== undefined).map((line) =>
      line.startsWith('SLACK_SIGNING_SECRET') ? `${line}; or set SLACK_APP_TOKEN for Socket Mode` : line,
    ),
  ];
}

/** What a platform lacks, where something of it is set: one of what it needs, or anything else (`wanted`). */
function missing(platform: string, needed: Record<string, string | undefined>, wanted: boolean): string[] {
  const absent = Object.entries(needed).filter(([, value]) => value === undefined);
  if (!wanted && absent.length === Object.keys(needed).length) return [];
  return absent.map(([name]) => `${name}: missing, while other settings of ${platform} are set`);
}

function configOf(given: Settings, conversations: Conversations) {
  return {
    conversations,
    port: given.PORT,
    host: given.HOST,
    opsPort: given.OPS_PORT,
    opsHost: given.OPS_HOST,
    databaseUrl: given.DATABASE_URL,
    azure: {
      tenantId: given.AZURE_TENANT_ID ?? null,
      authorityHost: given.AZURE_AUTHORITY_HOST,
      armEndpoint: given.AZURE_RESOURCE_MANAGER_ENDPOINT,
      scopes: given.AZURE_SCOPES,
      /** What the Azure SDK reads from the environment by itself. */
      environment: {
        ...(given.AZURE_TENANT_ID === undefined ? {} : { AZURE_TENANT_ID: given.AZURE_TENANT_ID }),
        ...(given.AZURE_CLIENT_ID === undefined ? {} : { AZURE_CLIENT_ID: given.AZURE_CLIENT_ID }),
      },
    },
    /** The portal of the cloud in use. */
    portal: portalOf(given.AZURE_RESOURCE_MANAGER_ENDPOINT),
    snapshotEvery: Temporal.Duration.from(given.SNAPSHOT_EVERY).total({
      unit: 'millisecond',
      relativeTo: '2026-01-01',
    }),
    snapshotKeep: given.SNAPSHOT_KEEP,
    actors: given.ACTORS,
    teams: teamsOf(given),
    slack: slackOf(given),
    operators: given.OPERATORS,
    log: { level: given.LOG_LEVEL, format: given.LOG_FORMAT },
    simulatedTime: given.SCORELINE_SIMULATED_TIME === '1',
  };
}

function portalOf(armEndpoint: string): string {
  if (armEndpoint.endsWith('.usgovcloudapi.net')) return 'https://portal.azure.us';
  return armEndpoint.endsWith('.chinacloudapi.cn') ? 'https://portal.azure.cn' : 'https://portal.azure.com';
}

function teamsOf(given: Settings) {
  const { MicrosoftAppId: appId, MicrosoftAppTenantId: appTenantId } = given;
  if (appId === undefined || appTenantId === undefined) return null;
  return {
    appId,
    appTenantId,
    appType: given.MicrosoftAppType,
    appPassword: given.MicrosoftAppPassword ?? null,
    openIdMetadata: given.BotOpenIdMetadata ?? null,
    botTokenIssuer: given.ToBotFromChannelTokenIssuer ?? null,
    loginUrl: given.ToChannelFromBotLoginUrl ?? null,
    oauthScope: given.ToChannelFromBotOAuthScope ?? null,
    serviceHosts: given.TEAMS_SERVICE_HOSTS,
    tenants: given.TEAMS_TENANTS.length > 0 ? given.TEAMS_TENANTS : [appTenantId],
  };
}

function slackOf(given: Settings) {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken } = given;
  if (botToken === undefined) return null;
  const { SLACK_API_URL: apiUrl, SLACK_RESPONSE_HOSTS: responseHosts, SLACK_TEAMS: teams } = given;
  const rest = { botToken, apiUrl, responseHosts, teams };
  if (appToken !== undefined) return { ...rest, transport: { kind: 'socket' as const, appToken } };
  if (signingSecret === undefined) return null;
  return { ...rest, transport: { kind: 'http' as const, signingSecret } };
}
