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

export const EventCallback = z.object({
  event_id: id,
  team_id: optionalId,
  enterprise_id: optionalId,
  context_team_id: optionalId,
  context_enterprise_id: optionalId,
  authorizations: z.array(z.object({ team_id: optionalId, enterprise_id: optionalId })).nullish(),
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

export const ButtonPress = z.object({
  response_url: z.string(),
  team: z.object({ id }).nullish(),
  enterprise: z.object({ id }).nullish(),
  user: z.object({ id, team_id: optionalId }),
  channel: z.object({ id, name: z.string().default('') }),
  container: z.object({ is_ephemeral: z.boolean().nullish(), thread_ts: optionalId }).nullish(),
  message: z.object({ ts: optionalId, thread_ts: optionalId }).nullish(),
  actions: z.array(z.object({ value: z.string().nullish() })).min(1),
});
export type ButtonPress = z.infer<typeof ButtonPress>;
