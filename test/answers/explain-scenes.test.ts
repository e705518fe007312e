import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExplainData } from '../../src/cards/data.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import { engines } from '../storage/engines.ts';
import { dataOf, NOW, openTestBot, type TestBot } from '../support/bot.ts';
import { createChance } from '../support/histories/chance.ts';
import { ANCHOR, foundSubscription, foundTenant } from '../support/histories/founding.ts';
import { sourceOf } from '../support/histories/history.ts';
import { calculate, type Subscription, type Tenant, type Thing } from '../support/histories/tenant.ts';

const HOUR = 3_600_000;
const thing = (rows: Record<string, 'healthy' | 'unhealthy'>): Thing => ({
  type: 'a/machines',
  rows: new Map(Object.entries(rows).map(([id, status]) => [id, { status, exempt: false }])),
});

/** Single things that happen to a tenant, from the reading of Azure to the answer. */
describe.each(engines)('an explanation on $name', ({ name: engine }) => {
  let bot: TestBot;
  let tenant: Tenant;
  let readings: number;
  beforeEach(async () => {
    bot = await openTestBot([], { engine });
    tenant = foundTenant(createChance(7), false, false);
    readings = 0;
    for (const one of tenant.subscriptions.values()) {
      one.mitigates = false;
      one.things.set(`/of/${one.id}/machine`, thing({ 'rec-g': 'healthy' }));
    }
  });
  afterEach(() => bot.stores.close());

  const own = (nth: number): Subscription => {
    const one = [...tenant.subscriptions.values()][nth];
    if (one === undefined) throw new Error(`There is no subscription ${nth}`);
    return one;
  };
  const machine = (one: Subscription) => `/of/${one.id}/machine`;
  const turn = (one: Subscription) =>
    one.things.get(machine(one))?.rows.set('rec-g', { status: 'unhealthy', exempt: false });

  /** `of` readings, 8 hours from each other; now is the last. */
  async function read(of: number): Promise<void> {
    for (const one of tenant.subscriptions.values()) if (one.state === 'read') calculate(tenant, one);
    readings += 1;
    const clock = () => new Date(NOW.getTime() - (of - readings) * 8 * HOUR);
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    await takeSnapshot({ ...bot.stores, source: sourceOf(tenant), clock, log }, 'test');
  }
  async function explained(line: string) {
    const answer = await bot.ask(line);
    const data = dataOf<ExplainData>(answer);
    expect(answer.outcome, answer.card.text).toBe('answered');
    const sum = data.contributions.reduce((total, one) => total + one.delta, 0);
    expect(Math.abs(sum + (data.residual ?? 0) - (data.delta ?? 0))).toBeLessThan(1e-9);
    const told = data.contributions.map((one) => [one.cause, one.why, ...one.resources]);
    return { told, data, text: answer.card.text };
  }

  test('a subscription that moved left one group for the other, and nothing happened to the whole', async () => {
    own(1).ancestors = ['mg-one', 'mg-root'];
    own(0).ancestors = ['mg-one', 'mg-root'];
    own(2).ancestors = ['mg-two', 'mg-root'];
    await read(2);
    own(1).ancestors = ['mg-two', 'mg-root'];
    await read(2);
    expect((await explained('explain since 8h')).told).toEqual([]);
    const [left, came] = [
      await explained('explain mg-one since 8h'),
      await explained('explain mg-two since 8h'),
    ];
    expect(left.told).toEqual([['subscription-removed', 'moved', own(1).id]]);
    expect(came.told).toEqual([['subscription-added', 'moved', own(1).id]]);
    expect(left.text).toContain('moved away');
    expect(came.text).toContain('moved here');
  });

  test('one that becomes visible is not said to be new', async () => {
    const late = foundSubscription(tenant, createChance(3), 4);
    late.state = 'unread';
    await read(2);
    late.state = 'read';
    await read(2);
    const { told, text } = await explained('explain since 8h');
    expect(told).toEqual([['subscription-added', 'became-visible', late.id]]);
    expect(text).toContain('became visible');
  });

  test('one that cannot be read stands still, is named, and owes nothing when it is back', async () => {
    await read(4);
    own(1).state = 'unread';
    turn(own(1));
    await read(4);
    turn(own(0));
    await read(4);
    const still = await explained('explain since 16h');
    expect(still.told).toEqual([['turned-unhealthy', null, machine(own(0))]]);
    expect(still.data.frozen.map(({ name }) => name)).toEqual([own(1).name]);
    expect(still.text).toContain(`Not visible to Scoreline, so unchanged here: ${own(1).name}.`);
    own(1).state = 'read';
    await read(4);
    const back = await explained('explain since 8h');
    expect(back.told).toEqual([['turned-unhealthy', null, machine(own(1))]]);
    expect(back.data.frozen).toEqual([]);
    expect(back.data.pending).toEqual([]);
  });

  test('a definition that changed meanwhile is the cause when it is back, not its resources', async () => {
    own(1).things.set(machine(own(1)), thing({ 'rec-u': 'unhealthy', 'rec-g': 'healthy' }));
    await read(3);
    own(1).state = 'unread';
    tenant.controls.get('control-transit')?.recommendations.add('rec-u');
    await read(3);
    own(1).state = 'read';
    await read(3);
    const { data } = await explained(`explain '${own(1).name}' since 8h`);
    const [one] = data.contributions.filter(({ resources }) => resources.includes(machine(own(1))));
    expect(one).toMatchObject({
      cause: 'recommendation-added',
      recommendation: 'rec-u',
      control: 'control-transit',
    });
    expect(Math.abs(data.residual ?? Number.NaN)).toBeLessThan(1e-9);
  });

  test('a connector is a scope of its own beside its subscription', async () => {
    const connector = own(2);
    expect(connector.kind).toBe('connector');
    await read(2);
    turn(connector);
    await read(2);
    expect((await explained(`explain ${connector.name} since 8h`)).told).toEqual([
      ['turned-unhealthy', null, machine(connector)],
    ]);
    const parent = tenant.subscriptions.get(ANCHOR);
    expect((await explained(`explain '${parent?.name}' since 8h`)).told).toEqual([]);
  });

  test('a preview does nothing until it counts', async () => {
    const one = own(1);
    one.things.set(machine(one), thing({ 'rec-g': 'healthy', 'rec-preview-1': 'healthy' }));
    tenant.controls.get('control-transit')?.recommendations.add('rec-preview-1');
    await read(3);
    one.things.get(machine(one))?.rows.set('rec-preview-1', { status: 'unhealthy', exempt: false });
    await read(3);
    const before = await explained('explain since 8h');
    expect([before.told, before.data.pending]).toEqual([[], []]);
    tenant.recommendations.set('rec-preview-1', false);
    await read(3);
    const { data } = await explained(`explain '${one.name}' since 8h`);
    const row = data.contributions.find(({ resources }) => resources.includes(machine(one)));
    expect(row).toMatchObject({ cause: 'recommendation-added', recommendation: 'rec-preview-1' });
  });

  test.each(['gone', 'off'] as const)('one that is %s leaves with all its weight', async (state) => {
    await read(2);
    own(1).state = state;
    await read(2);
    const { told, text } = await explained('explain since 8h');
    expect(told).toEqual([['subscription-removed', null, own(1).id]]);
    expect(text).toContain(
      state === 'gone' ? '1 subscription was removed' : '1 subscription no longer counts',
    );
    expect(text.split('\n')[1]).toContain(` (${own(1).name}).`);
    expect(text).toContain(own(1).name);
    expect((await bot.ask('explain since 8h cause 1')).card.text).toContain(`\n${own(1).name}: `);
    expect((await explained('explain mg-root since 8h')).told).toEqual(told);
  });

  test('a second problem has no effect, and is told as that', async () => {
    const one = own(1);
    one.things.set(machine(one), thing({ 'rec-g': 'unhealthy', 'rec-h': 'healthy' }));
    await read(2);
    one.things.get(machine(one))?.rows.set('rec-h', { status: 'unhealthy', exempt: false });
    await read(2);
    const { told, data, text } = await explained('explain since 8h');
    expect(told).toEqual([]);
    expect(
      data.pending.map(({ cause, control, recommendation, why, count }) => [
        cause,
        control,
        recommendation,
        why,
        count,
      ]),
    ).toEqual([['turned-unhealthy', 'control-transit', 'rec-h', 'another-recommendation', 1]]);
    expect(text).toContain(
      'No effect yet: 1 resource changed where another recommendation of the same control decides.',
    );
  });
});
