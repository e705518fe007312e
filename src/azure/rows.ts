import { z } from 'zod';
import { isGuid } from './queries.ts';

/** Whose row it is: the subscription's GUID, and what has the score: that GUID again, or a connector's resource id. */
export type Owner = { subscription: string; member: string };

/**
 * One kind of row. `read` says in a few words what does not fit; `keep` is what stays as stored if the id is legible.
 * `doubt`: what a row puts in doubt that does not even say its subscription. `page`: the subscriptions of its page,
 * any of which would look as if something had been deleted. `absent`: whoever has no row of this kind. Or nobody.
 */
export type Reader<T> = {
  kind: string;
  doubt: 'page' | 'absent' | 'nobody';
  read(raw: unknown): T | string;
  keep(legible: Legible): T | null;
  subscription(row: T): string | null;
};

/** The rows of a page, and what the malformed ones among them mean. */
export type Parsed<T> = {
  rows: T[];
  rejected: number;
  /** What was wrong with the first of them. */
  problem: string | null;
  /** Subscriptions that malformed rows belonged to. */
  unread: string[];
  /** Malformed rows that do not say whose they are, and the subscriptions that the other rows of the page are about. */
  orphans: number;
  near: string[];
};

/** What can still be read of a malformed row: enough to know what it was about. Lower case, empty where illegible. */
export type Legible = z.infer<typeof legible>;

const some = z.string().transform(tidy).catch('');
const legible = z
  .object({
    id: some,
    subscriptionId: some,
    source: some,
    resourceId: some,
    azureResourceId: some,
    connectorId: some,
  })
  .catch({ id: '', subscriptionId: '', source: '', resourceId: '', azureResourceId: '', connectorId: '' });

export function parseRows<T>(reader: Reader<T>, raw: readonly unknown[]): Parsed<T> {
  const parsed: Parsed<T> = { rows: [], rejected: 0, problem: null, unread: [], orphans: 0, near: [] };
  for (const each of raw) {
    const row = reader.read(each);
    if (typeof row !== 'string') {
      parsed.rows.push(row);
      continue;
    }
    parsed.rejected += 1;
    parsed.problem ??= row;
    const left = legible.parse(each);
    const kept = reader.keep(left);
    if (kept !== null) parsed.rows.push(kept);
    else if (isGuid(left.subscriptionId)) parsed.unread.push(left.subscriptionId);
    else parsed.orphans += 1;
  }
  if (parsed.orphans > 0) {
    const near = parsed.rows.map(reader.subscription).filter((id) => id !== null);
    parsed.near = [...new Set([...near, ...parsed.unread])];
  }
  return parsed;
}

const IN_CONNECTOR = /^\/subscriptions\/.*?\/securityconnectors\/[^/]+(?=\/)/;
const IN_SUBSCRIPTION = /^\/subscriptions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\//;

/** A row belongs to the connector named in its id, else to the subscription; null where the id is illegible. */
export function ownerOf(id: string): Owner | null {
  const subscription = IN_SUBSCRIPTION.exec(id)?.[1];
  if (subscription === undefined) return null;
  const connector = id.includes('/securityconnectors/') ? IN_CONNECTOR.exec(id)?.[0] : undefined;
  return { subscription, member: connector ?? subscription };
}

/** Rows by what `keyOf` says of them. Most rows are alike to the one before, so a group is looked up once a run. */
export function groupRuns<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  let last: string | null = null;
  let group: T[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== last) {
      last = key;
      group = groups.get(key) ?? [];
      groups.set(key, group);
    }
    group.push(row);
  }
  return groups;
}

/** Ids keep their creator's case in Azure, and the same one comes in different case. */
export function tidy(id: string): string {
  return id.trim().toLowerCase();
}

/** Numbers come as numbers or as text; never NaN. */
export const numeric = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i)
    .transform(Number),
]);
export const amount = numeric.refine((value) => value >= 0, 'below zero');
export const identifier = z.string().transform(tidy);

/** The first thing wrong with a row, without its values: `score.max: invalid_type`. */
export function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'malformed' : `${issue.path.join('.')}: ${issue.code}`;
}
