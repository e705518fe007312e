import { isGuid } from './queries.ts';
import type { RequestScope } from './resource-graph.ts';

/** A request takes 1000 subscriptions; 100 to 300 answer fastest, says the service's guidance on throttling. */
const SUBSCRIPTIONS = 300;

/** `AZURE_SCOPES` split into what it names, lower case; `spelled` are the groups as the operator wrote them. */
export type Named = { subscriptions: string[]; groups: string[]; spelled: string[] };

/** The root management group's id is the tenant's own GUID; any other GUID is a subscription. */
export function namedScopes(scopes: readonly string[], tenantId: string | null): Named {
  const written = new Map(scopes.map((scope) => [scope.trim().toLowerCase(), scope.trim()]));
  const isGroup = (id: string) => !isGuid(id) || id === tenantId?.toLowerCase();
  const groups = [...written.keys()].filter(isGroup);
  return {
    subscriptions: [...written.keys()].filter((id) => !isGroup(id)),
    groups,
    spelled: groups.map((id) => written.get(id) ?? id),
  };
}

/**
 * The requests that one query takes: named subscriptions together, each management group by itself (an unreadable one
 * must not hide the others), and one for everything visible where nothing is named.
 */
export function requestScopes({ subscriptions, spelled }: Named): RequestScope[] {
  if (subscriptions.length + spelled.length === 0) return [{}];
  const chunks: RequestScope[] = [];
  for (let from = 0; from < subscriptions.length; from += SUBSCRIPTIONS) {
    chunks.push({ subscriptions: subscriptions.slice(from, from + SUBSCRIPTIONS) });
  }
  return [...chunks, ...spelled.map((group) => ({ managementGroups: [group] }))];
}
