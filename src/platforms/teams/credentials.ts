import { ClientSecretCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { LOGIN, SCOPE, type TeamsConfig } from './config.ts';
import { type Allowed, isLoopback } from './hosts.ts';
import { loopbackCredential } from './loopback-login.ts';

/** What botbuilder asks for tokens; it exports the type of its constructor's argument only. */
export type CredentialsFactory = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]
>;
type Signer = Awaited<ReturnType<CredentialsFactory['createCredentials']>>;

/**
 * Signs what goes to the connector. botbuilder's own single-tenant credential asks the public login host about an
 * authority that it does not know; ours asks nobody but that authority.
 */
export function credentialsFactory(config: TeamsConfig, allowed: Allowed): CredentialsFactory {
  const token = tokens(credentialOf(config), `${config.oauthScope ?? SCOPE}/.default`);
  const signer: Signer = {
    async signRequest(request) {
      if (!allowed(request.url)) throw new Error('a request to a host that is not allowed was not signed');
      request.headers.set('authorization', `Bearer ${await token()}`);
      return request;
    },
  };
  return {
    isValidAppId: async (appId) => appId === config.appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => signer,
  };
}

/** How the bot signs in, as botbuilder would. */
export function credentialOf(config: TeamsConfig): TokenCredential {
  if (config.appType === 'UserAssignedMSI') return new ManagedIdentityCredential({ clientId: config.appId });
  if (config.appPassword === null) throw new Error('a single-tenant bot needs its password');
  const { origin: authorityHost, protocol, hostname } = new URL(config.loginUrl ?? LOGIN);
  const { appTenantId: tenant, appId: client, appPassword: secret } = config;
  if (protocol === 'http:' && isLoopback(hostname))
    return loopbackCredential(authorityHost, { tenant, client, secret });
  return new ClientSecretCredential(tenant, client, secret, {
    authorityHost,
    disableInstanceDiscovery: authorityHost !== LOGIN,
    retryOptions: { maxRetries: 1, retryDelayInMs: 500 },
  });
}

/** Milliseconds before its end that a token is not used any more. */
const MARGIN = 300_000;

/**
 * One token at a time, and one request for it however many posts wait; a failure is not kept. Tokens end by the real
 * time, whatever clock the bot runs on.
 */
function tokens(credential: TokenCredential, scope: string): () => Promise<string> {
  let kept: { token: Promise<string>; until: number } | null = null;
  return () => {
    if (kept !== null && kept.until > Date.now()) return kept.token;
    const entry = { token: ask(), until: Number.POSITIVE_INFINITY };
    kept = entry;
    entry.token.catch(() => {
      if (kept === entry) kept = null;
    });
    return entry.token;

    async function ask(): Promise<string> {
      const found = await credential.getToken(scope);
      if (found === null) throw new Error('the login gave no token');
      entry.until = found.expiresOnTimestamp - MARGIN;
      return found.token;
    }
  };
}

/** The demo's page wants no token. */
export function noCredentials(allowed: Allowed): CredentialsFactory {
  const signer: Signer = {
    async signRequest(request) {
      if (!allowed(request.url)) throw new Error('a request to a host that is not allowed was not sent');
      return request;
    },
  };
  return {
    isValidAppId: async () => true,
    isAuthenticationDisabled: async () => true,
    createCredentials: async () => signer,
  };
}
