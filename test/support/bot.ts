import { type BotDeps, createBot } from '../../src/bot.ts';
import type { Card } from '../../src/cards/card.ts';
import type { Command } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/index.ts';
import type { Conversation, Person } from '../../src/core/access.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import type { Answer, Bot, Delivery, Invocation, Log, PostureSource, Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { type EngineName, openFresh } from './database.ts';

export const OPERATOR: Person = { key: 'slack:T1/UADA', name: 'Ada', member: true };
export const ANYBODY: Person = { key: 'slack:T1/UBEN', name: 'Ben', member: true };
export const CHANNEL: Conversation = { key: 'slack:T1/C1', kind: 'channel', shared: false };
export const SHARED: Conversation = { key: 'slack:T1/C2', kind: 'channel', shared: true };
export const TERMINAL: Conversation = { key: 'terminal', kind: 'terminal', shared: false };
export const NOW = new Date('2026-11-23T12:00:00Z');

export type Logged = { level: string; message: string; detail: object };
export type TestBot = {
  bot: Bot;
  stores: Stores;
  sent: { key: string; card: Card }[];
  logged: Logged[];
  deps: BotDeps;
  /** Asks in the terminal, or as `from` says. */
  ask(text: string, from?: Partial<Omit<Invocation, 'text'>>): Promise<Answer>;
};

/** A log that keeps its lines. */
export function recordingLog(): { log: Log; logged: Logged[] } {
  const logged: Logged[] = [];
  const at =
    (level: string) =>
    (message: string, detail: object = {}) => {
      logged.push({ level, message, detail });
    };
  return { log: { info: at('info'), warn: at('warn'), error: at('error') }, logged };
}

/** The bot on the demo tenant with one snapshot for each of `days` (06:00 UTC). */
export async function openTestBot(
  days: readonly string[],
  extra: {
    commands?: readonly Command[];
    source?: PostureSource;
    operators?: readonly string[];
    delivery?: Delivery;
    engine?: EngineName;
  } = {},
): Promise<TestBot> {
  const stores = await openStores(await openFresh(extra.engine));
  const { log, logged } = recordingLog();
  for (const day of days) {
    const clock = () => new Date(`${day}T06:00:00Z`);
    await takeSnapshot({ ...stores, source: createDemoSource(day), clock, log }, 'test');
  }
  const sent: TestBot['sent'] = [];
  const deps: BotDeps = {
    commands: extra.commands ?? commands,
    stores,
    source: async () => extra.source ?? createDemoSource('2026-11-23'),
    messenger: {
      deliver: async (key, card) => {
        sent.push({ key, card });
        return extra.delivery ?? { outcome: 'delivered', post: null };
      },
      edit: async (_, post) => ({ outcome: 'delivered', post }),
      posted: async () => null,
    },
    operators: extra.operators ?? [OPERATOR.key],
    portal: 'https://portal.azure.com',
    staleAfter: 2 * 86_400_000,
    installation: { version: '0.0.0', node: '24.0.0', platforms: ['slack'], snapshotEvery: 3_600_000 },
    clock: () => NOW,
    log,
  };
  const bot = createBot(deps);
  const terminal = { person: OPERATOR, conversation: TERMINAL, addressed: 'direct' } as const;
  return {
    bot,
    stores,
    sent,
    logged,
    deps,
    ask: async (text, from = {}) => given(await bot({ text, ...terminal, ...from })),
  };
}

/** The data of an answer, as `--json` would print it. */
export const dataOf = <T>(answer: Answer): T => answer.card.data as T;

/** The answer that there must be. */
export function given(answer: Answer | null): Answer {
  if (answer === null) throw new Error('the bot was silent');
  return answer;
}
