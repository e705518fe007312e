import type { Scope } from '../core/scope.ts';

/** Everything but letters, digits, `-`, `.`, `_` and `~`: brackets and `|` end links in Markdown and mrkdwn. */
const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const encodePath = (id: string): string => id.split('/').map(encode).join('/');

/** The portal's page of a recommendation; `id` is an assessment key. */
export const recommendationUrl = (portal: string, id: string): string =>
  `${portal}/#view/Microsoft_Azure_Security/GenericRecommendationDetailsBlade/assessmentKey/${encode(id)}`;

/** The portal's own secure score page; it has no address for one scope. */
export const securityUrl = (portal: string): string =>
  `${portal}/#view/Microsoft_Azure_Security/SecureScoreDashboard`;

/** The portal's page of a subscription (a GUID) or a connector (its resource id). */
export function subscriptionUrl(portal: string, id: string): string {
  const resource = id.startsWith('/') ? id : `/subscriptions/${id}`;
  return `${portal}/#@/resource${encodePath(resource)}/overview`;
}

/**
 * The portal's page of a resource (an Azure resource id), of a subscription (a GUID) or of a connector; of what has no
 * page of its own, such as a bucket in AWS, its recommendation's.
 */
export function resourceUrl(
  portal: string,
  { id, recommendation }: { id: string; recommendation: string | null },
): string {
  const foreign = /\/securityentitydata\//.test(id) || !/^(?:\/subscriptions\/|[0-9a-f-]{36}$)/.test(id);
  if (foreign)
    return recommendation === null ? securityUrl(portal) : recommendationUrl(portal, recommendation);
  return subscriptionUrl(portal, id);
}

/** Where a scope's score is looked at in the portal. */
export const scopeUrl = (portal: string, scope: Pick<Scope, 'kind' | 'id'>): string =>
  scope.kind === 'subscription' || scope.kind === 'connector'
    ? subscriptionUrl(portal, scope.id)
    : securityUrl(portal);
