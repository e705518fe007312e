import { z } from 'zod';
import { isGuid } from './queries.ts';
import { identifier, problemOf, type Reader, tidy } from './rows.ts';

/** A subscription or management group as the tree of the tenant shows it. */
export type Container =
  | { kind: 'subscription'; id: string; name: string; enabled: boolean; ancestors: string[]; chain: Link[] }
  | { kind: 'group'; id: string; name: string; chain: Link[] }
  /** Its row is malformed: it exists, and where it stands is not known. */
  | { kind: 'illegible'; id: string };

/** A management group above, by id and display name. */
export type Link = { id: string; name: string };

const link = z.object({ name: z.string(), displayName: z.string().nullish() });
const container = z.object({
  id: identifier,
  type: identifier,
  name: z.string(),
  displayName: z.string().nullish(),
  state: z.string().nullish(),
  ancestors: z.array(link).nullish(),
});

export const containerReader: Reader<Container> = {
  kind: 'container',
  doubt: 'absent',
  read(raw) {
    const parsed = container.safeParse(raw);
    if (!parsed.success) return problemOf(parsed.error);
    const { id, type, name, displayName, state, ancestors } = parsed.data;
    const chain = (ancestors ?? []).map((each) => ({
      id: tidy(each.name),
      name: each.displayName || each.name,
    }));
    if (type !== 'microsoft.resources/subscriptions') {
      return { kind: 'group', id: tidy(name), name: displayName || name, chain };
    }
    const guid = subscriptionOf(id);
    if (guid === null) return 'id';
    if (!state) return 'state';
    const enabled = tidy(state) === 'enabled';
    return {
      kind: 'subscription',
      id: guid,
      name: name || guid,
      enabled,
      ancestors: chain.map((each) => each.id),
      chain,
    };
  },
  keep({ id }) {
    const group = /\/managementgroups\/([^/]+)$/.exec(id)?.[1];
    if (group !== undefined) return { kind: 'group', id: group, name: group, chain: [] };
    const guid = subscriptionOf(id);
    return guid === null ? null : { kind: 'illegible', id: guid };
  },
  subscription: (row) => (row.kind === 'group' ? null : row.id),
};

function subscriptionOf(id: string): string | null {
  const guid = /^\/subscriptions\/([^/]+)$/.exec(id)?.[1];
  return guid !== undefined && isGuid(guid) ? guid : null;
}
