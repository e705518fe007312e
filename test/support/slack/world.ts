import { createSlack, type SlackConfig } from '../../../src/platforms/slack/slack.ts';
import type { Platform } from '../../../src/ports.ts';
import { serve } from '../http.ts';
import { echoBot, memoryConversations, memoryLog } from '../memory.ts';
import { SIGNING_SECRET, type SlackClient, slackClient } from './client.ts';
import { type FakeSlack, startFakeSlack, TOKEN } from './fake-slack.ts';

/** The platform inside a real HTTP server, between a client that signs like Slack and a fake of Slack's own API. */
export type SlackWorld = {
  platform: Platform;
  slack: FakeSlack;
  client: SlackClient;
  asked: ReturnType<typeof echoBot>['asked'];
  log: ReturnType<typeof memoryLog>;
  conversations: ReturnType<typeof memoryConversations>;
  origin: string;
  close(): Promise<void>;
};

type Options = { config?: Partial<SlackConfig>; answer?: Parameters<typeof echoBot>[0]; slack?: FakeSlack };

export async function slackWorld({ config = {}, answer, slack: given }: Options = {}): Promise<SlackWorld> {
  const slack = given ?? (await startFakeSlack());
  const log = memoryLog();
  const conversations = memoryConversations();
  const { bot, asked } = echoBot(answer);
  const platform = await createSlack(
    {
      botToken: TOKEN,
      signingSecret: SIGNING_SECRET,
      apiUrl: slack.apiUrl,
      responseHosts: [slack.host],
      teams: [],
      ...config,
    },
    { bot, conversations, log, clock: () => new Date() },
  );
  const server = await serve(platform.routes);
  const close = async () => {
    await platform.close();
    await server.close();
    await slack.close();
  };
  return {
    platform,
    slack,
    client: slackClient(server.origin),
    asked,
    log,
    conversations,
    origin: server.origin,
    close,
  };
}
