import { expect, test } from 'vitest';
import { oneOfType, resourceTypeName } from '../../src/cards/resource-type.ts';

test.each([
  ['microsoft.storage/storageaccounts', 'Storage accounts'],
  ['microsoft.compute/virtualmachinescalesets', 'Virtual machine scale sets'],
  ['microsoft.network/publicipaddresses', 'Public IP addresses'],
  ['microsoft.network/networksecuritygroups', 'Network security groups'],
  ['microsoft.network/dnszones', 'DNS zones'],
  ['microsoft.sql/servers/databases', 'SQL databases'],
  ['microsoft.resources/subscriptions', 'Subscriptions'],
  ['microsoft.security/securityconnectors/s3bucket', 'S3 buckets'],
  ['microsoft.security/securityconnectors/ec2instance', 'EC2 instances'],
  ['microsoft.security/securityconnectors/iampolicy', 'IAM policies'],
  ['microsoft.security/securityconnectors/githubrepository', 'GitHub repositories'],
  ['microsoft.security/securityconnectors/eks', 'EKS'],
  ['microsoft.contoso/zorgblatts', 'microsoft.contoso/zorgblatts'],
  ['microsoft.contoso/', 'microsoft.contoso/'],
  ['', 'Unknown type'],
  ['constructor', 'constructor'],
  ['__proto__', '__proto__'],
])('%s is %s', (type, name) => expect(resourceTypeName(type)).toBe(name));

test.each([
  ['microsoft.storage/storageaccounts', 'Storage account'],
  ['microsoft.containerregistry/registries', 'Container registry'],
  ['microsoft.network/publicipaddresses', 'Public IP address'],
  ['microsoft.web/sites', 'Web or function app'],
  ['microsoft.insights/components', 'Application Insights'],
  ['microsoft.cache/redis', 'Redis cache'],
  ['microsoft.security/securityconnectors/eks', 'EKS'],
  ['microsoft.contoso/zorgblatts', 'microsoft.contoso/zorgblatts'],
  ['', 'Unknown type'],
])('one of %s is %s', (type, name) => expect(oneOfType(type)).toBe(name));

test('what is too long for a type stays as it is', () => {
  expect(resourceTypeName(`x/${'disk'.repeat(25)}`)).toMatch(/^Disk disk.* disks$/);
  expect(resourceTypeName(`x/${'disk'.repeat(26)}`)).toBe(`x/${'disk'.repeat(26)}`);
});
