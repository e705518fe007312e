import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorData, NoticeData } from '../../src/cards/data.ts';
import type { SettingsData } from '../../src/cards/settings-data.ts';
import { dataOf, NOW, openTestBot, type TestBot } from '../support/bot.ts';

let test: TestBot;
beforeAll(async () => {
  test = await openTestBot(['2026-11-22', '2026-11-23']);
});
afterAll(() => test.stores.close());

it.each([
  'alert drop of 5',
  'alert drop of 5 pp for Web Shop',
  'alert drops by 5%',
  'alert below 70%',
  'alert control MFA drop of 10',
  "alert control 'Enable MFA' drop 10 for Web Shop",
  'digest weekly monday 09:00 brief for Web Shop',
  'digest weekly monday 09:00 brief Europe/Oslo for Web Shop',
  'digest weekly monday 09:00 for Web Shop brief Europe/Oslo',
])('takes %s', async (line) => {
  const { outcome, card } = await test.ask(line);
  expect([outcome, card.name], card.text).toEqual(['answered', 'notice']);
});

it.each<[string, string, string]>([
  ['alert drop', 'By how much? A drop is of 0.5 to 100', 'alert drop 5'],
  ['alert drop five', 'By how much? A drop is of 0.5 to 100', 'alert drop 5'],
  ['alert below', 'Below what? A floor is a percentage of 1 to 100', 'alert below 70'],
  ['alert drop -5', 'A drop is of 0.5 to 100', 'alert drop 5'],
  ['alert drop 1000', 'A drop is of 0.5 to 100', 'alert drop 5'],
  ['alert test drop 1000', 'A drop is of 0.5 to 100', 'alert test drop 5'],
  ['alert control', 'Which control, and by how much?', 'controls'],
  ['alert control drop 10', 'Which control?', 'controls'],
  ['alert control Enable MFE drop 10', '"Enable" fits several', "alert control 'Enable MFA' drop 10"],
  [
    'alert control Enable MFA drop 10 for Wob Shop',
    'I don\'t know a scope called "Wob Shop"',
    "alert control 'Enable MFA' drop 10 for 'Web Shop'",
  ],
  [
    'digest weekly monday 09:00 Europe/Olso for Web Shop',
    `I don't know a zone called "Europe/Olso".`,
    'digest weekly monday 09:00 Europe/Oslo for Web Shop',
  ],
  [
    'digest weekly monday 09:00 for Web Shop Europe/Olso brief',
    `I don't know a zone called "Europe/Olso".`,
    'digest weekly monday 09:00 for Web Shop Europe/Oslo brief',
  ],
  ['digest daily 09:00 Oslo', 'Did you mean Europe/Oslo?', 'digest daily 09:00 Europe/Oslo'],
  ['digest daily 09:00 CET', '"CET" does not say where', 'digest daily 09:00 Europe/Berlin'],
  ['digest daily 09:00 UTC+1 brief', 'knows no summer time', 'digest daily 09:00 Europe/Oslo brief'],
  ['digest weekly mondey 09:00', 'Did you mean monday?', 'digest weekly monday 09:00'],
  ['digest weekly monday 09:00 breif', 'Did you mean brief?', 'digest weekly monday 09:00 brief'],
  ['digest weekly monday,thursday 09:00', 'on one day of the week', 'digest weekly monday 09:00'],
  ['digest every 2 weeks', 'A digest is daily', 'digest weekly monday 09:00'],
  ['digest monthly last 09:00', 'Day 31 is the last one', 'digest monthly 31 09:00'],
  ['digest daily 09:00 for Wob Shop', 'Did you mean Web Shop?', "digest daily 09:00 for 'Web Shop'"],
  ['alert control MFA below 50', 'A control is watched for a drop', 'alert control MFA drop 10'],
])('answers %s with what is wrong, and with a line that works', async (line, why, offered) => {
  const { outcome, card } = await test.ask(line);
  expect(outcome).toBe('refused');
  const { message, suggestions } = dataOf<ErrorData>({ card, outcome, audience: 'asker' });
  expect(message).toContain(why);
  expect(suggestions[0]).toBe(offered);
  expect((await test.ask(offered)).outcome).toBe('answered');
});

