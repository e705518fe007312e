import { openWorld, type World } from '../../src/answers/world.ts';
import { createBot } from '../../src/bot.ts';
import { teamsActivity } from '../../src/cards/message.ts';
import { commands } from '../../src/commands/index.ts';
import type { Invocation, Stores } from '../../src/ports.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { openStores } from '../../src/storage/stores.ts';
import type { Year } from '../year.ts';

const TERMINAL: Omit<Invocation, 'text'> = {
  person: { key: 'terminal', name: 'the terminal', member: true },
  conversation: { key: 'terminal', kind: 'terminal', shared: false },
  addressed: 'direct',
};

export type Asked = {
  world: World;
  /** One question through the whole bot to the card as Teams gets it. Throws where it is not answered. */
  ask(text: string): Promise<void>;
  close(): Promise<void>;
};

const nobody = () => Promise.reject(new Error('Questions about stored snapshots do not ask Azure'));

export async function openAsked({ file, now }: Year): Promise<Asked> {
  const stores = await openStores(await openSqlite(`file:${file}`));
  const world = await openWorld({ posture: stores.posture, source: nobody, now }, [], TERMINAL.conversation);
  const bot = createBot(depsOf(stores, now));
  return {
    world,
    async ask(text) {
      const answer = await bot({ ...TERMINAL, text });
      if (answer?.outcome !== 'answered') throw new Error(`"${text}" was not answered: ${answer?.card.text}`);
      teamsActivity(answer.card);
    },
    close: () => stores.close(),
  };
}

const depsOf = (stores: Stores, now: Date): Parameters<typeof createBot>[0] => ({
  commands,
  stores,
  installation: { version: '0', node: process.versions.node, platforms: [], snapshotEvery: null },
  source: nobody,
  messenger: { deliver: nobody, edit: nobody, posted: nobody },
  operators: [],
  portal: 'https://portal.azure.com',
  staleAfter: 86_400_000,
  clock: () => now,
  log: { info: () => {}, warn: () => {}, error: (message, detail) => console.error(message, detail) },
});
