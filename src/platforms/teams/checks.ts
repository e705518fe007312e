import { z } from 'zod';
import { explainEntra, type IdentitySettings } from '../../core/entra.ts';
import type { Check } from '../../ports.ts';
import { LOGIN, METADATA, SCOPE, type TeamsConfig } from './config.ts';
import { credentialOf } from './credentials.ts';

/** Milliseconds. */
const PATIENCE = 10_000;

/** Signs the bot in and reads the keys of the channel's tokens; writes to nobody. */
export function checkTeams(config: TeamsConfig): Promise<Check[]> {
  return Promise.all([checkSignIn(config), checkKeys(config), tenantsCheck(config)]);
}

async function checkSignIn(config: TeamsConfig): Promise<Check> {
  const name = 'teams sign-in';
  try {
    await credentialOf(config).getToken(`${config.oauthScope ?? SCOPE}/.default`);
    return { name, state: 'ok', message: `the bot ${config.appId} gets its token`, cure: null };
  } catch (error) {
    return { name, state: 'failed', ...(await explain(error, config)) };
  }
}

async function explain(error: unknown, config: TeamsConfig) {
  const { appId, appType, loginUrl } = config;
  const settings: IdentitySettings = {
    tenant: 'MicrosoftAppTenantId',
    client: 'MicrosoftAppId',
    secret: 'MicrosoftAppPassword',
    clientId: appId,
  };
  const words = error instanceof Error ? error.message : String(error);
  const said = explainEntra(words, settings) ?? explainEntra(await askLogin(config), settings);
  if (said !== null) return said;
  if (appType === 'UserAssignedMSI') {
    return {
      message: 'There is no managed identity with the id in MicrosoftAppId on this machine.',
      cure: 'Assign the identity to this machine, or set MicrosoftAppType=SingleTenant and MicrosoftAppPassword.',
    };
  }
  return {
    message: `The bot gets no token${loginUrl === null ? '' : ` at ${loginUrl}`}: the sign-in service did not answer for this tenant.`,
    cure: 'Check MicrosoftAppTenantId, ToChannelFromBotLoginUrl, the network and HTTPS_PROXY.',
  };
}

/** The SDK hides why the tenant's own description could not be read. Empty where there is no answer either. */
async function askLogin({ loginUrl, appTenantId }: TeamsConfig): Promise<string> {
  const url = new URL(`/${appTenantId}/v2.0/.well-known/openid-configuration`, loginUrl ?? LOGIN);
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(url, { signal, redirect: 'error' }).then(
    (response) => response.text(),
    () => '',
  );
}

const Metadata = z.object({ jwks_uri: z.url() });

/** Without these keys every request of Teams is answered 401. */
async function checkKeys({ openIdMetadata }: TeamsConfig): Promise<Check> {
  const name = 'teams keys';
  const url = openIdMetadata ?? METADATA;
  try {
    const { jwks_uri } = Metadata.parse(await readJson(url));
    await readJson(jwks_uri);
    return { name, state: 'ok', message: "the keys of Teams' tokens can be read", cure: null };
  } catch {
    return {
      name,
      state: 'failed',
      message: `The keys of Teams' tokens cannot be read at ${url}, so nobody could be let in.`,
      cure: 'Let this machine reach that address, or set BotOpenIdMetadata to the one of your cloud.',
    };
  }
}

async function readJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

async function tenantsCheck({ tenants, appTenantId, serviceHosts }: TeamsConfig): Promise<Check> {
  const hosts = serviceHosts.length === 0 ? '' : `; further service hosts: ${serviceHosts.join(', ')}`;
  const home = appTenantId.toLowerCase();
  if (tenants.some((tenant) => tenant.toLowerCase() === home)) {
    const message = `people of ${tenants.join(', ')} may talk to the bot${hosts}`;
    return { name: 'teams tenants', state: 'ok', message, cure: null };
  }
  return {
    name: 'teams tenants',
    state: 'warning',
    message: `TEAMS_TENANTS does not hold the bot's own tenant ${home}: its people are turned away${hosts}.`,
    cure: 'Add it to TEAMS_TENANTS if that is not what you want.',
  };
}
