import { type QueryRequest, ResourceGraphClient } from '@azure/arm-resourcegraph';
import { createResourceGraph } from '@azure/arm-resourcegraph/api';
import type { TokenCredential } from '@azure/identity';
import { Unreachable } from '../core/errors.ts';
import type { Meter } from '../ports.ts';
import { backoff, createPace, type Header, type Timer } from './pace.ts';

/** One answer of Resource Manager, whatever its status. */
export type Answer = { status: number; header: Header; body: unknown };

/** Resource Manager as everything here reaches it: paced, retried, counted. */
export type Arm = {
  query(request: QueryRequest): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** Requests sent so far, retries included. */
  requests(): number;
};

export type ArmOptions = {
  /** `https://…`, no slash at the end. */
  endpoint: string;
  credential: TokenCredential;
  timer: Timer;
  meter?: Meter;
  /** Further trusted certificates in PEM, for tests. */
  ca?: string;
};

const ATTEMPTS = 5;
/** An answer that does not come is as good as none. Milliseconds; a page of 16 MB takes seconds. */
const PATIENCE = 100_000;

/**
 * Rejects with `Unreachable`: no connection, no token, or still 429 or 5xx after five attempts. Any other status is
 * returned. The SDK's own retries are off: they obey a `Retry-After` of any length.
 */
export function createArm({ endpoint, credential, timer, meter, ca }: ArmOptions): Arm {
  const options = {
    endpoint,
    credentials: { scopes: [`${endpoint}/.default`] },
    retryOptions: { maxRetries: 0 },
    ...(ca === undefined ? {} : { tlsOptions: { ca } }),
  };
  const client = new ResourceGraphClient(credential, options);
  const rest = createResourceGraph(credential, '', { ...options, pipeline: client.pipeline });
  const pace = createPace(timer);
  let requests = 0;

  const ask = async (attempt: number, send: () => Promise<Answer>): Promise<Answer> => {
    requests += 1;
    const answer = await send().catch(unanswered);
    meter?.({ kind: 'azure-request', status: answer.status });
    pace.heard(answer.header);
    if (!transient(answer.status)) return answer;
    if (attempt === ATTEMPTS) throw lasting(endpoint, answer);
    await timer.sleep(backoff(attempt, answer.header));
    return { ...answer, status: AGAIN };
  };
  const persist = async (turn: () => Promise<void>, send: () => Promise<Answer>): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      await turn();
      const answer = await ask(attempt, send);
      if (answer.status !== AGAIN) return answer;
    }
  };
  return {
    query: (request) => persist(pace.turn, () => queryOnce(client, request)),
    get: (path) =>
      persist(
        async () => {},
        () => getOnce(rest, path),
      ),
    requests: () => requests,
  };
}

const AGAIN = -1;
const NO_CONNECTION = 0;

async function queryOnce(client: ResourceGraphClient, request: QueryRequest): Promise<Answer> {
  const heard: { answer?: Answer } = {};
  await client
    .resources(request, {
      abortSignal: AbortSignal.timeout(PATIENCE),
      onResponse: ({ status, headers, parsedBody }) => {
        heard.answer = { status, header: (name) => headers.get(name), body: parsedBody };
      },
    })
    .catch((error: unknown) => {
      // A status that the SDK does not expect is an answer to us; without an answer the error says why.
      if (heard.answer === undefined) throw error;
    });
  if (heard.answer === undefined) throw new Error('Resource Graph answered without a response');
  return heard.answer;
}

async function getOnce(rest: ReturnType<typeof createResourceGraph>, path: string): Promise<Answer> {
  const response = await rest.pathUnchecked(path).get({ abortSignal: AbortSignal.timeout(PATIENCE) });
  return { status: Number(response.status), header: (name) => response.headers[name], body: response.body };
}

function transient(status: number): boolean {
  return status === NO_CONNECTION || status === 408 || status === 429 || status >= 500;
}

/** A refused sign-in is final; a connection that broke is worth another attempt. */
function unanswered(error: unknown): Answer {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (/Authentication|CredentialUnavailable|ClientAuth/.test(name)) throw noToken(name, message);
  const code = error instanceof Error && 'code' in error && error.code;
  return { status: NO_CONNECTION, header: () => undefined, body: code || name };
}

/** The messages of the SDK are pages long, and name the client; Entra's code is what its documentation is found by. */
function noToken(name: string, message: string): Unreachable {
  const code = /AADSTS\d+/.exec(message)?.[0];
  if (code === undefined && /Aggregate|CredentialUnavailable/.test(name)) {
    return new Unreachable(
      'Azure gave no token: no client, workload identity or managed identity was found. ' +
        'Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.',
    );
  }
  if (code === undefined && /endpoints_resolution|network|openid/i.test(message)) {
    return new Unreachable(
      'Azure gave no token: the sign-in service did not answer for this tenant. ' +
        'Check AZURE_TENANT_ID, AZURE_AUTHORITY_HOST, the network and its certificates.',
    );
  }
  return new Unreachable(
    `Azure gave no token (${code ?? name}). Check the tenant, the client and its secret or identity.`,
  );
}

function lasting(endpoint: string, { status, body }: Answer): Error {
  if (status === NO_CONNECTION) {
    return new Unreachable(
      `Azure Resource Manager did not answer at ${endpoint} (${String(body)}). ` +
        'Check AZURE_RESOURCE_MANAGER_ENDPOINT, the network and its certificates.',
    );
  }
  return new Unreachable(
    `Azure Resource Manager answered ${status} ${ATTEMPTS} times in a row. Try again in a few minutes.`,
  );
}
