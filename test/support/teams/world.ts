import { noticeCard } from '../../../src/cards/notice.ts';
import type { DemoTeams, TeamsConfig, TeamsDeps } from '../../../src/platforms/teams/config.ts';
import { createTeams } from '../../../src/platforms/teams/teams.ts';
import { serve } from '../http.ts';
import { echoBot, memoryConversations, memoryLog } from '../memory.ts';
import { type FakeConnector, startConnector } from './fake-connector.ts';
import { APP_ID, ISSUER, startIssuer, TENANT } from './issuer.ts';
import { APP_PASSWORD, startLogin } from './login.ts';
import type { Payload } from './payloads.ts';

/** Microsoft's side: token issuer, login and conversation service, all on loopback. */
export type Microsoft = Awaited<ReturnType<typeof startMicrosoft>>;

export async function startMicrosoft() {
  const [issuer, login, connector] = await Promise.all([startIssuer(), startLogin(), startConnector()]);
  const config: TeamsConfig = {
    appId: APP_ID,
    appType: 'SingleTenant',
    appPassword: APP_PASSWORD,
    appTenantId: TENANT,
    openIdMetadata: issuer.metadataUrl,
    botTokenIssuer: ISSUER,
    loginUrl: login.url,
    oauthScope: null,
    serviceHosts: [connector.host],
    tenants: [TENANT],
  };
  const stop = async () => void (await Promise.all([issuer.stop(), login.stop(), connector.stop()]));
  return { issuer, login, connector, config, stop };
}

/** The Teams platform in front of that, with a bot that repeats what it is asked. */
export async function startTeams(
  {
    issuer,
    connector,
    config,
  }: Pick<Microsoft, 'issuer' | 'connector'> & { config: TeamsConfig | DemoTeams },
  deps: Partial<TeamsDeps> = {},
) {
  const log = memoryLog();
  const conversations = memoryConversations();
  const { bot, asked } = echoBot();
  const welcome = async () => noticeCard({ message: 'Welcome, all of you', undo: null });
  const clock = () => new Date();
  const teams = createTeams(config, { bot, conversations, log, clock, welcome, ...deps });
  const server = await serve(teams.routes);
  const url = `${server.origin}/api/messages`;
  return {
    teams,
    log,
    conversations,
    asked,
    url,
    /** Posts an activity as Teams would. */
    post: async (payload: Payload, token?: string | null) =>
      postTo(url, payload, token === undefined ? await issuer.token(payload.serviceUrl) : token),
    posts: () => connector.posts(),
    stop: async () => {
      await teams.close();
      await server.close();
    },
  };
}

/** Posts anything to the bot; the answer with its parsed body. */
export async function postTo(url: string, payload: object | string, token: string | null, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** The words of a posted card. */
export const wordsOf = (post: FakeConnector['recorded'][number] | undefined): string =>
  JSON.stringify(post?.body ?? null);
