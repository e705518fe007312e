import { expect, test } from 'vitest';
import { checkDeliveries } from '../../src/cli/doctor/deliveries.ts';
import { checkFile } from '../../src/cli/doctor/file.ts';
import { CHANNEL, NOW, OPERATOR, openTestBot } from '../support/bot.ts';

const clock = () => NOW;
const inChannel = { conversation: CHANNEL, person: OPERATOR, addressed: 'named' } as const;

async function ordered() {
  const bot = await openTestBot(['2026-11-23']);
  await bot.ask(`grant all to ${CHANNEL.key}`);
  await bot.ask('digest daily 08:00 UTC', inChannel);
  const [order] = await bot.stores.orders.of(CHANNEL.key);
  return { stores: bot.stores, id: order?.id ?? '' };
}

test('doctor says that all went well, in one line', async () => {
  const { stores, id } = await ordered();
  expect(await checkDeliveries(stores, clock)).toMatchObject([
    { state: 'ok', message: expect.stringContaining('nothing posted yet') },
  ]);
  const queued = { key: 'a', order: id, conversation: CHANNEL.key, urgent: false, due: NOW, parent: null };
  const what = {
    kind: 'digest',
    order: id,
    from: NOW.toISOString(),
    to: NOW.toISOString(),
    late: false,
  } as const;
  await stores.outbox.decide({ deliveries: [{ ...queued, what }], at: NOW });
  await stores.outbox.claim('me', NOW, new Date(NOW.getTime() + 1000), []);
  await stores.outbox.settle('a', 'me', { outcome: 'dead', why: 'Slack refused it.' }, NOW);
  expect(await checkDeliveries(stores, clock)).toEqual([
    {
      name: 'deliveries',
      state: 'failed',
      message: `${CHANNEL.key}, digest ${id}: given up (due Mon 23 Nov 12:00 UTC). Slack refused it.`,
      cure: `Mend that, then there: order ${id} send again`,
    },
  ]);
});

test('doctor names what is paused, and how to go on', async () => {
  const { stores, id } = await ordered();
  await stores.orders.setState(id, {
    kind: 'paused',
    why: 'The channel is archived.',
    at: NOW.toISOString(),
  });
  expect(await checkDeliveries(stores, clock)).toMatchObject([
    { state: 'failed', cure: `Mend that, then there: order ${id} resume` },
  ]);
});

test('doctor names what of the configuration file waits', async () => {
  const { stores } = await ordered();
  const config = { portal: 'https://portal.azure.com', snapshotEvery: 3_600_000, operators: [] };
  const of = (lines: readonly string[]) =>
    checkFile(
      { ...config, conversations: { [CHANNEL.key]: lines, 'slack:T1/C9': ['grant all'] } },
      stores,
      clock,
    );
  expect((await of(['digest daily 08:00'])).map(({ state, message }) => [state, message])).toEqual([
    ['warning', 'slack:T1/C9: it may not see anything yet.'],
  ]);
  expect((await of(["alert drop 5 for 'Tomorrow'"]))[0]?.message).toMatch(
    /^slack:T1\/C1: "alert drop 5 for 'Tomorrow'" waits\. I don't know a scope called "Tomorrow"/,
  );
  const granted = { ...config, conversations: { 'slack:T1/C9': ['grant Tomorrow', 'alias t = Tomorrow'] } };
  expect((await checkFile(granted, stores, clock)).map(({ message }) => message.split('. ')[0])).toEqual([
    'slack:T1/C9: "grant Tomorrow" waits',
    'slack:T1/C9: "alias t = Tomorrow" waits',
  ]);
  expect(await checkFile({ ...config, conversations: {} }, stores, clock)).toEqual([]);
});
