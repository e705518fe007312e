import { clean, sentence } from './words.ts';

/** What a type is called where its own name does not say it. */
const CALLED = new Map(
  Object.entries({
    'microsoft.apimanagement/service': 'API Management services',
    'microsoft.appconfiguration/configurationstores': 'App Configuration stores',
    'microsoft.automation/automationaccounts': 'Automation accounts',
    'microsoft.batch/batchaccounts': 'Batch accounts',
    'microsoft.cache/redis': 'Redis caches',
    'microsoft.cdn/profiles': 'Front Door and CDN profiles',
    'microsoft.cognitiveservices/accounts': 'AI services',
    'microsoft.compute/disks': 'Disks',
    'microsoft.containerregistry/registries': 'Container registries',
    'microsoft.containerservice/managedclusters': 'Kubernetes clusters',
    'microsoft.databricks/workspaces': 'Databricks workspaces',
    'microsoft.datafactory/factories': 'Data factories',
    'microsoft.datalakestore/accounts': 'Data Lake stores',
    'microsoft.dbformariadb/servers': 'MariaDB servers',
    'microsoft.dbformysql/flexibleservers': 'MySQL flexible servers',
    'microsoft.dbformysql/servers': 'MySQL servers',
    'microsoft.dbforpostgresql/flexibleservers': 'PostgreSQL flexible servers',
    'microsoft.dbforpostgresql/servers': 'PostgreSQL servers',
    'microsoft.documentdb/databaseaccounts': 'Cosmos DB accounts',
    'microsoft.eventhub/namespaces': 'Event Hubs namespaces',
    'microsoft.hybridcompute/machines': 'Arc machines',
    'microsoft.insights/components': 'Application Insights',
    'microsoft.keyvault/vaults': 'Key vaults',
    'microsoft.kubernetes/connectedclusters': 'Arc Kubernetes clusters',
    'microsoft.kusto/clusters': 'Data Explorer clusters',
    'microsoft.logic/workflows': 'Logic apps',
    'microsoft.machinelearningservices/workspaces': 'Machine Learning workspaces',
    'microsoft.network/virtualnetworks/subnets': 'Subnets',
    'microsoft.operationalinsights/workspaces': 'Log Analytics workspaces',
    'microsoft.recoveryservices/vaults': 'Recovery Services vaults',
    'microsoft.resources/subscriptions/resourcegroups': 'Resource groups',
    'microsoft.security/securityconnectors/account': 'Cloud accounts',
    'microsoft.servicebus/namespaces': 'Service Bus namespaces',
    'microsoft.servicefabric/clusters': 'Service Fabric clusters',
    'microsoft.sql/managedinstances': 'SQL managed instances',
    'microsoft.sql/servers': 'SQL servers',
    'microsoft.sql/servers/databases': 'SQL databases',
    'microsoft.sqlvirtualmachine/sqlvirtualmachines': 'SQL virtual machines',
    'microsoft.storage/storageaccounts': 'Storage accounts',
    'microsoft.streamanalytics/streamingjobs': 'Stream Analytics jobs',
    'microsoft.synapse/workspaces': 'Synapse workspaces',
    'microsoft.synapse/workspaces/sqlpools': 'Synapse SQL pools',
    'microsoft.web/serverfarms': 'App Service plans',
    'microsoft.web/sites': 'Web and function apps',
    'microsoft.web/sites/slots': 'App slots',
    'microsoft.web/staticsites': 'Static web apps',
  }),
);

/** The words that run together in types, and how each is written apart. */
const PLAIN = `access account action address agent alert analytics application attached backup balancer bastion bucket
  cache certificate circuit cloud cluster compute configuration connection connector container data database delivery
  deployment device disk domain door environment event extension factory farm file firewall flexible flow front function
  gallery gateway global grid group hosting hub identity image instance integration interface job key lake load log logic machine
  managed management manager map monitor namespace network notification peering plan policy pool power private profile
  project protection public queue recovery registry relay repository resource role route routing rule scale search secret
  security server service set share signal site slot snapshot solution storage store stream streaming subnet subscription
  table traffic topic user vault version virtual watcher web workflow workspace zone`;
const ACRONYMS =
  'acl ad api aws cdn db dns ebs ec2 ecr ecs efs eks elb gcp gke iam ip kms lb nat rds s3 sns sql sqs vm vpc vpn';
const BRANDS = [
  'Azure',
  'BigQuery',
  'DevOps',
  'Docker',
  'DynamoDB',
  'GitHub',
  'GitLab',
  'Kubernetes',
  'Lambda',
  'Redshift',
];

const WORDS = new Map<string, string>([
  ...PLAIN.split(/\s+/).flatMap((word) => forms(word, word)),
  ...ACRONYMS.split(' ').flatMap((word) => forms(word, word.toUpperCase())),
  ...BRANDS.flatMap((word) => forms(word.toLowerCase(), word)),
]);

function forms(word: string, shown: string): [string, string][] {
  return [
    [word, shown],
    [plural(word), plural(shown)],
  ];
}

/** No type is longer, and parting one costs the square of it. */
const LONGEST_TYPE = 100;

/**
 * A resource type as people say it: `microsoft.compute/virtualmachines` is "Virtual machines", a connector's
 * `…/securityconnectors/s3bucket` is "S3 buckets". A type made of words that are not known stays as Azure writes it.
 */
export function resourceTypeName(type: string): string {
  const known = CALLED.get(type);
  if (known !== undefined) return known;
  const last = type.split('/').at(-1) ?? '';
  const words = last.length > LONGEST_TYPE ? null : apart(last);
  if (words === null) return clean(type) === '' ? 'Unknown type' : clean(type);
  return sentence(several(words).join(' '));
}

/** One of them, as a row of a list says it: `Storage account`; a name that has no plural stays. */
export function oneOfType(type: string): string {
  if (type === 'microsoft.web/sites') return 'Web or function app';
  const name = resourceTypeName(type);
  if (name === clean(type) || /(?:ss|Insights)$/.test(name)) return name;
  return name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.replace(/sses$/, 'ss').replace(/(?<!s)s$/, '');
}

/** The word as Azure runs them together, parted into the fewest known ones; null where letters are left over. */
function apart(text: string): string[] | null {
  const best: (string[] | null)[] = [[]];
  for (let end = 1; end <= text.length; end += 1) {
    let fewest: string[] | null = null;
    for (let start = Math.max(0, end - LONGEST); start < end; start += 1) {
      const before = best[start];
      const word = text.slice(start, end);
      if (before == null || !WORDS.has(word)) continue;
      if (fewest === null || before.length + 1 < fewest.length) fewest = [...before, word];
    }
    best.push(fewest);
  }
  const found = best[text.length] ?? null;
  return found === null || found.length === 0 ? null : found;
}
const LONGEST = Math.max(...[...WORDS.keys()].map((word) => word.length));

/** Azure's own types are plural already, those behind connectors are not. */
function several(words: readonly string[]): string[] {
  const shown = words.map((word) => WORDS.get(word) ?? word);
  const [last = '', ...before] = shown.toReversed();
  const stays = PLURALS.has(last) || (before.length === 0 && last === last.toUpperCase());
  return stays ? shown : [...before.toReversed(), plural(last)];
}
const PLURALS = new Set([...WORDS.values()].map(plural));

function plural(word: string): string {
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/i.test(word) ? `${word}es` : `${word}s`;
}
