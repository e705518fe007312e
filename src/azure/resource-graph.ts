import { z } from 'zod';
import { IncompleteRead, Unreachable } from '../core/errors.ts';
import type { Answer, Arm } from './arm.ts';

/** Where one request looks: named subscriptions, named management groups, or (neither) everything visible. */
export type RequestScope = { subscriptions?: string[]; managementGroups?: string[] };

export type Page = { kind: 'page'; rows: readonly unknown[]; total: number };
/** The identity has no role on anything in this request's scope: a state, not a fault. */
export type NoRole = { kind: 'no-role' };

const page = z.object({
  totalRecords: z.number(),
  count: z.number(),
  // The rows are checked one by one where they are read; zod would copy them all.
  data: z.custom<readonly unknown[]>(Array.isArray),
  resultTruncated: z.union([z.string(), z.boolean()]).optional(),
  $skipToken: z.string().nullish(),
});

const MOST_ROWS = 1000;

/**
 * Streams the pages of one query, at most 1000 rows each; `total` is what Azure counts in all. Rejects with
 * `IncompleteRead` where rows are missing: a cut answer without a token, or Σ rows ≠ total of the last page.
 */
export async function* readPages(
  arm: Arm,
  query: string,
  scope: RequestScope,
): AsyncGenerator<Page | NoRole> {
  let skipToken: string | undefined;
  let seen = 0;
  do {
    const options = {
      top: MOST_ROWS,
      resultFormat: 'objectArray' as const,
      ...(skipToken ? { skipToken } : {}),
    };
    const answer = await arm.query({ query, ...scope, options });
    if (isNoRole(answer)) return yield { kind: 'no-role' };
    const { data, count, totalRecords, resultTruncated, $skipToken } = parsePage(answer);
    skipToken = $skipToken || undefined;
    if (skipToken === undefined && String(resultTruncated) === 'true')
      throw new IncompleteRead('Azure cut an answer short.');
    if (count !== data.length)
      throw new IncompleteRead(`Azure announced ${count} rows and sent ${data.length}.`);
    seen += count;
    // Never ends otherwise: a token that leads nowhere.
    const stuck = skipToken !== undefined && (count === 0 || seen > totalRecords);
    if (stuck || (skipToken === undefined && seen !== totalRecords)) {
      throw new IncompleteRead(`Azure counts ${totalRecords} rows and sent ${seen}.`);
    }
    yield { kind: 'page', rows: data, total: totalRecords };
  } while (skipToken !== undefined);
}

function parsePage(answer: Answer): z.infer<typeof page> {
  if (answer.status === 401)
    throw new Unreachable(
      'Azure Resource Manager does not accept the token. Check the tenant and the cloud.',
    );
  if (answer.status !== 200 && answer.status !== 400) {
    throw new Unreachable(
      `Resource Graph answered ${answer.status}. Check AZURE_RESOURCE_MANAGER_ENDPOINT: is that Resource Manager?`,
    );
  }
  if (answer.status === 400) {
    throw new Error(`Resource Graph answered ${answer.status} ${errorCodes(answer.body).join(', ')}`);
  }
  const parsed = page.safeParse(answer.body);
  if (!parsed.success) throw new IncompleteRead('Resource Graph sent an answer that is not a page.');
  return parsed.data;
}

/** 403 where nothing is readable, or 400 where no named subscription is: Azure says it either way. */
function isNoRole(answer: Answer): boolean {
  if (answer.status === 403) return true;
  return answer.status === 400 && errorCodes(answer.body).includes('NoValidSubscriptionsInQueryRequest');
}

const detail = z.object({ code: z.string().catch('') }).catch({ code: '' });
const failure = z.object({
  error: z.object({ code: z.string().catch(''), details: z.array(detail).catch([]) }),
});

/** The code of an error and of its details, outermost first. Some services of Azure write the keys in capitals. */
export function errorCodes(body: unknown): string[] {
  const parsed = failure.safeParse(lowerKeys(body));
  if (!parsed.success) return [];
  const { code, details } = parsed.data.error;
  return [code, ...details.map((each) => each.code)];
}

function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerKeys(inner)]),
  );
}
