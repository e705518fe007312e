import packageJson from '../package.json' with { type: 'json' };
import { type Applied, applyFile, askOf } from './bot/apply-file.ts';
import { messengerOf } from './bot/messenger.ts';
import { type BotDeps, createBot } from './bot.ts';
import { welcomeCard } from './cards/welcome.ts';
import type { Command } from './commands/command.ts';
import { fileFaults, unnamedLines } from './commands/file-lines.ts';
import { commands as allCommands } from './commands/index.ts';
import type { Config, Conversations } from './config.ts';
import { type Conversation, inForce } from './core/access.ts';
import type { Estate } from './core/scope.ts';
import type { SpeakingDeps } from './jobs/speaking.ts';
import type { SlackConfig } from './platforms/slack/config.ts';
import type { DemoTeams, TeamsConfig } from './platforms/teams/config.ts';
import type {
  Bot,
  Clock,
  Installation,
  Log,
  Messenger,
  Meter,
  Platform,
  PostureSource,
  Scoped,
  Stores,
} from './ports.ts';
import type { Sql } from './storage/sql.ts';

/** Everything that runs, wired. Edges are opened on first use, so a stored question loads no SDK. */
export type App = {
  bot: Bot;
  stores: Stores;
  source: () => Promise<PostureSource>;
  /** Posts on whichever platform a conversation is. */
  messenger: Messenger;
  /** Makes conversations what the configuration file says. */
  applyFile: () => Promise<Applied>;
  /** What posts that nobody asked for are made from. */
  speaking: SpeakingDeps;
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
  /** Milliseconds between snapshots; null: nobody takes them. */
  snapshotEvery: number | null;
  clock: Clock;
  log: Log;
  commands?: readonly Command[];
  /** Command lines of the configuration file, by conversation. */
  file?: Conversations;
  /** Prints what was ordered in the terminal; where it is left out, nobody reads that. */
  terminal?: (text: string) => void;
} & Watched;

const botDeps = (edges: Edges, messenger: Messenger): BotDeps => ({
  ...edges,
  commands: edges.commands ?? allCommands,
  messenger,
  installation: installationOf(edges),
});

/** What runs here, for operators to read. */
const installationOf = ({ teams, slack, snapshotEvery }: Edges): Installation => ({
  version: packageJson.version,
  node: process.versions.node,
  platforms: [...(teams === null ? [] : ['teams' as const]), ...(slack === null ? [] : ['slack' as const])],
  snapshotEvery,
});

/** How the service watches itself; a script that answers one question does not. */
export type Watched = { meter?: Meter; scoped?: Scoped };

export function wire(edges: Edges): App {
  const { stores, clock, log } = edges;
  const opened: { [name in Platform['name']]?: Promise<Platform | null> } = {};
  const platform = (name: Platform['name']) => {
    opened[name] ??= name === 'teams' ? openTeams() : openSlack();
    return opened[name];
  };
  const messenger = messengerOf(platform, edges);
  const deps = botDeps(edges, messenger);
  const bot = createBot(deps);
  const welcome = async (conversation: Conversation) => {
    const granted = inForce(await stores.access.grants(conversation.key), conversation).length > 0;
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
    messenger,
    applyFile: () => applyFile({ file: edges.file ?? {}, stores, ask: askOf(deps), log }),
    speaking: { stores, source: edges.source, portal: edges.portal, staleAfter: edges.staleAfter, clock },
    platforms,
    async close() {
      const open = await Promise.all(Object.values(opened));
      await Promise.all(open.map((found) => found?.close()));
      await stores.close();
    },
  };
}

/** Everything that is wrong with the command lines of the configuration file, apart from names. */
export const conversationFaults = (file: Conversations): string[] => fileFaults(file, allCommands);

/** Of a conversation's lines those that are no order and wait for the name of a scope. */
export const waitingLines = (lines: readonly string[], estate: Estate) =>
  unnamedLines(lines, estate, allCommands);

/** The edges that a configuration asks for. */
export async function edgesOf(config: Config, clock: Clock, log: Log, watched: Watched = {}): Promise<Edges> {
  const { openStores } = await import('./storage/stores.ts');
  const stores = await openStores(await openDatabase(config.databaseUrl));
  return {
    stores,
    source: memo(async () => {
      const { openAzure } = await import('./azure/azure.ts');
      return openAzure(config.azure, log, clock, watched.meter);
    }),
    teams: config.teams,
    slack: config.slack,
    operators: config.operators,
    file: config.conversations,
    portal: config.portal,
    staleAfter: 2 * config.snapshotEvery,
    snapshotEvery: config.snapshotEvery,
    clock,
    log,
    ...watched,
  };
}

/** Opens what `DATABASE_URL` names. Rejects with `Unreachable`. */
export async function openDatabase(url: string): Promise<Sql> {
  if (url.startsWith('file:')) return (await import('./storage/sqlite.ts')).openSqlite(url);
  return (await import('./storage/postgres.ts')).openPostgres(url);
}

function memo<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null;
  return () => {
    opened ??= open();
    return opened;
  };
}
