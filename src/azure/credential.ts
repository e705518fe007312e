import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';

const PUBLIC_AUTHORITY = 'login.microsoftonline.com';

/**
 * What `DefaultAzureCredential` finds: a client of the environment, workload identity, managed identity. Instance
 * discovery always asks the public cloud, so it is off for every other authority: nothing leaves a closed network.
 */
export function openCredential({
  tenantId,
  authorityHost,
  ca,
}: {
  tenantId: string | null;
  authorityHost: string;
  ca?: string;
}): TokenCredential {
  return new DefaultAzureCredential({
    authorityHost,
    disableInstanceDiscovery: new URL(authorityHost).host !== PUBLIC_AUTHORITY,
    ...(tenantId === null ? {} : { tenantId }),
    ...(ca === undefined ? {} : { tlsOptions: { ca } }),
  });
}
