import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ISSUER, LOGIN, METADATA, SCOPE, type TeamsConfig } from './config.ts';
import type { CredentialsFactory } from './credentials.ts';
import { type Allowed, isLoopback } from './hosts.ts';

/** botbuilder's client of one conversation service. */
export type Client = Awaited<ReturnType<Adapter['client']>>;

type Raw = Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>[0];

/** Milliseconds after which a request to the conversation service is given up. */
const TIMEOUT = 30_000;
/** They would post twice, follow a redirect with our token, or post on a connection that may be dead already. */
const UNWANTED = ['defaultRetryPolicy', 'redirectPolicy'];

/** botbuilder's adapter: checks who calls, and opens clients to the services that it was told about. */
export class Adapter extends CloudAdapter {
  readonly #appId: string;
  readonly #scope: string;
  readonly #allowed: Allowed;

  constructor(appId: string, scope: string, auth: ConfigurationBotFrameworkAuthentication, allowed: Allowed) {
    super(auth);
    this.#appId = appId;
    this.#scope = scope;
    this.#allowed = allowed;
  }

  /** Rejects where the token is missing or wrong. `raw` is the whole activity as it came. */
  async verify(raw: object, header: string) {
    await this.botFrameworkAuthentication.authenticateRequest(raw as Raw, header);
  }

  /** A client without retries, and without a proxy to this machine itself. Rejects before anything is sent where the host is not allowed. */
  async client(serviceUrl: string) {
    if (!this.#allowed(serviceUrl)) throw new Error('the service host is not allowed');
    const identity = this.createClaimsIdentity(this.#appId);
    const factory = this.botFrameworkAuthentication.createConnectorFactory(identity);
    const client = await factory.create(serviceUrl, this.#scope);
    const near = isLoopback(new URL(serviceUrl).hostname);
    tame(pipelineOf(client), near ? [...UNWANTED, 'proxyPolicy'] : UNWANTED);
    return client;
  }
}

type Pipeline = {
  removePolicy(which: { name: string }): unknown;
  addPolicy(policy: {
    name: string;
    sendRequest: (
      request: { timeout: number; disableKeepAlive: boolean },
      next: (r: unknown) => unknown,
    ) => unknown;
  }): void;
};

/** botbuilder keeps the pipeline to itself. */
function pipelineOf(client: object): Pipeline {
  return (Reflect.get(client, 'client') as { pipeline: Pipeline }).pipeline;
}

function tame(pipeline: Pipeline, unwanted: readonly string[]): void {
  for (const name of unwanted) pipeline.removePolicy({ name });
  pipeline.addPolicy({
    name: 'oneConnectionOneTry',
    sendRequest(request, next) {
      request.timeout = TIMEOUT;
      request.disableKeepAlive = true;
      return next(request);
    },
  });
}

/** The adapter of a bot that Azure knows. Its emulator's and skills' metadata are never asked: see `gate.ts`. */
export function realAdapter(config: TeamsConfig, credentials: CredentialsFactory, allowed: Allowed): Adapter {
  const scope = config.oauthScope ?? SCOPE;
  const metadata = config.openIdMetadata ?? METADATA;
  const auth = new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: config.appId,
      MicrosoftAppTenantId: config.appTenantId,
      ToBotFromChannelTokenIssuer: config.botTokenIssuer ?? ISSUER,
      ToBotFromChannelOpenIdMetadataUrl: metadata,
      ToBotFromEmulatorOpenIdMetadataUrl: metadata,
      ToChannelFromBotLoginUrl: `${new URL(config.loginUrl ?? LOGIN).origin}/${config.appTenantId}`,
      ToChannelFromBotOAuthScope: scope,
      OAuthUrl: scope,
    },
    credentials,
  );
  return new Adapter(config.appId, scope, auth, allowed);
}

/** The adapter of the demo, which checks nobody: `gate.ts` lets the demo's own page in only. */
export function demoAdapter(credentials: CredentialsFactory, allowed: Allowed): Adapter {
  return new Adapter('', SCOPE, new ConfigurationBotFrameworkAuthentication({}, credentials), allowed);
}
