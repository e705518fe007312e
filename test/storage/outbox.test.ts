import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewDelivery, Settled } from '../../src/ports/orders.ts';
import type { Outbox, Stores } from '../../src/ports.ts';
import { createOutbox } from '../../src/storage/outbox.ts';
import type { Sql, Statement } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { type CountingSql, countingSql } from '../support/counting-sql.ts';
import {
  alertOrder,
  decision,
  delivery,
  digestOrder,
  HERE,
  minute,
  openAlert,
} from '../support/standing-orders.ts';
import { engines } from './engines.ts';

const THERE = 'teams:19:there';
const DELIVERED: Settled = { outcome: 'delivered', post: '1762070400.1' };

describe.each(engines)('the outbox on $name', ({ name, open }) => {
  let sql: CountingSql;
  let stores: Stores;
  let outbox: Outbox;
  beforeEach(async () => {
    sql = countingSql(await open());
    stores = await openStores(sql);
    outbox = stores.outbox;
  });
  afterEach(() => stores.close());

  const queue = (...deliveries: NewDelivery[]) => outbox.decide(decision(deliveries));
  /** What can be claimed at that minute, one after the other, each delivered at once. */
  const drained = async (at: number, busy: string[] = []) => {
    const keys: string[] = [];
    for (;;) {
      const claimed = await outbox.claim('me', minute(at), minute(at + 5), busy);
      if (claimed === null) return keys;
      keys.push(claimed.key);
      expect(await outbox.settle(claimed.key, 'me', DELIVERED, minute(at))).toBe(true);
    }
  };
  /** Every row of ours. */
  const everything = async () => [
    await sql.all('select * from standing_order order by id'),
    await sql.all('select * from delivery order by delivery_key'),
    await sql.all('select * from score_alert order by id'),
  ];

  describe('a decision', () => {
    const whole = () =>
      decision([delivery('D1GE 1', { order: 'D1GE' }), delivery('A1RT 1', { order: 'A1RT' })], {
        next: { order: 'D1GE', expect: minute(10).toISOString(), next: minute(70).toISOString() },
        remembered: [{ order: 'A1RT', expect: 0, at: 3, memory: 'm3' }],
        alerts: [openAlert('AAAA')],
      });
    beforeEach(async () => {
      await stores.orders.keep(digestOrder('D1GE'));
      await stores.orders.keep(alertOrder('A1RT'));
    });

    test('moves what it was made from and queues what follows, once', async () => {
      expect(await outbox.decide(whole())).toBe(true);
      expect((await stores.orders.find('D1GE'))?.next).toBe(minute(70).toISOString());
      expect(await outbox.memories(['A1RT', 'D1GE'])).toEqual(new Map([['A1RT', { at: 3, memory: 'm3' }]]));
      expect(await outbox.alert('AAAA')).toEqual(openAlert('AAAA'));
      const before = await everything();
      expect(await outbox.decide(whole())).toBe(false);
      expect(await everything()).toEqual(before);
      expect(await drained(0)).toEqual(['A1RT 1', 'D1GE 1']);
    });

    test.each([
      ['the digest has moved on', { next: { order: 'D1GE', expect: null, next: null } }],
      ['the digest is gone', { next: { order: 'GONE', expect: null, next: null } }],
      [
        'a rule has looked already',
        {
          remembered: [
            { order: 'A1RT', expect: 0, at: 4, memory: 'x' },
            { order: 'A1RT', expect: 2, at: 4, memory: 'x' },
          ],
        },
      ],
      ['a rule is gone', { remembered: [{ order: 'GONE', expect: 0, at: 4, memory: 'x' }] }],
      ["an alert's id is another's", { alerts: [openAlert('AAAA', { delivery: 'of another' })] }],
    ])('leaves nothing where %s', async (_, over) => {
      await outbox.decide(decision([], { alerts: [openAlert('AAAA')] }));
      const before = await everything();
      expect(await outbox.decide({ ...whole(), ...over })).toBe(false);
      expect(await everything()).toEqual(before);
    });

    test('leaves nothing when it breaks off, wherever that is', async () => {
      const before = await everything();
      let statements = 1;
      for (let at = 0; at < statements; at++) {
        const breaking: Sql = {
          ...sql,
          batch: (batch: readonly Statement[]) => {
            statements = batch.length + 1;
            return sql.batch([...batch.slice(0, at), { sql: 'nonsense' }, ...batch.slice(at)]);
          },
        };
        await expect(createOutbox(breaking).decide(whole())).rejects.toThrow(/nonsense/);
        expect(await everything()).toEqual(before);
      }
      expect(statements).toBe(5);
    });

    test('of many deciders at once is made by one', async () => {
      const made = await Promise.all(Array.from({ length: 6 }, () => outbox.decide(whole())));
      expect(made.filter(Boolean)).toHaveLength(1);
      expect(await drained(0)).toEqual(['A1RT 1', 'D1GE 1']);
    });

    test('a key is queued once for ever, and nothing for an order that is gone', async () => {
      await queue(delivery('a'), delivery('a', { due: minute(9) }));
      await queue(delivery('of nobody', { order: 'GONE' }));
      expect(await drained(0)).toEqual(['a']);
      await queue(delivery('a'));
      expect(await drained(20)).toEqual([]);
    });
  });

  describe('a claim', () => {
    test('takes urgent ones first, then by time, then by key, and none before its time', async () => {
      const own = (key: string, due: number, urgent = false) =>
        delivery(key, { conversation: key, due: minute(due), urgent });
      await queue(own('b', 1), own('a', 1), own('z', 0), own('later', 9), own('alert', 2, true));
      await queue(own('future alert', 9, true));
      expect(await outbox.nextDue()).toEqual(minute(0));
      expect(await drained(2)).toEqual(['alert', 'z', 'a', 'b']);
      expect(await outbox.nextDue()).toEqual(minute(9));
      expect(await drained(9)).toEqual(['future alert', 'later']);
      expect(await outbox.nextDue()).toBeNull();
    });

    test('gives back what was queued, and looking in vain writes nothing', async () => {
      const queued = delivery('a', { urgent: true, parent: 'none', due: minute(1) });
      await queue(queued);
      sql.reset();
      expect(await outbox.claim('me', minute(0), minute(5), [])).toBeNull();
      expect(sql.counts().statements).toBe(1);
      expect(await outbox.claim('me', minute(1), minute(5), [])).toEqual({
        ...queued,
        attempts: 0,
        doubts: 0,
      });
      expect(await outbox.find('a')).toMatchObject({ state: 'sending', attempts: 1, next: null });
    });

    test('lets a conversation have one post at a time, and passes over busy ones', async () => {
      await queue(delivery('1'), delivery('2', { urgent: true }), delivery('3', { conversation: THERE }));
      expect(await outbox.claim('me', minute(0), minute(5), [THERE])).toMatchObject({ key: '2' });
      expect(await outbox.claim('you', minute(0), minute(5), [THERE])).toBeNull();
      expect(await outbox.nextDue([THERE])).toEqual(minute(5));
      expect(await outbox.nextDue()).toEqual(minute(0));
      expect(await outbox.claim('you', minute(0), minute(5), [])).toMatchObject({ key: '3' });
      expect(await outbox.settle('2', 'me', DELIVERED, minute(1))).toBe(true);
      expect(await outbox.claim('you', minute(1), minute(5), [])).toMatchObject({ key: '1' });
    });

    test('that ran out is offered again, uncertain; who comes back too late is told', async () => {
      await queue(delivery('a'));
      await outbox.claim('gone', minute(0), minute(5), []);
      expect(await outbox.claim('next', minute(4), minute(9), [])).toBeNull();
      expect(await outbox.nextDue()).toEqual(minute(5));
      expect(await outbox.claim('next', minute(5), minute(9), [])).toMatchObject({
        ...{ key: 'a', attempts: 1, doubts: 1 },
      });
      expect(await outbox.settle('a', 'gone', DELIVERED, minute(6))).toBe(false);
      expect((await outbox.troubled()).map(({ key }) => key)).toEqual(['a']);
      const retry: Settled = { outcome: 'retry', at: minute(20), why: 'busy', unknown: true };
      expect(await outbox.settle('a', 'next', retry, minute(7))).toBe(true);
      expect(await outbox.claim('next', minute(20), minute(25), [])).toMatchObject({
        ...{ attempts: 2, doubts: 2 },
      });
    });

    test('takes a reply only after what it replies to is delivered or dead', async () => {
      await queue(delivery('alert', { urgent: true, due: minute(5) }));
      await queue(delivery('recovery', { urgent: true, parent: 'alert', conversation: THERE }));
      expect(await outbox.claim('me', minute(1), minute(6), [])).toBeNull();
      expect(await outbox.nextDue()).toEqual(minute(5));
      const claimed = await outbox.claim('me', minute(5), minute(9), []);
      expect(claimed?.key).toBe('alert');
      expect(await outbox.claim('me', minute(5), minute(9), [])).toBeNull();
      await outbox.settle('alert', 'me', { outcome: 'dead', why: 'no' }, minute(5));
      expect(await drained(5)).toEqual(['recovery']);
    });

    test('of many at once has one taker each, and no two in one conversation', async () => {
      const places = ['p0', 'p1', 'p2'];
      await queue(
        ...places.flatMap((conversation) =>
          [0, 1, 2].map((n) => delivery(`${conversation} ${n}`, { conversation })),
        ),
      );
      const keys: string[] = [];
      for (let round = 0; round < 3; round++) {
        const claims = await Promise.all(
          Array.from({ length: 6 }, (_, n) => outbox.claim(`h${n}`, minute(0), minute(5), [])),
        );
        const taken = claims.flatMap((one, n) => (one === null ? [] : [{ ...one, holder: `h${n}` }]));
        expect(taken.map(({ conversation }) => conversation).sort()).toEqual(places);
        for (const { key, holder } of taken) {
          keys.push(key);
          expect(await outbox.settle(key, holder, DELIVERED, minute(0))).toBe(true);
        }
      }
      expect(keys.map((key) => key.slice(-1))).toEqual([...'000111222']);
      expect(new Set(keys).size).toBe(9);
    });
  });

  test('a delivery tells what became of it, and a dead one can be sent again', async () => {
    await stores.orders.keep(digestOrder('D1GE'));
    const of = { order: 'D1GE' };
    await queue(delivery('old', of), delivery('new', { ...of, due: minute(1) }));
    await queue(delivery('told', { ...of, due: minute(9), conversation: 'teams:maker' }));
    await outbox.claim('me', minute(1), minute(5), []);
    await outbox.settle('old', 'me', DELIVERED, minute(2));
    const { what } = delivery('old', of);
    const record = { conversation: HERE, order: 'D1GE', attempts: 1, next: null, what };
    const due = minute(0).toISOString();
    expect(await outbox.find('old')).toEqual({
      ...{ ...record, key: 'old', state: 'delivered', due, at: minute(2).toISOString() },
      ...{ why: null, post: '1762070400.1' },
    });
    expect(await outbox.troubled()).toEqual([]);
    await outbox.claim('me', minute(2), minute(5), []);
    expect(await outbox.troubled()).toEqual([]);
    await outbox.settle(
      'new',
      'me',
      { outcome: 'retry', at: minute(8), why: 'slow', unknown: false },
      minute(3),
    );
    const waiting = {
      ...{ ...record, key: 'new', state: 'waiting', due: minute(1).toISOString(), why: 'slow', post: null },
      ...{ next: minute(8).toISOString(), at: minute(3).toISOString() },
    };
    expect(await outbox.troubled()).toEqual([waiting]);
    expect(await outbox.last(['D1GE', 'NONE'])).toEqual(new Map([['D1GE', waiting]]));
    await outbox.claim('me', minute(8), minute(9), []);
    await outbox.settle('new', 'me', { outcome: 'dead', why: 'archived' }, minute(8));
    expect(await outbox.troubled()).toMatchObject([
      { key: 'new', state: 'dead', why: 'archived', next: null },
    ]);
    expect(await outbox.sendAgain('D1GE', minute(10))).toBe(1);
    expect(await outbox.sendAgain('D1GE', minute(10))).toBe(0);
    expect(await outbox.claim('me', minute(10), minute(15), [])).toMatchObject({ key: 'new', attempts: 0 });
  });

  test('a held conversation gets nothing before that, and then all in its order', async () => {
    await queue(delivery('a', { due: minute(2) }), delivery('b', { due: minute(1) }));
    await queue(delivery('later', { due: minute(50) }), delivery('c', { conversation: THERE }));
    await outbox.hold(HERE, minute(30));
    expect(await drained(29)).toEqual(['c']);
    expect(await outbox.nextDue()).toEqual(minute(30));
    expect(await outbox.find('a')).toMatchObject({
      due: minute(2).toISOString(),
      next: minute(30).toISOString(),
    });
    expect(await drained(30)).toEqual(['b', 'a']);
    expect(await outbox.nextDue()).toEqual(minute(50));
  });

  test('a held workspace gets nothing before that, other workspaces do', async () => {
    await queue(
      delivery('a', { conversation: 'slack:T1/C1' }),
      delivery('b', { conversation: 'slack:T1/C2' }),
    );
    await queue(delivery('c', { conversation: 'slack:T12/C1' }), delivery('d', { conversation: 'teams:T1' }));
    await queue(delivery('e', { conversation: 'slack:T1/C3', urgent: true }));
    await outbox.holdAll('slack:T1/', minute(30), minute(20));
    expect(await drained(19)).toEqual(['c', 'd']);
    expect(await drained(29)).toEqual(['e']);
    expect(await drained(30)).toEqual(['a', 'b']);
  });

  test('an alert is looked after by the first who says so, whatever is decided meanwhile', async () => {
    await stores.orders.keep(alertOrder('A1RT'));
    await outbox.decide(decision([], { alerts: [openAlert('AAAA'), openAlert('BBBB', { order: 'GONE' })] }));
    const ada = { by: 'slack:T1/UADA', name: 'Ada', at: minute(1).toISOString() };
    expect(await outbox.acknowledge('AAAA', ada)).toBe(true);
    expect(await outbox.acknowledge('AAAA', { ...ada, name: null })).toBe(false);
    expect(await outbox.acknowledge('XXXX', ada)).toBe(false);
    expect(await outbox.openAlerts(HERE)).toEqual([openAlert('AAAA', { acknowledged: ada })]);
    await outbox.decide(decision([], { alerts: [openAlert('AAAA', { state: 'recovered' })], at: minute(2) }));
    expect(await outbox.alert('AAAA')).toEqual(openAlert('AAAA', { state: 'recovered', acknowledged: ada }));
    expect(await outbox.openAlerts(HERE)).toEqual([]);
    expect(await outbox.forget(HERE)).toBe(true);
    expect(await outbox.forget(HERE)).toBe(false);
    expect(await outbox.alert('AAAA')).toBeNull();
  });

  test('tidying keeps the newest of each order, the thread of an open alert, and what is to be done', async () => {
    await stores.orders.keep(digestOrder('D1GE'));
    await stores.orders.keep(alertOrder('A1RT'));
    const of = (key: string, order: string | null, due: number) => delivery(key, { order, due: minute(due) });
    const alerts = [openAlert('AAAA', { delivery: 'thread' }), openAlert('OVER', { state: 'recovered' })];
    await outbox.decide(
      decision([of('thread', 'A1RT', 1), of('a2', 'A1RT', 2), of('a3', 'A1RT', 3)], { alerts }),
    );
    await queue(of('d1', 'D1GE', 1), of('d2', 'D1GE', 2), of('rolled up', null, 3));
    expect(await drained(5)).toHaveLength(6);
    await queue(of('waiting', null, 0));
    const left = async () =>
      (await sql.all<{ key: string }>('select delivery_key as key from delivery order by delivery_key')).map(
        ({ key }) => key,
      );
    expect(await outbox.tidy(minute(5))).toBe(1);
    expect(await left()).toHaveLength(7);
    expect(await outbox.tidy(minute(6))).toBe(3);
    expect(await left()).toEqual(['a3', 'd2', 'thread', 'waiting']);
    expect(await outbox.tidy(minute(6))).toBe(0);
    expect([await outbox.alert('OVER'), (await outbox.alert('AAAA'))?.state]).toEqual([null, 'open']);
    await stores.orders.remove('A1RT');
    expect(await outbox.tidy(minute(6))).toBe(3);
    expect(await left()).toEqual(['d2', 'waiting']);
  });

  test('no plan walks what has been delivered', async () => {
    await stores.orders.keep(digestOrder('D1GE'));
    await queue(delivery('a'), delivery('b', { order: 'D1GE' }));
    sql.reset();
    await drained(0, [THERE]);
    await outbox.nextDue([THERE]);
    await outbox.nextDue();
    await outbox.find('a');
    await outbox.last(['D1GE']);
    await outbox.troubled();
    await outbox.sendAgain('D1GE', minute(0));
    await outbox.hold(HERE, minute(0));
    await outbox.openAlerts(HERE);
    await outbox.tidy(minute(0));
    await stores.orders.remove('D1GE');
    const walked: string[] = [];
    const texts = [...sql.counts().texts];
    for (const text of texts)
      walked.push(...(await walks(sql, name, text)).map((step) => `${step} <- ${text}`));
    expect(texts.length).toBeGreaterThan(12);
    expect(walked).toEqual([]);
  });
});

/** The steps of a plan that go through all deliveries; one by an index of what is to be done does not. */
async function walks(sql: Sql, engine: string, text: string): Promise<string[]> {
  if (engine === 'sqlite') {
    const values = Array<null>(new Set(text.match(/\$\d+/g)).size).fill(null);
    const steps = await sql.all<{ detail: string }>(`explain query plan ${text}`, values);
    const partial = /USING (?:COVERING )?INDEX (?:delivery_(?:turn|free|there|dead|ended)|score_alert_)/;
    return steps
      .map(({ detail }) => detail)
      .filter((step) => /^SCAN (?:delivery|score_alert|[adnp])\b/.test(step) && !partial.test(step));
  }
  await sql.all("select set_config('enable_seqscan', 'off', false)");
  const steps = await sql.all<Record<'QUERY PLAN', string>>(`explain (generic_plan) ${text}`);
  return steps
    .map((step) => step['QUERY PLAN'])
    .filter((step) => /Seq Scan on (?:delivery|score_alert)\b/.test(step));
}