const noticeOf = async (line: string) => dataOf<NoticeData>(await test.ask(line));

it('does not say that an order takes the place of itself, and undoes it by its id', async () => {
  await test.ask('alert off');
  const { undo } = await noticeOf('alert drop 4');
  expect(await noticeOf('alert drop 4 pp')).toEqual({ message: expect.not.stringContaining('place'), undo });
  expect(undo).toMatch(/^order \w{4} remove$/);
  const other = await noticeOf('alert drop 6');
  expect(other).toEqual({ message: expect.stringContaining('takes the place of'), undo: 'alert drop 4' });
});

it('tells who orders an alert below what is reached only later that it begins there', async () => {
  const { message } = await noticeOf('alert below 90');
  expect(message).toMatch(/falls below 90\s%; it is at 63\.\d\s% now, so it has to reach 90\s% first\./);
  expect((await noticeOf('alert below 40')).message).toMatch(/falls below 40\s%; it is at 63\.\d\s% now\./);
});

it('says on the button of an old card what there is in the place of its order', async () => {
  await test.ask('digest off');
  await test.ask('alert off');
  const { undo: removal } = await noticeOf('digest daily 09:00 for Web Shop');
  const { undo } = await noticeOf(removal ?? '');
  const old = removal?.split(' ')[1];
  expect((await test.ask(`order ${old} snooze 2d`)).card.text).toContain('Nothing is ordered here now.');
  await test.ask(undo ?? '');
  const { card, outcome } = await test.ask(`order ${old} snooze 2d`);
  const [order] = await test.stores.orders.of('terminal');
  expect([outcome, card.data]).toEqual([
    'refused',
    {
      message: `There is no order ${old} here any more. There is now: Digest of Web Shop, every day at 09:00 (UTC) (${order?.id}).`,
      suggestions: [`order ${order?.id}`, 'settings'],
    },
  ]);
});

it('brings back each of several that were stopped at once', async () => {
  const lines = ['alert drop 4', "alert below 40 for 'Web Shop'"];
  for (const line of lines) await test.ask(line);
  const { card } = await test.ask('alert off');
  // Made at the same moment, they stand in the order of their ids.
  expect(card.view.buttons.map(({ title, line }) => [title, line.verbatim]).sort()).toEqual([
    ['Undo: All subscriptions', 'alert drop 4'],
    ['Undo: Web Shop', "alert below 40 for 'Web Shop'"],
  ]);
  expect(card.text.split('\n').slice(1).sort()).toEqual(lines.map((line) => `To undo: ${line}`).sort());
  for (const line of lines) expect((await test.ask(line)).outcome).toBe('answered');
});

