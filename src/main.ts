import { type BotDeps, createBot } from './bot.ts';
import { welcomeCard } from './cards/welcome.ts';
import type { Command } from './commands/command.ts';
import { commands as allCommands } from './commands/index.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config.ts';
import type { Conversation } from './core/access.ts';
import type { SlackConfig } from './platforms/slack/config.ts';
import type { DemoTeams, TeamsConfig } from './platforms/teams/config.ts';
import type { Bot, Clock, Log, Messenger, Platform, PostureSource, Stores } from './ports.ts';

/** Everything that runs, wired. Edges are opened on first use, so a stored question loads no SDK. */
export type App = {
  bot: Bot;
  stores: Stores;
  source: () => Promise<PostureSource>;
  /** The platforms that are on. */
  platforms: () => Promise<readonly Platform[]>;
  close(): Promise<void>;
};

export type Edges = {
  stores: Stores;
  source: () => Promise<PostureSource>;
  teams: TeamsConfig | DemoTeams | null;
  slack: SlackConfig | null;
  operators: readonly string[];
  portal: string;
  staleAfter: number;
  clock: Clock;
  log: Log;
  commands?: readonly Command[];
};

export function wire(edges: Edges): App {
  const { stores, clock, log } = edges;
  const opened: { [name in Platform['name']]?: Promise<Platform | null> } = {};
  const platform = (name: Platform['name']) => {
    opened[name] ??= name === 'teams' ? openTeams() : openSlack();
    return opened[name];
  };
  const messenger: Messenger = {
    async deliver(key, card) {
      const found = await platform(key.startsWith('slack:') ? 'slack' : 'teams');
      return found === null
        ? { outcome: 'paused', why: `the platform of ${key} is off` }
        : found.deliver(key, card);
    },
  };
  const deps: BotDeps = { ...edges, commands: edges.commands ?? allCommands, messenger };
  const bot = createBot(deps);
  const welcome = async ({ key }: Conversation) => {
    const granted = (await stores.access.grants(key)).length > 0;
    return welcomeCard({ granted, askLine: edges.operators.length > 0 ? 'ask for access' : null });
  };
  const parts = { bot, conversations: stores.conversations, clock, log, welcome };
  const openTeams = async () => {
    if (edges.teams === null) return null;
    const { createTeams } = await import('./platforms/teams/teams.ts');
    return createTeams(edges.teams, parts);
  };
  const openSlack = async () => {
    if (edges.slack === null) return null;
    const { createSlack } = await import('./platforms/slack/slack.ts');
    return createSlack(edges.slack, parts);
  };
  const platforms = async () =>
    (await Promise.all([platform('teams'), platform('slack')])).filter(
      (found) => found !== null && found !== undefined,
    );
  return {
    bot,
    stores,
    source: edges.source,
    platforms,
    async close() {
      const open = await Promise.all(Object.values(opened));
      await Promise.all(open.map((found) => found?.close()));
      await stores.close();
    },
  };
}

/** The edges that a configuration asks for. */
export async function edgesOf(config: Config, clock: Clock, log: Log): Promise<Edges> {
  if (!config.databaseUrl.startsWith('file:')) {
    throw new ConfigError([
      'DATABASE_URL: not yet: PostgreSQL comes with a later version; write file:<path>',
    ]);
  }
  const { openSqlite } = await import('./storage/sqlite.ts');
  const { openStores } = await import('./storage/stores.ts');
  const stores = await openStores(await openSqlite(config.databaseUrl));
  return {
    stores,
    source: memo(async () => {
      const { openAzure } = await import('./azure/azure.ts');
      return openAzure(config.azure, log, clock);
    }),
    teams: config.teams,
    slack: config.slack,
    operators: config.operators,
    portal: config.portal,
    staleAfter: 2 * config.snapshotEvery,
    clock,
    log,
  };
}

function memo<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null;
  return () => {
    opened ??= open();
    return opened;
  };
}
