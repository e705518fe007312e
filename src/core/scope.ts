/**
 * What a question is about. `id` is `"all"`, the management group's id, the subscription's GUID, or a connector's
 * resource id (what stands before `/providers/microsoft.security/securescores`); always lower case.
 */
export type ScopeKind = 'all' | 'management-group' | 'subscription' | 'connector';
export type Scope = { kind: ScopeKind; id: string; name: string };

/** `disabled`: Azure switched the subscription off. `no-score`: readable, and Azure keeps no secure score for it. */
export type SubscriptionState = 'enabled' | 'no-score' | 'disabled';

/** A subscription or a connector (an AWS account, a GCP project, …): whatever has a secure score of its own. */
export type Subscription = {
  /** GUID, or the connector's resource id; lower case. */
  id: string;
  kind: 'subscription' | 'connector';
  name: string;
  /** `Azure`, `AWS`, `GCP`, `AzureDevOps`, `GitHub`, `GitLab`, `DockerHub`, `JFrog`. */
  environment: string;
  state: SubscriptionState;
  /** Ids of the management groups above it, nearest first, lower case. A connector inherits its subscription's. */
  ancestors: readonly string[];
};

export type ManagementGroup = { id: string; name: string };

/** A subscription as Scoreline last saw it; `unreadSince` is set while it cannot be read (its numbers are frozen). */
export type KnownSubscription = Subscription & { unreadSince: string | null };

/** The scope tree as of the latest snapshot. What Azure says is gone is not in it. */
export type Estate = {
  groups: readonly ManagementGroup[];
  subscriptions: readonly KnownSubscription[];
  /** Management groups that were named or stored before and cannot be read now. */
  unreadGroups: readonly string[];
};

export const ALL: Scope = { kind: 'all', id: 'all', name: 'All subscriptions' };

/** Whether a subscription or connector at this place in the tree belongs to the scope. `all` holds everything. */
export function contains(
  scope: Pick<Scope, 'kind' | 'id'>,
  member: Pick<Subscription, 'id' | 'ancestors'>,
): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'management-group':
      return member.ancestors.includes(scope.id);
    case 'subscription':
    case 'connector':
      return member.id === scope.id;
  }
}

/** A connector's subscription: the GUID inside its resource id. Grants on that subscription reach the connector. */
export function parentSubscription(connectorId: string): string | null {
  return /^\/subscriptions\/([^/]+)\//.exec(connectorId)?.[1] ?? null;
}
