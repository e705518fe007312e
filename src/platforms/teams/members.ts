import { z } from 'zod';
import type { Clock } from '../../ports.ts';
import type { Addressed } from './activity.ts';
import type { Connector } from './connector.ts';
import { personKey, withoutThread } from './place.ts';

/** `outsider`: a guest, or a person of another tenant; `unknown`: Teams does not say. */
export type Standing = 'member' | 'outsider' | 'unknown';
export type Members = (given: Addressed, shared: boolean) => Promise<Standing>;

const account = z.object({
  tenantId: z.string(),
  userRole: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});

/** How long an answer of Teams' is believed, in milliseconds, and how many are kept. */
const BELIEVED = 3_600_000;
const CAPACITY = 5000;

/**
 * An activity does not say whether its writer is a guest, so the conversation's roster is asked. Who cannot be looked
 * up, or is described without a tenant, is unknown; that is not remembered.
 */
export function createMembers(connector: Connector, tenants: readonly string[], clock: Clock): Members {
  const ours = new Set(tenants.map((tenant) => tenant.toLowerCase()));
  const known = new Map<string, { until: number; standing: Standing }>();
  return async (given, shared) => {
    const oid = given.from?.aadObjectId;
    if (given.from == null || oid == null) return 'unknown';
    const key = `${personKey(oid)} ${shared ? given.conversation.id : ''}`;
    const now = clock().getTime();
    const before = known.get(key);
    if (before !== undefined && before.until > now) return before.standing;
    const found = account.safeParse(await connector.member(rosterOf(given, shared), given.from.id));
    if (!found.success) return 'unknown';
    const own = ours.has(found.data.tenantId.toLowerCase()) && !isGuest(found.data);
    const standing = own ? 'member' : 'outsider';
    known.delete(key);
    known.set(key, { until: now + BELIEVED, standing });
    if (known.size > CAPACITY) known.delete(known.keys().next().value ?? key);
    return standing;
  };
}

/** A channel's people are its team's, but for a shared channel, which has a roster of its own. */
function rosterOf({ serviceUrl, conversation, channelData }: Addressed, shared: boolean) {
  const team = shared ? null : channelData?.team?.id;
  return { serviceUrl, conversation: team ?? withoutThread(conversation.id) };
}

/** Teams' roles are `owner`, `user`, `guest` and `anonymous`; Entra marks a guest's name with `#EXT#`. */
function isGuest({ userRole, userPrincipalName }: z.infer<typeof account>): boolean {
  const role = userRole?.toLowerCase() ?? 'user';
  return !['user', 'owner', 'admin'].includes(role) || /#EXT#/iu.test(userPrincipalName ?? '');
}
