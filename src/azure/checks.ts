import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenCredential } from '@azure/identity';
import type { ActorPolicy } from '../core/actor.ts';
import { explainClock, explainEntra, type IdentitySettings } from '../core/entra.ts';
import { IncompleteRead, Unreachable } from '../core/errors.ts';
import { troubleOf } from '../core/trouble.ts';
import type { Check, Clock, Log } from '../ports.ts';
import { type Arm, createArm } from './arm.ts';
import type { AzureSettings } from './azure.ts';
import { readRecommendations } from './catalog.ts';
import { checkActors } from './checks-actors.ts';
import { visibility } from './checks-visibility.ts';
import { openCredential } from './credential.ts';
import { type Overview, readOverview } from './overview.ts';
import { startReading } from './reading.ts';
import { namedScopes, requestScopes } from './scopes.ts';

export type AzureCheckDeps = {
  settings: AzureSettings;
  clientId: string | null;
  actors: ActorPolicy;
  clock: Clock;
};

/** Azure's answers on the way through, for the clock that they tell. */
type Heard = { date: string | undefined };

/** Sign-in, Resource Graph, roles, and what can be seen. Reads as a snapshot does, and stores nothing. */
export async function checkAzure(deps: AzureCheckDeps): Promise<Check[]> {
  const { settings, clock } = deps;
  const credential = openCredential(settings);
  const refused = await checkSignIn(credential, deps);
  if (refused !== null) return [refused];
  const signedIn: Check = {
    name: 'azure sign-in',
    state: 'ok',
    message: `signed in ${deps.clientId === null ? 'by a managed identity' : `as ${deps.clientId}`}`,
    cure: null,
  };
  const heard: Heard = { date: undefined };
  const endpoint = settings.armEndpoint.replace(/\/+$/, '');
  const timer = { now: () => performance.now(), sleep };
  const arm = listening(createArm({ endpoint, credential, timer }), heard);
  try {
    const { reading, overview, findings } = await look(arm, settings);
    return [
      signedIn,
      clockCheck(heard, clock),
      ...visibility(overview, deps),
      findingsCheck(findings),
      await checkActors(reading, overview, deps.actors, deps.clientId),
    ];
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof IncompleteRead)) throw error;
    return [signedIn, { name: 'azure', state: 'failed', ...troubleOf(error) }];
  }
}

/** null: a token was given. */
async function checkSignIn(
  credential: TokenCredential,
  { settings, clientId }: AzureCheckDeps,
): Promise<Check | null> {
  const scope = `${settings.armEndpoint.replace(/\/+$/, '')}/.default`;
  try {
    await credential.getToken(scope);
    return null;
  } catch (error) {
    const { message, cure } = await explain(error, settings, clientId);
    return { name: 'azure sign-in', state: 'failed', message, cure };
  }
}

const NAMES = { tenant: 'AZURE_TENANT_ID', client: 'AZURE_CLIENT_ID', secret: 'AZURE_CLIENT_SECRET' };

async function explain(error: unknown, settings: AzureSettings, clientId: string | null) {
  const names: IdentitySettings = { ...NAMES, clientId };
  const words = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  const said = explainEntra(words, names) ?? explainEntra(await askAuthority(settings), names);
  if (said !== null) return said;
  if (/CredentialUnavailable|AggregateAuthentication/.test(words)) {
    return {
      message: 'There is nothing to sign in with: no client secret, workload identity or managed identity.',
      cure: 'Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or run where a managed identity is.',
    };
  }
  return {
    message: `The sign-in service at ${settings.authorityHost} did not answer.`,
    cure: 'Check AZURE_AUTHORITY_HOST, the network, HTTPS_PROXY and, behind an inspecting proxy, NODE_EXTRA_CA_CERTS.',
  };
}

/** The SDK hides why the tenant's own description could not be read. Empty where there is no answer either. */
async function askAuthority({ authorityHost, tenantId }: AzureSettings): Promise<string> {
  const url = `${authorityHost}/${tenantId ?? 'common'}/v2.0/.well-known/openid-configuration`;
  const signal = AbortSignal.timeout(5_000);
  return fetch(url, { signal, redirect: 'error' }).then(
    (response) => response.text(),
    () => '',
  );
}

function listening(arm: Arm, heard: Heard): Arm {
  return {
    ...arm,
    async query(request) {
      const answer = await arm.query(request);
      heard.date = answer.header('date');
      return answer;
    },
  };
}

/** What `readOverview` warns of is among the findings anyway. */
const SILENT: Log = { info() {}, warn() {}, error() {} };

async function look(arm: Arm, { scopes, tenantId }: AzureSettings) {
  const tenant = scopes.length === 0 ? tenantId : null;
  const reading = startReading(arm, SILENT);
  const named = namedScopes(scopes, tenantId);
  const overview: Overview = await readOverview(reading, requestScopes(named), tenant);
  const { findings } = await readRecommendations(reading, overview, tenant);
  return { reading, overview, findings };
}

function clockCheck({ date }: Heard, clock: Clock): Check {
  const trouble = explainClock(date, clock());
  if (trouble !== null) return { name: 'clock', state: 'failed', ...trouble };
  return { name: 'clock', state: 'ok', message: 'agrees with Azure', cure: null };
}

/** Findings are one row each since July 2026, easily ten times the rest: read only where a control counts them. */
function findingsCheck(findings: boolean): Check {
  return {
    name: 'azure findings',
    state: 'ok',
    message: findings
      ? 'a control counts individual findings, so each of them is read: snapshots take longer'
      : 'no control counts individual findings, so they are not read',
    cure: null,
  };
}
