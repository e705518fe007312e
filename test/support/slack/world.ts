import { createSlack, type SlackConfig } from '../../../src/platforms/slack/slack.ts';
import type { Bot, Clock, Platform } from '../../../src/ports.ts';
import { serve } from '../http.ts';
import { echoBot, memoryConversations, memoryLog } from '../memory.ts';
import { SIGNING_SECRET, type SlackClient, slackClient } from './client.ts';
import { type FakeSlack, startFakeSlack, TOKEN } from './fake-slack.ts';
import { type SocketSide, startSocketSide } from './socket.ts';

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

export const APP_TOKEN = 'xapp-fake-token';

/** The same in Socket Mode: nothing is served, and requests come as frames. */
export async function socketWorld(
  options: Options & { prepare?: (slack: FakeSlack, side: SocketSide) => void; open?: boolean } = {},
): Promise<SlackWorld & { side: SocketSide }> {
  const side = await startSocketSide();
  const slack = options.slack ?? (await startFakeSlack());
  options.prepare?.(slack, side);
  slack.script('apps.connections.open', { body: { ok: true, url: side.url } }, Number.MAX_SAFE_INTEGER);
  const transport = { kind: 'socket', appToken: APP_TOKEN } as const;
  const world = await slackWorld({ ...options, slack, config: { ...options.config, transport } });
  if (options.open !== false) world.platform.open?.();
  const close = async () => {
    await world.close();
    await side.close();
  };
  return { ...world, side, close };
}

type Options = {
  config?: Partial<SlackConfig>;
  answer?: Parameters<typeof echoBot>[0];
  slack?: FakeSlack;
  clock?: Clock;
  /** In the place of the one that repeats every question. */
  bot?: Bot;
};

export async function slackWorld(options: Options = {}): Promise<SlackWorld> {
  const { config = {}, answer, slack: given, clock = () => new Date() } = options;
  const slack = given ?? (await startFakeSlack());
  const log = memoryLog();
  const conversations = memoryConversations();
  const { bot, asked } = echoBot(answer);
  const platform = await createSlack(
    {
      botToken: TOKEN,
      transport: { kind: 'http', signingSecret: SIGNING_SECRET },
      apiUrl: slack.apiUrl,
      responseHosts: [slack.host],
      teams: [],
      ...config,
    },
    { bot: options.bot ?? bot, conversations, log, clock },
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
