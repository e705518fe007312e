import packageJson from '../package.json' with { type: 'json' };
import { type BotDeps, createBot } from './bot.ts';
import type { Card } from './cards/card.ts';
import { welcomeCard } from './cards/welcome.ts';
import type { Command } from './commands/command.ts';
import { commands as allCommands } from './commands/index.ts';
import type { Config } from './config.ts';
import { type Conversation, inForce } from './core/access.ts';
import type { SpeakingDeps } from './jobs/speaking.ts';
import type { SlackConfig } from './platforms/slack/config.ts';
import type { DemoTeams, TeamsConfig } from './platforms/teams/config.ts';
import type {
  Bot,
  Clock,
  Delivery,
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
  const bot = createBot(botDeps(edges, messenger));
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
    speaking: { stores, source: edges.source, portal: edges.portal, staleAfter: edges.staleAfter, clock },
    platforms,
    async close() {
      const open = await Promise.all(Object.values(opened));
      await Promise.all(open.map((found) => found?.close()));
      await stores.close();
    },
  };
}

/** Speaks on whichever platform a key belongs to; deliveries are counted. */
function messengerOf(
  platform: (name: Platform['name']) => Promise<Platform | null> | undefined,
  { meter, terminal }: Pick<Edges, 'meter' | 'terminal'>,
): Messenger {
  const of = async (key: string) => (await platform(key.startsWith('slack:') ? 'slack' : 'teams')) ?? null;
  const off = (key: string) => ({ outcome: 'paused', why: `The platform of ${key} is off.` }) as const;
  return {
    async deliver(key, card, how) {
      if (key === 'terminal') return printed(card, terminal);
      const found = await of(key);
      if (found === null) return off(key);
      const delivery = await found.deliver(key, card, how);
      meter?.({ kind: 'delivery', platform: found.name, outcome: delivery.outcome });
      return delivery;
    },
    edit: async (key, post, card) => (await of(key))?.edit(key, post, card) ?? off(key),
    posted: async (key, id, since, parent) => (await of(key))?.posted(key, id, since, parent) ?? null,
  };
}

const UNREAD = 'Nobody reads this terminal: order it in a chat, or with --in, or let npm run tick print it.';

function printed(card: Card, terminal: Edges['terminal']): Delivery {
  if (terminal === undefined) return { outcome: 'retry', after: 3600, why: UNREAD };
  terminal(card.text);
  return { outcome: 'delivered', post: null };
}

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
