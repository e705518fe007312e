import type { ManagementGroup, Subscription } from '../core/scope.ts';

const ROOT = group('5b1c2f7e-8d0a-4c39-b6e4-0a7d3f92c815', 'Contoso');
const PLATFORM = group('contoso-platform', 'Platform');
const LANDING_ZONES = group('contoso-landingzones', 'Landing zones');
const CORP = group('contoso-corp', 'Corp');
const ONLINE = group('contoso-online', 'Online');
const SANDBOX = group('contoso-sandbox', 'Sandbox');

export const GROUPS: readonly ManagementGroup[] = [ROOT, PLATFORM, LANDING_ZONES, CORP, ONLINE, SANDBOX];

/** Ancestors, nearest first. */
const PLACES = {
  platform: [PLATFORM.id, ROOT.id],
  corp: [CORP.id, LANDING_ZONES.id, ROOT.id],
  online: [ONLINE.id, LANDING_ZONES.id, ROOT.id],
  sandbox: [SANDBOX.id, ROOT.id],
};

/** Where a subscription hangs in the tree. */
export type Place = keyof typeof PLACES;

/** Readable, and Azure keeps no score for it. */
export const WITHOUT_SCORE = subscription(
  '05852058-4dc2-4239-9810-90934749b850',
  'Hackathon',
  'sandbox',
  'no-score',
);
/** Switched off by Azure. */
export const SWITCHED_OFF = subscription(
  'b73c7d2d-9d93-4d8c-9158-f72921541ba9',
  'Old Intranet',
  'corp',
  'disabled',
);
/** Never readable: Azure lists it and no role reaches into it. */
export const UNREADABLE = { id: '8d033c72-ffbc-4c14-9e75-2a39ddf59c5e', name: 'Payroll' };

/** The same subscription under another management group. */
export function moved(member: Subscription, to: Place): Subscription {
  return { ...member, ancestors: PLACES[to] };
}

/** A subscription of the demo. */
export function subscription(
  id: string,
  name: string,
  place: Place,
  state: Subscription['state'] = 'enabled',
): Subscription {
  return { id, kind: 'subscription', name, environment: 'Azure', state, ancestors: PLACES[place] };
}

function group(id: string, name: string): ManagementGroup {
  return { id, name };
}