describe('order <id> edit', () => {
  let id = '';
  beforeEach(async () => {
    for (const { id } of await test.stores.orders.of('terminal')) await test.stores.orders.remove(id);
    await test.ask("digest monthly 15 10:30 Asia/Tokyo for 'Web Shop' brief");
    id = (await test.stores.orders.of('terminal'))[0]?.id ?? '';
  });
  const lines = async () => {
    const { orders } = dataOf<SettingsData>(await test.ask('settings'));
    return orders.map((order) => [order.id, order.text]);
  };

  it('begins with the order as it is', async () => {
    const { card } = await test.ask(`order ${id} edit`);
    expect(card.view).toMatchObject({
      ...{ scope: { verbatim: "'Web Shop'" }, when: { verbatim: 'monthly 15' }, zone: 'Asia/Tokyo' },
      ...{ time: { verbatim: '10:30' }, brief: 'true' },
      buttons: [{ line: { verbatim: `order ${id} edit` } }],
    });
    expect(card.text).toContain(`order ${id} edit digest monthly 15 10:30 Asia/Tokyo for 'Web Shop' brief`);
  });

  it('changes it, also its scope, and leaves no second one; undo brings back what was', async () => {
    const { undo, message } = await noticeOf(`order ${id} edit digest daily 10:00 Europe/Oslo`);
    expect(message).toContain('It takes the place of: Brief digest of Web Shop');
    expect(await lines()).toEqual([[id, 'digest daily 10:00 Europe/Oslo']]);
    expect((await test.ask(undo ?? '')).outcome).toBe('answered');
    expect(await lines()).toEqual([[id, "digest monthly 15 10:30 Asia/Tokyo for 'Web Shop' brief"]]);
  });

  it('changes nothing where another order is for that, where it makes no sense, or where nothing is ordered', async () => {
    await test.ask('digest daily 09:00 UTC');
    const before = await lines();
    for (const [line, why] of [
      ['digest daily 10:00', 'is for that already'],
      ['alert drop 5', 'is a digest'],
      ['digest off', 'Write the whole order'],
      ['digest', 'Write the whole order'],
      ['score', 'Write the whole order'],
    ] as const) {
      const { outcome, card } = await test.ask(`order ${id} edit ${line}`);
      expect([outcome, card.text]).toEqual(['refused', expect.stringContaining(why)]);
    }
    const { card } = await test.ask(`order ${id} edit digest daily 09:00 Europe/Olso`);
    expect(dataOf<ErrorData>({ card, outcome: 'refused', audience: 'asker' }).suggestions[0]).toBe(
      `order ${id} edit digest daily 09:00 Europe/Oslo`,
    );
    expect(await lines()).toEqual(before);
  });

  it('of an alert on a control, for which there is no form, says what to type', async () => {
    await test.ask("alert control 'Enable MFA' drop 10");
    const alert = (await test.stores.orders.of('terminal')).find(({ rule }) => rule.kind === 'alert');
    expect((await test.ask(`order ${alert?.id} edit`)).card.text).toBe(
      `To change it, type it anew: order ${alert?.id} edit alert control 'Enable MFA' drop 10`,
    );
  });
});

it('says of a post that waits for its turn when it is due, and that none was given up', async () => {
  await test.ask('digest daily 09:00 UTC');
  const { orders, outbox } = test.stores;
  const id = (await orders.of('terminal')).find(({ rule }) => rule.kind === 'digest')?.id ?? '';
  const at = NOW.toISOString();
  const what = { kind: 'digest', order: id, from: at, to: at, late: false } as const;
  const queued = { key: 'one', order: id, conversation: 'terminal', urgent: false, due: NOW, parent: null };
  await outbox.decide({ deliveries: [{ ...queued, what }], at: NOW });
  const told = (await test.ask(`order ${id}`)).card.text;
  expect(told).toContain('Due Mon 23 Nov 12:00 UTC. ');
  expect(told).not.toContain('tried again');
  expect((await test.ask(`order ${id} send again`)).card.text).toContain(
    `No post of order ${id} was given up`,
  );
});

it('previews a digest that is ordered as what it is, and offers no other in its place', async () => {
  await test.ask('digest off');
  const buttons = async (line: string) => {
    const { card } = await test.ask(line);
    return [card.text, card.view.buttons.map(({ line }) => line.verbatim).slice(1)] as const;
  };
  const [none, offered] = await buttons('digest preview');
  expect(none).toContain('nothing was ordered');
  expect(offered).toEqual(['digest weekly monday 09:00']);
  await test.ask('digest daily 13:00 Asia/Tokyo');
  await test.ask('digest daily 08:00 for Web Shop');
  const id = (await test.stores.orders.of('terminal')).find(
    ({ rule, scope }) => rule.kind === 'digest' && scope.kind === 'all',
  )?.id;
  const [text, lines] = await buttons('digest preview');
  expect(text).toContain(
    'A preview. Every day at 13:00 (Asia/Tokyo), ordered by Ada. Next: Tue 24 Nov 13:00.',
  );
  expect(lines).toEqual([`order ${id} snooze 7d`, `order ${id} edit`, `order ${id} remove`]);
});
