import { z } from 'zod';

const id = z.string().min(1).max(1000);
const named = z.object({ id, name: z.string().nullish() });

/** The fields of an incoming activity that are read. Everything else, and whatever is null, is left alone. */
export const activity = z.object({
  type: z.string(),
  id: id.nullish(),
  name: z.string().nullish(),
  action: z.string().nullish(),
  channelId: z.string(),
  serviceUrl: z.url(),
  from: named.extend({ aadObjectId: z.guid().nullish(), role: z.string().nullish() }).nullish(),
  recipient: named.nullish(),
  conversation: named
    .extend({ conversationType: z.string().nullish(), tenantId: z.string().nullish() })
    .nullish(),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  replyToId: id.nullish(),
  localTimezone: z.string().nullish(),
  entities: z.array(z.unknown()).nullish(),
  membersAdded: z.array(z.object({ id })).nullish(),
  membersRemoved: z.array(z.object({ id })).nullish(),
  channelData: z
    .object({
      tenant: z.object({ id: z.string().nullish() }).nullish(),
      team: z.object({ id: z.string().nullish(), name: z.string().nullish() }).nullish(),
      channel: z.object({ name: z.string().nullish(), type: z.string().nullish() }).nullish(),
      membershipSource: z.object({ tenantId: z.string().nullish() }).nullish(),
    })
    .nullish(),
});
export type Activity = z.infer<typeof activity>;

/** An activity somewhere, from somebody to the bot. */
export type Addressed = Activity & {
  conversation: NonNullable<Activity['conversation']>;
  recipient: NonNullable<Activity['recipient']>;
};

export const isAddressed = (given: Activity): given is Addressed =>
  given.conversation != null && given.recipient != null;

/** Every tenant that an activity says it belongs to. */
export function tenantsOf({ channelData, conversation }: Activity): string[] {
  const said = [channelData?.tenant?.id, conversation?.tenantId];
  return said.filter((tenant) => typeof tenant === 'string').map((tenant) => tenant.toLowerCase());
}
