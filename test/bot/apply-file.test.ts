import { expect, test } from 'vitest';
import { applyFile, askOf } from '../../src/bot/apply-file.ts';
import { type BotDeps, createBot } from '../../src/bot.ts';
import type { SettingsData } from '../../src/cards/settings-data.ts';
import { fileFaults } from '../../src/commands/file-lines.ts';
import { commands } from '../../src/commands/index.ts';
import { CHANNEL, NOW, OPERATOR, openTestBot } from '../support/bot.ts';

type File = Record<string, readonly string[]>;
const LINES = ['grant all', 'digest weekly monday 09:00 Europe/Oslo', "alert drop 5 for 'Contoso Prod'"];

async function world() {
  const { stores, deps } = await openTestBot(['2026-11-16', '2026-11-23']);
  const of = (file: File): BotDeps => ({ ...deps, file });
  return {
    stores,
    apply: (file: File) => applyFile({ file, stores, ask: askOf(of(file)), log: deps.log }),
    async settings(file: File): Promise<SettingsData> {
      const where = { person: OPERATOR, conversation: CHANNEL, addressed: 'named' } as const;
      const answer = await createBot(of(file))({ text: 'settings', ...where });
      return answer?.card.data as SettingsData;
    },
  };
}

test('a conversation becomes what the file says, and is read-only', async () => {
  const w = await world();
  expect(await w.apply({ [CHANNEL.key]: LINES })).toEqual({ lines: 3, waiting: 0 });
  const { orders } = await w.settings({ [CHANNEL.key]: LINES });
  expect(orders.map(({ kind, source, state }) => [kind, source, state]).sort()).toEqual([
    ['alert', 'file', 'active'],
    ['digest', 'file', 'active'],
  ]);
});

test('what was applied is left as it is the next time, also its next run', async () => {
  const w = await world();
  const file = { [CHANNEL.key]: LINES };
  await w.apply(file);
  const before = await w.stores.orders.of(CHANNEL.key);
  await w.stores.outbox.decide({
    ...{ deliveries: [], at: NOW },
    next: { order: before[0]?.id ?? '', expect: before[0]?.next ?? null, next: null },
  });
  await w.apply(file);
  const after = await w.stores.orders.of(CHANNEL.key);
  expect(after).toEqual(before.map((order, at) => (at === 0 ? { ...order, next: null } : order)));
  expect(await w.stores.access.log(9)).toHaveLength(1);
});

test('what the file says no more is taken away, what people typed stays', async () => {
  const w = await world();
  await w.apply({ [CHANNEL.key]: LINES, 'slack:T1/C7': ['grant all'] });
  await w.stores.access.grant({
    conversation: 'slack:T1/C8',
    scope: { kind: 'all', id: 'all' },
    by: OPERATOR.key,
    at: NOW.toISOString(),
  });
  await w.apply({ [CHANNEL.key]: LINES.slice(0, 2) });
  expect((await w.stores.orders.of(null)).map(({ rule }) => rule.kind)).toEqual(['digest']);
  const grants = await w.stores.access.grants(null);
  expect(grants.map(({ conversation }) => conversation)).toEqual([CHANNEL.key, 'slack:T1/C8']);
});

test('a name that means nothing yet waits, is shown, and takes nothing away', async () => {
  const w = await world();
  await w.apply({ [CHANNEL.key]: LINES });
  const file = { [CHANNEL.key]: [...LINES.slice(0, 2), "alert drop 3 for 'Tomorrow'"] };
  expect(await w.apply(file)).toEqual({ lines: 2, waiting: 1 });
  const { orders } = await w.settings(file);
  expect(orders[0]).toMatchObject({ state: 'waiting', text: "alert drop 3 for 'Tomorrow'" });
  expect(
    orders
      .slice(1)
      .map(({ state, text }) => [state, text])
      .sort(),
  ).toEqual([
    ['active', "alert drop 5 for 'Contoso Prod'"],
    ['active', 'digest weekly monday 09:00 Europe/Oslo'],
  ]);
  expect(orders[0]?.why).toContain('Tomorrow');
  expect(orders[0]?.scope).toBeNull();
});

test('a zone, a short name and a grant hold for all lines of their conversation, wherever they stand', async () => {
  const w = await world();
  const lines = ['digest daily 09:00 for shop', 'alias shop = Web Shop', 'timezone Europe/Oslo', 'grant all'];
  expect(await w.apply({ [CHANNEL.key]: lines })).toEqual({ lines: 4, waiting: 0 });
  const [order] = await w.stores.orders.of(CHANNEL.key);
  expect(order?.rule).toMatchObject({ schedule: { zone: 'Europe/Oslo' } });
});

test.each([
  'digest preview for Web Shop',
  'digest off for Web Shop',
  'alert off for Web Shop',
  'alert stop',
  'alias prod off',
  'target off for Web Shop',
  'timezone off',
])('%s orders nothing, and is told', (line) => {
  expect(fileFaults({ 'slack:T1/C1': [line] }, commands)).toEqual([
    `conversations.slack:T1/C1, line 1: "${line}" orders nothing`,
  ]);
});

test('everything that is wrong is told at once, names apart', () => {
  const faults = fileFaults(
    {
      'slack:T1/C1': [
        "digest weekly monday 09:00 for 'Not yet there'",
        'digest weekly monday 25:00',
        'score',
      ],
      'slack:t1/c2': ['alert control Unknown drop 5', 'alert drop 500', 'digest preview', 'grant all'],
    },
    commands,
  );
  expect(faults.map((fault) => fault.split(': ', 1)[0])).toEqual([
    'conversations.slack:T1/C1, line 2',
    'conversations.slack:T1/C1, line 3',
    'conversations.slack:t1/c2',
    'conversations.slack:t1/c2, line 2',
    'conversations.slack:t1/c2, line 3',
  ]);
});
