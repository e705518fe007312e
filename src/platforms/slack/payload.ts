import { z } from 'zod';

/** Slack's payloads, only the fields that are read. Bolt has verified the signature before any of these is parsed. */

const id = z.string().min(1);
const optionalId = id.nullish();

export const SlashCommand = z.object({
  text: z.string().default(''),
  user_id: id,
  team_id: id,
  enterprise_id: z.string().nullish(),
  channel_id: id,
  channel_name: z.string().default(''),
  response_url: z.string(),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

/** The workspace through which an event came. */
const envelope = {
  event_id: id,
  team_id: optionalId,
  enterprise_id: optionalId,
  context_team_id: optionalId,
  context_enterprise_id: optionalId,
  authorizations: z.array(z.object({ team_id: optionalId, enterprise_id: optionalId })).nullish(),
};

export const EventCallback = z.object({
  ...envelope,
  is_ext_shared_channel: z.boolean().optional(),
  event: z.object({
    type: z.string(),
    subtype: z.string().nullish(),
    channel_type: z.string().nullish(),
    user: optionalId,
    bot_id: optionalId,
    team: optionalId,
    user_team: optionalId,
    text: z.string().nullish(),
    channel: id,
    ts: id,
    thread_ts: optionalId,
  }),
});
export type EventCallback = z.infer<typeof EventCallback>;

/** A person looks at the bot's own page. */
export const HomeOpened = z.object({ ...envelope, event: z.object({ user: id, tab: z.string() }) });
export type HomeOpened = z.infer<typeof HomeOpened>;

/** A channel came to be shared with another company, or is so no more with one of them. */
export const SharingChanged = z.object({
  ...envelope,
  event: z.object({ type: z.string(), channel: id, is_ext_shared: z.boolean().nullish() }),
});
export type SharingChanged = z.infer<typeof SharingChanged>;

export const ButtonPress = z.object({
  response_url: z.string().nullish(),
  team: z.object({ id }).nullish(),
  enterprise: z.object({ id }).nullish(),
  user: z.object({ id, team_id: optionalId }),
  channel: z.object({ id, name: z.string().default('') }).nullish(),
  trigger_id: optionalId,
  view: z.object({ type: z.string() }).nullish(),
  container: z.object({ is_ephemeral: z.boolean().nullish(), thread_ts: optionalId }).nullish(),
  message: z.object({ ts: optionalId, thread_ts: optionalId }).nullish(),
  actions: z.array(z.object({ value: z.string().nullish() })).min(1),
});
export type ButtonPress = z.infer<typeof ButtonPress>;

/** A form that somebody filled in. */
export const FormSent = z.object({
  team: z.object({ id }).nullish(),
  enterprise: z.object({ id }).nullish(),
  user: z.object({ id, team_id: optionalId }),
  view: z.object({ private_metadata: z.string(), state: z.object({ values: z.unknown() }) }),
});
export type FormSent = z.infer<typeof FormSent>;
