import type { Status } from './tenant-rows.ts';

export const CONTROLS = [
  { id: '34a42fb3-e6db-409c-b56b-7b1db6b8aee0', name: 'Enable MFA', max: 10 },
  { id: '61702b76-1fab-41f2-bcbc-50b7870dcf38', name: 'Apply system updates', max: 6 },
  { id: '8fd574ec-43cf-426e-a439-a67cbaf2d564', name: 'Enable encryption at rest', max: 4 },
  { id: '0e55495e-034f-4abc-8293-767229250176', name: 'Encrypt data in transit', max: 4 },
  { id: '27b24961-75ba-4fe4-8909-97286d5dd5ee', name: 'Enable auditing and logging', max: 1 },
  { id: '76763537-9feb-42d3-b4f4-78c01117be80', name: 'Implement security best practices', max: 0 },
];

const hex = (value: number) => value.toString(16).padStart(12, '0');
export const subscriptionId = (index: number) => `5b000000-0000-4000-8000-${hex(index)}`;
export const recommendationId = (index: number) => `4e000000-0000-4000-8000-${hex(index)}`;

/** A subscription or a connector, before it has any rows. */
export type Place = { id: string; subscription: string; name: string; environment: string; index: number };

/** Subscriptions first; connectors are all in the first of them. */
export function places({
  subscriptions,
  connectors,
}: {
  subscriptions: number;
  connectors: number;
}): Place[] {
  const azure = Array.from({ length: subscriptions }, (_, index) => {
    const id = subscriptionId(index);
    return { id, subscription: id, name: `Contoso ${index + 1}`, environment: 'Azure', index };
  });
  const aws = Array.from({ length: connectors }, (_, index) => {
    const name = `aws-${index + 1}`;
    const id = `/subscriptions/${subscriptionId(0)}/resourceGroups/Multicloud/providers/Microsoft.Security/securityConnectors/${name}`;
    return { id, subscription: subscriptionId(0), name, environment: 'AWS', index: subscriptions + index };
  });
  return [...azure, ...aws];
}

export function resourceOf({ id, environment }: Place, index: number): string {
  const name = String(index).padStart(5, '0');
  if (environment === 'AWS') return `${id}/securityEntityData/aws-s3-bucket-${name}`;
  const kind =
    index % 2 === 0 ? 'Microsoft.Compute/virtualMachines/vm' : 'Microsoft.Storage/storageAccounts/st';
  return `/subscriptions/${id}/resourceGroups/Rg${index % 4}/providers/${kind}${name}`;
}

/** Mostly healthy, some not, a few not applicable; the same for the same three numbers. */
export function statusOf(member: number, resource: number, recommendation: number): Status {
  const mixed =
    Math.imul(member * 7919 + resource * 104729 + recommendation * 1299709 + 17, 0x9e3779b1) >>> 0;
  const share = mixed / 2 ** 32;
  return share < 0.07 ? 'NotApplicable' : share < 0.2 ? 'Unhealthy' : 'Healthy';
}
