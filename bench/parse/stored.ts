import { PER_RESOURCE, RESOURCES, STATES, type Tenant, times } from '../tenant.ts';

/**
 * The first subscription's assessments as Azure keeps them: what a query without a projection answers. Columns and
 * fields of a published row, texts of ordinary length.
 */
export function storedPage(tenant: Tenant): string {
  const guid = tenant.subscriptions[0] ?? '';
  const data = times(RESOURCES * PER_RESOURCE, (row) => {
    const resource = tenant.resources(0)[Math.floor(row / PER_RESOURCE)] ?? '';
    const place = tenant.assessed(Math.floor(row / PER_RESOURCE))[row % PER_RESOURCE] ?? 0;
    const key = tenant.recommendations[place] ?? '';
    const { code, cause } = STATES[tenant.states[row] ?? 0] ?? STATES[0];
    return {
      id: `${resource}/providers/Microsoft.Security/assessments/${key}`,
      ...{ name: key, type: 'microsoft.security/assessments', tenantId: guid, kind: '', location: '' },
      ...{ resourceGroup: 'rg-orders-prod-1', subscriptionId: guid, managedBy: '', sku: null, plan: null },
      properties: {
        resourceDetails: { Source: 'Azure', Id: resource },
        displayName: `Recommendation ${place} should be followed on every resource of its kind`,
        status: {
          ...{ code, cause, description: 'What Defender for Cloud found, in a sentence of its own' },
          firstEvaluationDate: '2026-03-02T07:14:11.1234567Z',
          statusChangeDate: '2026-06-01T00:00:00.1234567Z',
        },
        additionalData: { assessedResourceType: 'AzureResource', workspace: '', machine: null },
        metadata: metadataOf(place),
        links: { azurePortal: `portal.azure.com/#blade/Microsoft_Azure_Security/Recommendation/${key}` },
      },
      ...{ tags: null, identity: null, zones: null, extendedLocation: null },
    };
  });
  return JSON.stringify({
    totalRecords: data.length,
    count: data.length,
    data,
    facets: [],
    resultTruncated: 'false',
  });
}

const metadataOf = (place: number) => ({
  displayName: `Recommendation ${place} should be followed on every resource of its kind`,
  assessmentType: 'BuiltIn',
  policyDefinitionId:
    '/providers/Microsoft.Authorization/policyDefinitions/1a5bb27d-0000-4000-8000-000000000000',
  description:
    'Why it matters, in two or three sentences: what an attacker could do, and who is concerned. '.repeat(2),
  remediationDescription: '1. Open the resource. 2. Change the setting. 3. Save. '.repeat(3),
  ...{ severity: 'Medium', userImpact: 'Low', implementationEffort: 'Low' },
  categories: ['Compute'],
  threats: ['AccountBreach', 'DataExfiltration', 'ElevationOfPrivilege'],
  tactics: ['Initial Access', 'Lateral Movement'],
  techniques: ['Exploit Public-Facing Application'],
});
