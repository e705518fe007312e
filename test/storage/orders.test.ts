import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OrderState } from '../../src/core/order.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { alertOrder, decision, delivery, digestOrder, HERE, minute } from '../support/standing-orders.ts';
import { engines } from './engines.ts';

const KEPT = { outcome: 'kept', replaced: null };
const THERE = 'teams:19:there';

describe.each(engines)('standing orders, on $name', ({ open }) => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores(await open());
  });
  afterEach(() => stores.close());
  const remember = (order: string) =>
    stores.outbox.decide(decision([], { remembered: [{ order, expect: 0, at: 7, memory: '{"from":61}' }] }));

  test('are kept as they are, in the order in which they were made', async () => {
    const { orders } = stores;
    const control = { kind: 'alert', of: 'control', control: 'c-1', points: 2.5 } as const;
    const later = digestOrder('D1GE', { at: minute(2).toISOString() });
    const first = alertOrder('A1RT', { byName: null, source: 'file', rule: control });
    const elsewhere = alertOrder('B2RT', { conversation: THERE, at: minute(1).toISOString() });
    for (const order of [later, first, elsewhere]) expect(await orders.keep(order)).toEqual(KEPT);
    expect(await orders.of(HERE)).toEqual([first, later]);
    expect(await orders.of(null)).toEqual([first, elsewhere, later]);
    expect(await orders.of('nobody')).toEqual([]);
    expect(await orders.find('B2RT')).toEqual(elsewhere);
    expect(await orders.find('XXXX')).toBeNull();
  });

  test('a second one of the same subject replaces the first, with its memory and its queue', async () => {
    const { orders, outbox } = stores;
    const old = alertOrder('A1RT');
    await orders.keep(old);
    await remember('A1RT');
    await outbox.decide(decision([delivery('A1RT 1', { order: 'A1RT' })]));
    const next = alertOrder('B2RT', { rule: { kind: 'alert', of: 'drop', points: 3 } });
    expect(await orders.keep(next)).toEqual({ outcome: 'kept', replaced: old });
    expect(await orders.of(HERE)).toEqual([next]);
    expect(await outbox.memories(['A1RT', 'B2RT'])).toEqual(new Map());
    expect(await outbox.find('A1RT 1')).toBeNull();
  });

  test('one becomes another under its id, of which nothing is remembered or queued any more', async () => {
    const { orders, outbox } = stores;
    const old = alertOrder('A1RT');
    await orders.keep(old);
    await remember('A1RT');
    await outbox.decide(decision([delivery('A1RT 1', { order: 'A1RT' })]));
    const next = alertOrder('A1RT', { scope: { kind: 'subscription', id: 's-1' } });
    expect(await orders.keep(next, 'A1RT')).toEqual({ outcome: 'kept', replaced: old });
    expect(await orders.of(HERE)).toEqual([next]);
    expect(await outbox.memories(['A1RT'])).toEqual(new Map());
    expect(await outbox.find('A1RT 1')).toBeNull();
    await orders.remove('A1RT');
    expect(await orders.keep(old, 'A1RT')).toEqual(KEPT);
  });

  test('under its own id it is changed: another rule remembers nothing, and what is queued stays', async () => {
    const { orders, outbox } = stores;
    await orders.keep(alertOrder('A1RT'));
    await remember('A1RT');
    await outbox.decide(decision([delivery('A1RT 1', { order: 'A1RT' })]));
    const renamed = alertOrder('A1RT', { byName: 'Ben' });
    expect(await orders.keep(renamed)).toEqual({ outcome: 'kept', replaced: alertOrder('A1RT') });
    expect(await outbox.memories(['A1RT'])).toEqual(new Map([['A1RT', { at: 7, memory: '{"from":61}' }]]));
    await orders.keep(alertOrder('A1RT', { rule: { kind: 'alert', of: 'drop', points: 9 } }));
    expect(await outbox.memories(['A1RT'])).toEqual(new Map());
    expect(await outbox.find('A1RT 1')).not.toBeNull();
  });

  test('an id belongs to one order of the whole database, and asking for it again changes nothing', async () => {
    const { orders } = stores;
    await orders.keep(digestOrder('D1GE'));
    await orders.keep(alertOrder('A1RT', { conversation: THERE }));
    for (const taken of [alertOrder('A1RT'), digestOrder('A1RT'), alertOrder('D1GE')])
      expect(await orders.keep(taken)).toEqual({ outcome: 'id-taken' });
    expect(await orders.of(HERE)).toEqual([digestOrder('D1GE')]);
    expect(await orders.of(THERE)).toEqual([alertOrder('A1RT', { conversation: THERE })]);
  });

  test('of many kept at once, one of each subject and id is left', async () => {
    const { orders } = stores;
    const ids = ['AAA0', 'AAA1', 'AAA2', 'AAA3', 'AAA4', 'AAA5'];
    const kept = await Promise.all(ids.map((id) => orders.keep(digestOrder(id))));
    expect(kept.filter((one) => one.outcome === 'kept' && one.replaced === null)).toHaveLength(1);
    expect(kept.every(({ outcome }) => outcome === 'kept')).toBe(true);
    expect(await orders.of(HERE)).toHaveLength(1);
    const places = ['slack:T1/C5', 'slack:T1/C6', 'slack:T1/C7', 'slack:T1/C8'];
    const same = await Promise.all(
      places.map((conversation) => orders.keep(alertOrder('SAME', { conversation }))),
    );
    expect(same.map(({ outcome }) => outcome).sort()).toEqual(['id-taken', 'id-taken', 'id-taken', 'kept']);
  });

  test.each<OrderState>([
    { kind: 'active' },
    { kind: 'paused', why: "it's archived", at: minute(3).toISOString() },
    { kind: 'snoozed', until: minute(60).toISOString() },
    { kind: 'waiting', why: 'no such scope' },
  ])('may be $kind', async (state) => {
    await stores.orders.keep(digestOrder('D1GE', { state: { kind: 'waiting', why: 'before' } }));
    await stores.orders.setState('D1GE', state);
    expect(await stores.orders.find('D1GE')).toEqual(digestOrder('D1GE', { state }));
  });

  test('are removed with what was queued and not delivered, or forgotten with their conversation', async () => {
    const { orders, outbox } = stores;
    await orders.keep(digestOrder('D1GE'));
    await orders.keep(alertOrder('A1RT', { conversation: THERE }));
    const keys = ['done', 'dead', 'sending', 'waiting'];
    const due = keys.map((key, at) => delivery(key, { order: 'D1GE', due: minute(at), conversation: key }));
    await outbox.decide(decision([...due, delivery('other', { order: 'A1RT', due: minute(30) })]));
    for (const key of keys.slice(0, 3)) {
      const claimed = await outbox.claim('me', minute(10), minute(15), []);
      expect(claimed?.key).toBe(key);
      if (key === 'done') await outbox.settle(key, 'me', { outcome: 'delivered', post: null }, minute(11));
      if (key === 'dead') await outbox.settle(key, 'me', { outcome: 'dead', why: 'gone' }, minute(11));
    }
    expect(await orders.remove('D1GE')).toBe(true);
    expect(await orders.remove('D1GE')).toBe(false);
    expect(await orders.find('D1GE')).toBeNull();
    const left = await Promise.all([...keys, 'other'].map((key) => outbox.find(key)));
    expect(left.flatMap((one) => one?.key ?? [])).toEqual(['done', 'other']);
    expect(await outbox.settle('sending', 'me', { outcome: 'delivered', post: null }, minute(12))).toBe(
      false,
    );
    expect(await orders.forget(THERE)).toBe(true);
    expect(await orders.forget(THERE)).toBe(false);
    expect(await outbox.find('other')).toBeNull();
    expect(await orders.of(null)).toEqual([]);
  });
});
