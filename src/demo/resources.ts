/** What the demo's recommendations are about, and the resource type that Azure gives it. */
const TYPES = {
  subscription: 'microsoft.resources/subscriptions',
  vm: 'microsoft.compute/virtualmachines',
  storage: 'microsoft.storage/storageaccounts',
  web: 'microsoft.web/sites',
  function: 'microsoft.web/sites',
  sqlServer: 'microsoft.sql/servers',
  sqlDatabase: 'microsoft.sql/servers/databases',
  keyVault: 'microsoft.keyvault/vaults',
  subnet: 'microsoft.network/virtualnetworks/subnets',
  virtualNetwork: 'microsoft.network/virtualnetworks',
  cluster: 'microsoft.containerservice/managedclusters',
  redis: 'microsoft.cache/redis',
  registry: 'microsoft.containerregistry/registries',
  awsAccount: 'microsoft.security/securityconnectors/account',
  iamUser: 'microsoft.security/securityconnectors/iamuser',
  ec2: 'microsoft.security/securityconnectors/ec2instance',
  s3: 'microsoft.security/securityconnectors/s3bucket',
  rds: 'microsoft.security/securityconnectors/rdsdbinstance',
} as const;

export type ResourceKind = keyof typeof TYPES;

/** How many resources of each kind a subscription holds. */
export type Sizes = Partial<Record<ResourceKind, number>>;

export type Resource = { id: string; kind: ResourceKind; type: string };

const WORKLOADS = [
  'orders',
  'billing',
  'catalog',
  'customers',
  'search',
  'shipping',
  'reports',
  'ledger',
  'media',
];

/** The resources of a subscription (`owner` is its GUID) or connector (its resource id). */
export function resourcesOf(owner: string, sizes: Sizes): Resource[] {
  return kindsOf(sizes).flatMap((kind) =>
    Array.from({ length: sizes[kind] ?? 0 }, (_, index) => {
      const workload = WORKLOADS[index % WORKLOADS.length] ?? 'shared';
      return resource(owner, kind, workload, 1 + Math.floor(index / WORKLOADS.length));
    }),
  );
}

/** One resource; its id is lower case, as they all are once read. */
export function resource(owner: string, kind: ResourceKind, workload: string, number: number): Resource {
  const id = owner.startsWith('/')
    ? awsId(owner, kind, workload, number)
    : azureId(owner, kind, workload, String(number).padStart(2, '0'));
  return { id, kind, type: TYPES[kind] };
}

function azureId(subscription: string, kind: ResourceKind, workload: string, number: string): string {
  if (kind === 'subscription') return `/subscriptions/${subscription}`;
  return `/subscriptions/${subscription}/resourcegroups/rg-${workload}/providers/${path(kind, subscription, workload, number)}`;
}

/** Names that Azure wants unique in the world (`storage`, `sqlServer`, …) carry a piece of the subscription's id. */
function path(kind: ResourceKind, subscription: string, workload: string, number: string): string {
  const world = subscription.slice(0, 4);
  switch (kind) {
    case 'storage':
      return `${TYPES.storage}/st${workload}${world}${number}`;
    case 'sqlServer':
      return `${TYPES.sqlServer}/sql-${workload}-${world}-${number}`;
    case 'sqlDatabase':
      return `${TYPES.sqlServer}/sql-${workload}-${world}-01/databases/${workload}-${number}`;
    case 'virtualNetwork':
      return `${TYPES.virtualNetwork}/vnet-${workload}-${number}`;
    case 'subnet':
      return `${TYPES.virtualNetwork}/vnet-${workload}-01/subnets/snet-${workload}-${number}`;
    default:
      return `${TYPES[kind]}/${PREFIXES[kind] ?? kind}-${workload}-${world}-${number}`;
  }
}

const PREFIXES: Partial<Record<ResourceKind, string>> = {
  vm: 'vm',
  web: 'app',
  function: 'func',
  keyVault: 'kv',
  cluster: 'aks',
  redis: 'redis',
  registry: 'cr',
};

function awsId(connector: string, kind: ResourceKind, workload: string, number: number): string {
  if (kind === 'awsAccount') return `${connector}/securityentitydata/aws-account`;
  return `${connector}/securityentitydata/aws-${kind.toLowerCase()}-contoso-${workload}-${number}-eu-west-1`;
}

function kindsOf(sizes: Sizes): ResourceKind[] {
  return Object.keys(TYPES).filter((kind): kind is ResourceKind => kind in sizes);
}
