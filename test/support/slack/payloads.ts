import { BOT_USER, TEAM } from './fake-slack.ts';

type Json = Readonly<Record<string, unknown>>;
let count = 0;
const next = () => String(++count).padStart(6, '0');

/** The form of a slash command, as Slack sends it. */
export const slashCommand = (
  text: string,
  responseUrl: string,
  overrides: Readonly<Record<string, string>> = {},
) => ({
  token: 'deprecated',
  team_id: TEAM,
  team_domain: 'contoso',
  channel_id: 'C0SEC',
  channel_name: 'security',
  user_id: 'U0ADA',
  user_name: 'ada',
  command: '/score',
  text,
  api_app_id: 'A0APP',
  is_enterprise_install: 'false',
  response_url: responseUrl,
  trigger_id: `13345224609.738474920.${next()}`,
  ...overrides,
});

/** An `app_mention` in a channel; `event` overrides the inner event, `envelope` what is around it. */
export const mention = (text: string, event: Json = {}, envelope: Json = {}) =>
  callback(
    {
      type: 'app_mention',
      text: `<@${BOT_USER}> ${text}`,
      channel: 'C0SEC',
      ts: `1700000000.${next()}`,
      ...event,
    },
    envelope,
  );

/** A `message` in the bot's own direct message with a person. */
export const directMessage = (text: string, event: Json = {}, envelope: Json = {}) =>
  callback(
    { type: 'message', channel_type: 'im', text, channel: 'D0ADA', ts: `1700000000.${next()}`, ...event },
    envelope,
  );

const callback = (event: Json, envelope: Json) => ({
  token: 'deprecated',
  type: 'event_callback',
  event_id: `Ev${next()}`,
  event_time: 1_700_000_000,
  team_id: TEAM,
  context_team_id: TEAM,
  api_app_id: 'A0APP',
  is_ext_shared_channel: false,
  authorizations: [{ team_id: TEAM, user_id: BOT_USER, is_bot: true, is_enterprise_install: false }],
  event: { user: 'U0ADA', team: TEAM, event_ts: event.ts, ...event },
  ...envelope,
});

/** A button pressed on a message that everybody sees; `hidden` makes it one that the person alone sees. */
export const press = (line: string, responseUrl: string, overrides: Json = {}) => ({
  type: 'block_actions',
  api_app_id: 'A0APP',
  token: 'deprecated',
  trigger_id: `13345224609.738474920.${next()}`,
  response_url: responseUrl,
  team: { id: TEAM, domain: 'contoso' },
  user: { id: 'U0ADA', username: 'ada', name: 'ada', team_id: TEAM },
  channel: { id: 'C0SEC', name: 'security' },
  container: { type: 'message', message_ts: '1700000050.000001', channel_id: 'C0SEC', is_ephemeral: false },
  message: { type: 'message', ts: '1700000050.000001', user: BOT_USER, text: 'a card' },
  actions: [
    { type: 'button', action_id: 'ask:0', block_id: 'b', value: line, action_ts: '1700000051.000001' },
  ],
  is_enterprise_install: false,
  ...overrides,
});

/** What makes a press one on a private answer: Slack sends no `message` then. */
export const hidden = {
  container: { type: 'message', message_ts: '1700000050.000002', channel_id: 'C0SEC', is_ephemeral: true },
  message: undefined,
};
