import type { Row } from './kql-parse.ts';
import { HOME_TENANT } from './tenant-rows.ts';

/** Who did what to a resource when, as Azure's change tables keep it. */
export type ChangeSpec = {
  resource: string;
  type?: 'Create' | 'Update' | 'Delete';
  at: string;
  by?: string | null;
  byType?: 'User' | 'Application' | 'System' | null;
  client?: string | null;
  operation?: string;
};

/**
 * A row of `resourcechanges` or `resourcecontainerchanges`, in the shape of the payload on
 * https://learn.microsoft.com/azure/governance/resource-graph/changes/get-resource-changes
 */
export function changeRow(spec: ChangeSpec): Row {
  const { resource, type = 'Update', at, by = 'megan@contoso.example', byType = 'User' } = spec;
  const { client = 'Azure Portal', operation = 'Microsoft.Storage/storageAccounts/write' } = spec;
  const name = `0858${resource.length}_${Date.parse(at)}`;
  return {
    id: `${resource}/providers/Microsoft.Resources/changes/${name}`,
    ...{ name, type: 'microsoft.resources/changes', tenantId: HOME_TENANT, kind: '', location: '' },
    ...{ resourceGroup: '', subscriptionId: resource.split('/')[2] ?? '', managedBy: '', sku: null },
    ...{ plan: null, tags: null, identity: null, zones: null, extendedLocation: null },
    properties: {
      ...{ targetResourceId: resource, targetResourceType: 'microsoft.storage/storageaccounts' },
      changeType: type,
      changeAttributes: {
        ...{ correlationId: '11111111-1111-1111-1111-111111111111', changesCount: 1, timestamp: at },
        ...{ changedBy: by, changedByType: byType, clientType: client, operation },
      },
      changes: {},
    },
  };
}

/** A resource with a managed identity of its own (`principal`), or one that is such an identity (`client` as well). */
export function identityRow(id: string, principal: string, client?: string): Row {
  const own = client === undefined;
  return {
    ...changeRow({ resource: id, at: '2026-11-23T00:00:00Z' }),
    ...{ id, name: id.split('/').at(-1) ?? '', type: own ? 'microsoft.web/sites' : USER_ASSIGNED },
    identity: own ? { type: 'SystemAssigned', principalId: principal } : null,
    properties: own ? {} : { principalId: principal, clientId: client },
  };
}

const USER_ASSIGNED = 'microsoft.managedidentity/userassignedidentities';
