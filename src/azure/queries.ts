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

/** Only numbers and a checked GUID ever enter a query's text. */
function limits({ tenant, slice }: Narrow, key: 'subscriptionId' | 'name'): string {
  if (tenant !== null && !isGuid(tenant)) throw new Error('The home tenant is not a GUID');
  // Azure always says whose a row is; an emulator of it that does not has one tenant.
  const home = tenant === null ? '' : `\n| where tostring(tenantId) in~ ('', '${tenant}')`;
  return slice ? `${home}\n| where hash(tolower(${key})) % ${slice.of} == ${slice.k}` : home;
}
