import { z } from 'zod';
import type { Check } from '../../ports.ts';
import type { SlackConfig } from './config.ts';
import { type Sent, whyOf } from './sent.ts';
import { createWebApi, type WebApi } from './web.ts';

/** What the app must have been given, and what does not work without it: the scopes of `manifest/slack.yaml`. */
export const SCOPES: Readonly<Record<string, string>> = {
  commands: '/score is unknown',
  'chat:write': 'nothing can be answered',
  'app_mentions:read': 'mentions are not heard',
  'im:history': 'direct messages are not heard',
  'users:read': 'nobody can be told to be a member, so nobody is answered',
  'channels:read': 'whether a channel is shared cannot be told',
  'groups:read': 'whether a private channel is shared cannot be told',
};

const TOKEN_CURE =
  'Open the app at api.slack.com/apps, install it to the workspace again under OAuth & Permissions, and put its new bot token into SLACK_BOT_TOKEN.';
const APP_TOKEN_CURE =
  'Make one under Basic Information → App-Level Tokens with the scope connections:write, and put it into SLACK_APP_TOKEN.';

const Told = z.object({
  team: z.string().catch(''),
  team_id: z.string().catch(''),
  response_metadata: z
    .object({ scopes: z.array(z.string()) })
    .optional()
    .catch(undefined),
});

/** Asks Slack about the tokens; posts nothing. */
export async function checkSlack(config: SlackConfig): Promise<Check[]> {
  const web = createWebApi(config);
  const [bot, transport] = await Promise.all([checkBot(web), checkTransport(config)]);
  return [...bot, transport];
}

async function checkBot(web: WebApi): Promise<Check[]> {
  const { sent, result } = await web('auth.test', {});
  if (sent.kind !== 'sent') return [refusal('slack token', sent, TOKEN_CURE)];
  const told = Told.parse(result);
  const token: Check = {
    name: 'slack token',
    state: 'ok',
    message: `accepted by the workspace ${told.team} (${told.team_id})`,
    cure: null,
  };
  return [token, scopesCheck(told.response_metadata?.scopes)];
}

function scopesCheck(scopes: readonly string[] | undefined): Check {
  const name = 'slack scopes';
  if (scopes === undefined) {
    return { name, state: 'warning', message: 'Slack did not say which scopes the token has.', cure: null };
  }
  const missing = Object.entries(SCOPES).filter(([scope]) => !scopes.includes(scope));
  if (missing.length === 0) return { name, state: 'ok', message: 'all that are needed', cure: null };
  return {
    name,
    state: 'failed',
    message: missing.map(([scope, without]) => `Without ${scope}, ${without}.`).join(' '),
    cure: 'Update the app from manifest/slack.yaml (App Manifest) and install it to the workspace again.',
  };
}

async function checkTransport({ transport, apiUrl }: SlackConfig): Promise<Check> {
  switch (transport.kind) {
    case 'http':
      return {
        name: 'slack signature',
        state: 'ok',
        message:
          'SLACK_SIGNING_SECRET is set; only a request from Slack can tell whether it is the right one (a wrong one is answered 401, and logged)',
        cure: null,
      };
    case 'socket': {
      const { sent } = await createWebApi({ botToken: transport.appToken, apiUrl })(
        'apps.connections.open',
        {},
      );
      if (sent.kind !== 'sent') return refusal('slack app token', sent, APP_TOKEN_CURE);
      return { name: 'slack app token', state: 'ok', message: 'opens a connection', cure: null };
    }
  }
}

/** Refused is the token's fault; anything else is on the way to Slack. */
function refusal(name: string, sent: Sent, cure: string): Check {
  if (sent.kind === 'refused') {
    return { name, state: 'failed', message: `Slack does not accept the token (${sent.code}).`, cure };
  }
  const way = 'Check the network, HTTPS_PROXY and SLACK_API_URL, and try again.';
  return { name, state: 'failed', message: whyOf(sent), cure: way };
}
