/** What narrows a query besides the request's own scope. */
export type Narrow = {
  /** Home tenant; keeps a Lighthouse customer's subscriptions out. null: no limit. */
  tenant: string | null;
  /** The rows whose key falls into slice `k` of `of`; null: all of them. */
  slice?: { k: number; of: number } | null;
};

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** Score rows of subscriptions and connectors, without the second score that Azure keeps beside `ascScore`. */
export function scoresQuery(narrow: Narrow): string {
  return `securityresources
| where type =~ 'microsoft.security/securescores' and name =~ 'ascScore'${limits(narrow, 'subscriptionId')}
| project id = tolower(id), subscriptionId, environment = tostring(properties.environment), current = todouble(properties.score.current), max = toint(properties.score.max),
          percentage = todouble(properties.score.percentage), weight = tolong(properties.weight)
| order by id asc`;
}

/**
 * Control rows of subscriptions and connectors. The definitions weigh more than all the rest of a row, so the second
 * reading of a snapshot leaves them out.
 */
export function controlsQuery(narrow: Narrow, definitions: boolean): string {
  return `securityresources
| where type =~ 'microsoft.security/securescores/securescorecontrols' and id contains '/securescores/ascscore/'${limits(narrow, 'subscriptionId')}
| project id = tolower(id), subscriptionId, controlId = tolower(name), displayName = tostring(properties.displayName),
          current = todouble(properties.score.current), max = toint(properties.score.max),
          healthy = toint(properties.healthyResourceCount), unhealthy = toint(properties.unhealthyResourceCount),
          notApplicable = toint(properties.notApplicableResourceCount)${definitions ? ',\n          assessments = properties.definition.properties.assessmentDefinitions' : ''}
| order by id asc`;
}

/**
 * One row per recommendation and resource. `findings`: also the individual findings (one row per finding and resource,
 * easily ten times the rest), which is only worth it where a control counts them.
 */
export function assessmentsQuery(narrow: Narrow, findings: boolean): string {
  return `securityresources
| where type =~ 'microsoft.security/assessments'${limits(narrow, 'subscriptionId')}
| where tostring(properties.metadata.assessmentType) !in~ ('CustomPolicy', 'CustomerManaged', 'Custom')
| where tostring(properties.scope) in~ ('', 'Subscription', 'MultiCloudAggregation')${
    findings ? '' : "\n| where tostring(properties.metadata.recommendationCategory) in~ ('', 'Unknown')"
  }
| extend d = properties.resourceDetails, s = properties.status
| project id = tolower(id), subscriptionId, assessmentKey = tolower(name), source = tostring(coalesce(d.Source, d.source)),
          resourceId = tolower(trim(' ', tostring(coalesce(d.Id, d.id, d.AzureResourceId, d.ResourceId)))), resourceType = tolower(tostring(d.ResourceType)),
          azureResourceId = tolower(trim(' ', tostring(d.AzureResourceId))), connectorId = tolower(tostring(d.ConnectorId)),
          perInitiative = properties.statusPerInitiative, code = tostring(s.code), cause = tostring(s.cause), changedAt = todatetime(s.statusChangeDate)
| order by id asc`;
}

/** Names and texts, once per recommendation and not once per row; at most 1000 keys an answer, see `slice`. */
export function recommendationsQuery(narrow: Narrow): string {
  return `securityresources
| where type =~ 'microsoft.security/assessments'${limits(narrow, 'name')}
| summarize name = any(tostring(properties.displayName)), severity = any(tostring(properties.metadata.severity)),
            preview = any(tobool(properties.metadata.preview)), category = any(tostring(properties.metadata.recommendationCategory)),
            effort = any(tostring(properties.metadata.implementationEffort)) by assessmentKey = tolower(name)
| order by assessmentKey asc`;
}

/** Subscriptions and management groups with their ancestors, nearest first. */
export function containersQuery(narrow: Narrow): string {
  return `resourcecontainers
| where type in~ ('microsoft.resources/subscriptions', 'microsoft.management/managementgroups')${limits(narrow, 'subscriptionId')}
| project id = tolower(id), type, name, subscriptionId, tenantId, displayName = coalesce(tostring(properties.displayName), name), state = tostring(properties.state),
          ancestors = coalesce(properties.managementGroupAncestorsChain, properties.details.managementGroupAncestorsChain)
| order by id asc`;
}

/** Changes of one kind of these resources in a time; only the last of each is answered. Ids lower case. */
export type ChangesAsked = {
  table: 'resourcechanges' | 'resourcecontainerchanges';
  type: 'Create' | 'Update' | 'Delete';
  since: Date;
  until: Date;
  ids: readonly string[];
};

/**
 * Who made the last such change of each resource, a row each; what no request stands behind (`System`) tells nobody.
 * https://learn.microsoft.com/azure/governance/resource-graph/changes/get-resource-changes
 */
export function changesQuery({ table, type, since, until, ids }: ChangesAsked): string {
  return `${table}
| extend a = properties.changeAttributes, target = tolower(tostring(properties.targetResourceId)), at = todatetime(properties.changeAttributes.timestamp)
| where target in (${quoted(ids)})
| where tostring(properties.changeType) =~ '${type}' and at >= todatetime('${since.toISOString()}') and at <= todatetime('${until.toISOString()}')
| where tostring(a.changedByType) !in~ ('System')
| summarize arg_max(at, *) by target
| project target, at, operation = tostring(a.operation), client = tostring(a.clientType), actor = tostring(a.changedBy), actorType = tostring(a.changedByType)
| order by target asc`;
}

/** Which subscriptions show any change at all: a row each. */
export function changesSeenQuery(): string {
  return `resourcechanges
| summarize seen = any(tostring(properties.changeType)) by subscription = tolower(subscriptionId)
| order by subscription asc`;
}

/** Resources that are or have one of these managed identities, by the ids (GUIDs) of its principal or client. */
export function identitiesQuery(ids: readonly string[]): string {
  return `resources
| extend principal = tolower(tostring(coalesce(identity.principalId, properties.principalId))), client = tolower(tostring(properties.clientId))
| where principal in (${quoted(ids)}) or client in (${quoted(ids)})
| project id = tolower(id), principal, client, name
| order by id asc`;
}

/** What may stand in a query's text between quotes: no quote, no backslash, nothing that breaks a line. */
export const isQuotable = (id: string): boolean => /^[^'"\\\p{Cc}\u2028\u2029]{1,1000}$/u.test(id);

function quoted(ids: readonly string[]): string {
  if (!ids.every(isQuotable)) throw new Error('An id does not fit into a query');
  return ids.map((id) => `'${id}'`).join(', ');
}

/** Only numbers and a checked GUID enter the text of a query by this. */
function limits({ tenant, slice }: Narrow, key: 'subscriptionId' | 'name'): string {
  if (tenant !== null && !isGuid(tenant)) throw new Error('The home tenant is not a GUID');
  // Azure always says whose a row is; an emulator of it that does not has one tenant.
  const home = tenant === null ? '' : `\n| where tostring(tenantId) in~ ('', '${tenant}')`;
  return slice ? `${home}\n| where hash(tolower(${key})) % ${slice.of} == ${slice.k}` : home;
}
