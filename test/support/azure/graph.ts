import type { Row } from './kql-parse.ts';
import { runQuery } from './kql-run.ts';

/** The rows that a fake tenant holds. */
export type Rows = {
  containers: readonly Row[];
  security: readonly Row[];
  /** Resources, of which most tests need none; changes of them; changes of what contains them. */
  resources?: readonly Row[];
  changes?: readonly Row[];
  containerChanges?: readonly Row[];
};

export type GraphRequest = {
  query: string;
  subscriptions?: string[];
  managementGroups?: string[];
  options?: { $top?: number; $skipToken?: string; resultFormat?: string };
};

export type Reply = { status: number; headers?: Record<string, string>; body: unknown };

const same = (left: unknown, right: unknown) => String(left).toLowerCase() === String(right).toLowerCase();

/** Subscriptions under a management group, and the groups themselves, by the chains of the container rows. */
function under(rows: Rows, group: string): (row: Row) => boolean {
  const chainOf = ({ properties }: Row): { name: string }[] => {
    const own = properties as { managementGroupAncestorsChain?: { name: string }[]; details?: typeof own };
    return own.managementGroupAncestorsChain ?? own.details?.managementGroupAncestorsChain ?? [];
  };
  const inside = rows.containers.filter(
    (row) =>
      chainOf(row).some((link) => same(link.name, group)) ||
      (row.type !== SUBSCRIPTION && same(row.name, group)),
  );
  const subscriptions = new Set(
    inside.map((row) => String(row.subscriptionId).toLowerCase()).filter((id) => id !== ''),
  );
  return (row) => inside.includes(row) || subscriptions.has(String(row.subscriptionId).toLowerCase());
}

const SUBSCRIPTION = 'microsoft.resources/subscriptions';

/** Evaluates one query over what this request's scope and the identity's roles leave of the tenant. */
export function answerQuery(
  rows: Rows,
  denied: readonly string[],
  request: GraphRequest,
  pages: Pages,
): Reply {
  const { subscriptions, managementGroups } = request;
  const isDenied = (id: unknown) => denied.some((each) => same(each, id));
  if (isDenied('*') || managementGroups?.some(isDenied)) return ERRORS.accessDenied;
  if (subscriptions?.every(isDenied)) return ERRORS.noSubscriptions;
  const inGroups = managementGroups?.map((group) => under(rows, group));
  const visible = (row: Row) =>
    !isDenied(row.subscriptionId || row.name) &&
    (subscriptions?.some((id) => same(id, row.subscriptionId)) ?? true) &&
    (inGroups?.some((test) => test(row)) ?? true);
  return pages.page(request, () =>
    runQuery(request.query, {
      securityresources: rows.security.filter(visible),
      resourcecontainers: rows.containers.filter(visible),
      resources: (rows.resources ?? []).filter(visible),
      resourcechanges: (rows.changes ?? []).filter(visible),
      resourcecontainerchanges: (rows.containerChanges ?? []).filter(visible),
    }),
  );
}

/** Pages of answers; a token belongs to its query and scope, and another query's token is an error. */
export type Pages = { page(request: GraphRequest, evaluate: () => readonly Row[]): Reply; forget(): void };

export function createPages(most: number): Pages {
  const answers = new Map<string, readonly Row[]>();
  return {
    forget: () => answers.clear(),
    page(request, evaluate) {
      const key = JSON.stringify([request.query, request.subscriptions, request.managementGroups]);
      const [from, of] = parseToken(request.options?.$skipToken);
      if (of !== null && of !== key) return failure(400, 'BadRequest', 'InvalidSkipToken');
      const found = answers.get(key) ?? evaluate();
      answers.set(key, found);
      const size = Math.min(request.options?.$top ?? 100, most);
      const data = found.slice(from, from + size);
      const token = from + size < found.length ? { $skipToken: toToken(from + size, key) } : {};
      const body = {
        totalRecords: found.length,
        count: data.length,
        data,
        facets: [],
        resultTruncated: 'false',
        ...token,
      };
      return { status: 200, body };
    },
  };
}

const toToken = (from: number, key: string) => Buffer.from(JSON.stringify([from, key])).toString('base64');

function parseToken(token: string | undefined): [number, string | null] {
  return token === undefined
    ? [0, null]
    : (JSON.parse(Buffer.from(token, 'base64').toString()) as [number, string]);
}

function failure(status: number, code: string, detail: string): Reply {
  return { status, body: { error: { code, message: code, details: [{ code: detail, message: detail }] } } };
}

/** Azure's errors, in the shapes of the published bodies. */
export const ERRORS = {
  accessDenied: failure(403, 'AccessDenied', 'AccessDenied'),
  noSubscriptions: failure(400, 'BadRequest', 'NoValidSubscriptionsInQueryRequest'),
  server: failure(500, 'InternalServerError', 'InternalServerError'),
  forbidden: { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'No authorization' } } },
  /** The keys of this one are capitalised. */
  noScore: {
    status: 404,
    body: { Error: { Code: 'ResourceNotFound', Message: "Secure score 'ascScore' does not exist" } },
  },
  noSubscription: { status: 404, body: { error: { code: 'SubscriptionNotFound', message: 'Not found' } } },
};

/** 429 as Resource Graph sends it. `retryAfter` in seconds, or whatever text. */
export function throttled(retryAfter: number | string): Reply {
  return {
    ...failure(429, 'RateLimiting', 'RateLimiting'),
    headers: {
      'retry-after': String(retryAfter),
      'x-ms-user-quota-remaining': '0',
      'x-ms-user-quota-resets-after': '00:00:05',
    },
  };
}
