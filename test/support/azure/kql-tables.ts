const ROW = {
  id: 'string',
  name: 'string',
  type: 'string',
  tenantId: 'string',
  kind: 'string',
  location: 'string',
  resourceGroup: 'string',
  subscriptionId: 'string',
  managedBy: 'string',
  sku: 'dynamic',
  plan: 'dynamic',
  properties: 'dynamic',
  tags: 'dynamic',
  identity: 'dynamic',
  zones: 'dynamic',
  extendedLocation: 'dynamic',
} as const;

/** The tables of Resource Graph that we ask, with the columns that its published rows have. */
export const TABLES = {
  securityresources: ROW,
  resourcecontainers: ROW,
  resources: ROW,
  resourcechanges: ROW,
  resourcecontainerchanges: ROW,
} as const;
