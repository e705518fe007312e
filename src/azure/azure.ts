import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Log, Meter, PostureSource } from '../ports.ts';
import { createArm } from './arm.ts';
import { openCredential } from './credential.ts';
import { createPostureSource } from './posture-source.ts';

/** The part of the configuration that says where Azure is and what to look at. */
export type AzureSettings = {
  tenantId: string | null;
  authorityHost: string;
  armEndpoint: string;
  scopes: readonly string[];
};

/** Connects to nothing yet: the first reading signs in. */
export function openAzure(
  { tenantId, authorityHost, armEndpoint, scopes }: AzureSettings,
  log: Log,
  clock: Clock,
  meter?: Meter,
): PostureSource {
  const credential = openCredential({ tenantId, authorityHost });
  const endpoint = armEndpoint.replace(/\/+$/, '');
  const timer = { now: () => performance.now(), sleep };
  const arm = createArm({ endpoint, credential, timer, meter });
  return createPostureSource({ arm, scopes, tenantId, log, clock });
}
