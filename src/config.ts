import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
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
  const file = fromFile(env.SCORELINE_CONFIG);
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== '');
  const parsed = settings.safeParse({ ...file, ...Object.fromEntries(given) });
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(mistake));
  const mistakes = halfSet(parsed.data);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return Object.freeze(configOf(parsed.data));
}

const mistake = ({ path, message }: z.core.$ZodIssue): string => `${path.join('.')}: ${message}`;

const configFile = z.strictObject({
  conversations: z.undefined('not yet: standing orders as code come with a later version').optional(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).optional(),
});

const SECRETS = new Set([
  'AZURE_CLIENT_SECRET',
  'MicrosoftAppPassword',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
]);

function fromFile(path: string | undefined): Record<string, string> {
  if (path === undefined || path.trim() === '') return {};
  const parsed = configFile.safeParse(readYaml(path) ?? {});
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `SCORELINE_CONFIG: ${mistake(issue)}`));
  const found = parsed.data.settings ?? {};
  const names = new Set(Object.keys(settings.shape));
  const mistakes = Object.keys(found).flatMap((name) => {
    if (SECRETS.has(name)) return [`SCORELINE_CONFIG: ${name} is a secret; set it in the environment`];
    return names.has(name) ? [] : [`SCORELINE_CONFIG: there is no setting ${name}`];
  });
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return found;
}

function readYaml(path: string): unknown {
  try {
    return parseYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigError([
      `SCORELINE_CONFIG: cannot read ${path}: ${error instanceof Error ? error.message : error}`,
    ]);
  }
}

/** A platform is on when its variables are set; half-set is an error. */
function halfSet(given: Settings): string[] {
  const { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId, MicrosoftAppType } = given;
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN } = given;
  const secret = MicrosoftAppType === 'SingleTenant' ? { MicrosoftAppPassword } : {};
  const later =
    SLACK_APP_TOKEN === undefined ? [] : ['SLACK_APP_TOKEN: not yet: Socket Mode comes with a later version'];
  return [
    ...missing(
      'Teams',
      { MicrosoftAppId, MicrosoftAppTenantId, ...secret },
      MicrosoftAppPassword !== undefined,
    ),
    ...missing('Slack', { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET }, SLACK_APP_TOKEN !== undefined),
    ...later,
  ];
}

/** What a platform lacks, where something of it is set: one of what it needs, or anything else (`wanted`). */
function missing(platform: string, needed: Record<string, string | undefined>, wanted: boolean): string[] {
  const absent = Object.entries(needed).filter(([, value]) => value === undefined);
  if (!wanted && absent.length === Object.keys(needed).length) return [];
  return absent.map(([name]) => `${name}: missing, while other settings of ${platform} are set`);
}

function configOf(given: Settings) {
  return {
    port: given.PORT,
    host: given.HOST,
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
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret } = given;
  if (botToken === undefined || signingSecret === undefined) return null;
  const { SLACK_API_URL: apiUrl, SLACK_RESPONSE_HOSTS: responseHosts, SLACK_TEAMS: teams } = given;
  return { botToken, signingSecret, apiUrl, responseHosts, teams };
}
