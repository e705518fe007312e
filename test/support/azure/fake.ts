import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificates } from './certificate.ts';
import { answerQuery, createPages, ERRORS, type GraphRequest, type Reply, type Rows } from './graph.ts';
import { answerList } from './rest.ts';

/** One request that the fake has answered. `graph`: the body of a query. */
export type Seen = { method: string; path: string; graph: GraphRequest | null; status: number };

export type FakeOptions = {
  /** Subscriptions and management groups without a role; `*`: none anywhere. */
  denied?: string[];
  /** Rows of a page at most; Azure's limit otherwise. */
  pageRows?: number;
  /** Answers instead of the fake; null or nothing: the fake answers. `attempt` counts requests from 1. */
  intercept?: (request: Omit<Seen, 'status'>, attempt: number) => Reply | null | undefined;
  /** Changes what the fake would have answered. */
  alter?: (reply: Reply, request: Omit<Seen, 'status'>) => Reply;
  /** The answer waits for this. */
  hold?: (request: Omit<Seen, 'status'>, attempt: number) => Promise<unknown> | undefined;
  /** Quota headers of each Resource Graph answer; 14 left otherwise. */
  quota?: () => Record<string, string>;
};

export type AzureFake = {
  /** `AZURE_RESOURCE_MANAGER_ENDPOINT`. */
  url: string;
  /** `AZURE_AUTHORITY_HOST`. */
  authorityUrl: string;
  /** The authority that signed the server's certificate, as PEM and as a file for `NODE_EXTRA_CA_CERTS`. */
  ca: string;
  caFile: string;
  /** What a child process needs to reach the fake and nothing else. */
  env: Record<string, string>;
  requests: Seen[];
  setTenant(tenant: Rows & { id?: string }): void;
  /** Replaces options from now on; what is not named stays. */
  set(options: FakeOptions): void;
  close(): Promise<void>;
};

/** Entra's token endpoint, Resource Graph and the questions to Resource Manager, over TLS on a free loopback port. */
export async function startAzureFake(
  tenant: Rows & { id?: string },
  options: FakeOptions = {},
): Promise<AzureFake> {
  const { ca, certificate, key } = createCertificates();
  const folder = await mkdtemp(join(tmpdir(), 'azure-fake-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, ca);
  const state: State = {
    rows: tenant,
    options,
    pages: createPages(options.pageRows ?? 1000),
    requests: [],
    url: '',
  };
  const server = createServer({ key, cert: certificate }, (incoming, outgoing) => {
    void answer(state, incoming)
      .catch(broken)
      .then(({ status, headers, body }) => {
        outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
        outgoing.end(JSON.stringify(body));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: state.url,
    authorityUrl: state.url,
    ca,
    caFile,
    env: environment(state.url, caFile, tenant.id ?? FAKE_TENANT),
    requests: state.requests,
    setTenant(next) {
      state.rows = next;
      state.pages.forget();
    },
    set(next) {
      state.options = { ...state.options, ...next };
      state.pages = createPages(state.options.pageRows ?? 1000);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

/** A query that the evaluator does not know is an invalid query; its message says why. */
function broken(error: unknown): Reply {
  return { status: 400, body: { error: { code: 'InvalidQuery', message: String(error) } } };
}

type State = {
  rows: Rows;
  options: FakeOptions;
  pages: ReturnType<typeof createPages>;
  requests: Seen[];
  url: string;
};
const FAKE_TENANT = '11111111-1111-1111-1111-111111111111';

function environment(url: string, caFile: string, tenant: string): Record<string, string> {
  return {
    NODE_EXTRA_CA_CERTS: caFile,
    AZURE_TENANT_ID: tenant,
    AZURE_CLIENT_ID: '3c6ceee6-7eae-4716-b5e7-c38e3af6e511',
    AZURE_CLIENT_SECRET: 'not-a-secret',
    AZURE_AUTHORITY_HOST: url,
    AZURE_RESOURCE_MANAGER_ENDPOINT: url,
  };
}

async function answer(state: State, incoming: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const path = incoming.url ?? '';
  const isQuery = /^\/providers\/microsoft\.resourcegraph\/resources\?/i.test(path);
  const graph = isQuery ? (JSON.parse(Buffer.concat(chunks).toString()) as GraphRequest) : null;
  const request = { method: incoming.method ?? '', path, graph };
  const attempt = state.requests.length + 1;
  const seen: Seen = { ...request, status: 0 };
  state.requests.push(seen);
  await state.options.hold?.(request, attempt);
  const own = () => route(state, incoming, request);
  const reply = state.options.intercept?.(request, attempt) ?? state.options.alter?.(own(), request) ?? own();
  seen.status = reply.status;
  const quota = state.options.quota?.() ?? {
    'x-ms-user-quota-remaining': '14',
    'x-ms-user-quota-resets-after': '00:00:05',
  };
  return { ...reply, headers: { ...(graph === null ? {} : quota), ...reply.headers } };
}

function route(
  { rows, options, pages, url }: State,
  incoming: IncomingMessage,
  { path, graph }: Omit<Seen, 'status'>,
): Reply {
  const tenant = /^\/([^/]+)\/(?:oauth2\/)?v2\.0\//.exec(path)?.[1];
  if (tenant !== undefined) return signIn(url, tenant, path);
  if (incoming.headers.authorization !== `Bearer ${TOKEN}`)
    return { status: 401, body: { error: { code: 'InvalidToken' } } };
  if (graph !== null) return answerQuery(rows, options.denied ?? [], graph, pages);
  const id = /^\/subscriptions\/([^/?]+)/.exec(path)?.[1] ?? '';
  if (options.denied?.some((each) => each === id || each === '*')) return ERRORS.forbidden;
  const list = answerList(rows, path, url);
  if (list !== null) return list;
  const wanted = path.split('?')[0]?.toLowerCase();
  const found = [...rows.containers, ...rows.security].find((row) => String(row.id).toLowerCase() === wanted);
  if (found !== undefined) return { status: 200, body: found };
  return path.includes('/secureScores/') ? ERRORS.noScore : ERRORS.noSubscription;
}

const TOKEN = 'token-of-the-fake';

function signIn(url: string, tenant: string, path: string): Reply {
  if (!path.includes('/.well-known/')) {
    return {
      status: 200,
      body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: TOKEN },
    };
  }
  const base = `${url}/${tenant}`;
  return {
    status: 200,
    body: {
      issuer: `${base}/v2.0`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    },
  };
}
