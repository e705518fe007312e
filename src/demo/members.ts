import type { Subscription } from '../core/scope.ts';
import { subscription } from './estate.ts';
import type { Sizes } from './resources.ts';

/** A subscription or connector of the demo that has a score. */
export type Member = {
  subscription: Subscription;
  /** As Azure's rows carry it: a whole number that cannot be worked out from anything else. */
  weight: number;
  sizes: Sizes;
  /** Share of resources in order, by control key, or by control key and kind (`network.s3`);
   * `other` for controls that are not named. */
  quality: Readonly<Record<string, number>> & { other: number };
};

const MANAGEMENT = '808efdf1-b222-4242-b763-189d6c904ca5';

/** Every subscription and connector that the demo ever shows with a score. */
export const MEMBERS: readonly Member[] = [
  {
    subscription: subscription('daa0c599-2623-45da-abc3-595cc8e1768f', 'Contoso Prod', 'corp'),
    weight: 1243,
    sizes: {
      ...{ subscription: 1, vm: 34, storage: 44, web: 18, sqlServer: 6, sqlDatabase: 18, keyVault: 10 },
      ...{ subnet: 22, virtualNetwork: 3, cluster: 3, redis: 3, registry: 3 },
    },
    quality: {
      mfa: 0,
      access: 0.85,
      ports: 0.83,
      updates: 0.9,
      configurations: 0.65,
      ddos: 0.67,
      other: 0.8,
    },
  },
  {
    subscription: subscription('910a69c7-59d4-41da-ba18-0d260ae4f0b1', 'Contoso Dev', 'corp'),
    weight: 617,
    sizes: {
      ...{ subscription: 1, vm: 20, storage: 16, web: 10, sqlServer: 2, sqlDatabase: 6, keyVault: 4 },
      ...{ subnet: 9, cluster: 2, registry: 1 },
    },
    quality: { mfa: 1, ports: 0.4, configurations: 0.4, endpoint: 0.4, auditing: 0.3, other: 0.55 },
  },
  {
    subscription: subscription('577ccb50-9398-41ce-951a-6d0795bfe53e', 'Contoso Test', 'corp'),
    weight: 388,
    sizes: {
      subscription: 1,
      vm: 12,
      storage: 9,
      web: 7,
      sqlServer: 1,
      sqlDatabase: 4,
      keyVault: 2,
      subnet: 6,
    },
    quality: { mfa: 0, access: 0.5, adaptive: 0.3, other: 0.6 },
  },
  {
    subscription: subscription('1c5142c8-fe0b-4d33-b994-d3c88c666c07', 'Data Lake', 'corp'),
    weight: 421,
    sizes: {
      subscription: 1,
      vm: 5,
      storage: 36,
      sqlServer: 5,
      sqlDatabase: 22,
      keyVault: 6,
      subnet: 7,
      cluster: 2,
    },
    quality: { mfa: 1, rest: 0.5, network: 0.45, auditing: 0.4, other: 0.7 },
  },
  {
    subscription: subscription('575a5b24-11a2-40c8-97b3-4fc74fcf41db', 'Web Shop', 'online'),
    weight: 456,
    sizes: {
      ...{ subscription: 1, vm: 4, storage: 18, web: 24, function: 6, sqlServer: 2, sqlDatabase: 6 },
      ...{ keyVault: 5, subnet: 6, redis: 4, virtualNetwork: 2 },
    },
    quality: { mfa: 1, network: 0.5, ddos: 0.5, other: 0.72 },
  },
  {
    subscription: subscription('182d7119-c722-48f9-aa90-13c9cf9a7989', 'Mobile API', 'online'),
    weight: 264,
    sizes: {
      subscription: 1,
      storage: 7,
      web: 14,
      function: 10,
      sqlDatabase: 4,
      keyVault: 4,
      cluster: 2,
      registry: 2,
    },
    quality: { mfa: 1, access: 0.8, other: 0.8 },
  },
  {
    subscription: subscription('7f17fae7-35b2-479a-b3ec-306f87e8649d', 'Identity', 'platform'),
    weight: 173,
    sizes: { subscription: 1, vm: 6, storage: 3, keyVault: 3, subnet: 4 },
    quality: { mfa: 1, access: 1, other: 0.85 },
  },
  {
    subscription: subscription('9b4bed24-650e-4911-a7da-94400d9b6626', 'Connectivity', 'platform'),
    weight: 149,
    sizes: { subscription: 1, vm: 3, storage: 3, subnet: 26, virtualNetwork: 8, keyVault: 1 },
    quality: { mfa: 1, access: 1, ddos: 0.62, other: 0.8 },
  },
  {
    subscription: subscription(MANAGEMENT, 'Management', 'platform'),
    weight: 138,
    sizes: { subscription: 1, vm: 4, storage: 7, keyVault: 3, function: 3, subnet: 3 },
    quality: { mfa: 1, access: 1, other: 0.7 },
  },
  {
    subscription: subscription('3644fe72-dbaf-4107-ac8c-52879d8abecb', 'Innovation Lab', 'sandbox'),
    weight: 192,
    sizes: {
      subscription: 1,
      vm: 6,
      storage: 9,
      web: 5,
      function: 4,
      sqlDatabase: 3,
      keyVault: 2,
      registry: 1,
    },
    quality: { mfa: 0, access: 0.3, enhanced: 0, other: 0.4 },
  },
  {
    subscription: subscription('67b1a8e7-722f-4dde-9a00-961b2412c837', 'Partner Portal', 'online'),
    weight: 231,
    sizes: {
      subscription: 1,
      storage: 6,
      web: 9,
      function: 3,
      sqlServer: 1,
      sqlDatabase: 3,
      keyVault: 2,
      redis: 1,
    },
    quality: { mfa: 0, access: 0.4, other: 0.45 },
  },
  {
    subscription: {
      ...subscription(
        `/subscriptions/${MANAGEMENT}/resourcegroups/rg-multicloud/providers/microsoft.security/securityconnectors/aws-retail`,
        'AWS Retail',
        'platform',
      ),
      kind: 'connector',
      environment: 'AWS',
    },
    weight: 334,
    sizes: { awsAccount: 1, iamUser: 24, ec2: 22, s3: 30, rds: 6 },
    quality: { mfa: 0.8, configurations: 0.35, 'network.s3': 0.2, other: 0.6 },
  },
];
