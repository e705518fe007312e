import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Grant } from '../../src/core/access.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from './engines.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 12, minute));

describe.each(engines)('stores on $name', ({ open }) => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores(await open());
  });
  afterEach(() => stores.close());

  test('a lease is held by one, prolonged by its holder, taken when it ran out, and given back', async () => {
    const { leases } = stores;
    expect(await leases.acquire('take-snapshot', 'a', at(5), at(0))).toBe(true);
    expect(await leases.acquire('take-snapshot', 'b', at(6), at(1))).toBe(false);
    expect(await leases.acquire('another', 'b', at(6), at(1))).toBe(true);
    expect(await leases.acquire('take-snapshot', 'a', at(9), at(4))).toBe(true);
    expect(await leases.acquire('take-snapshot', 'b', at(11), at(6))).toBe(false);
    expect(await leases.acquire('take-snapshot', 'b', at(14), at(9))).toBe(true);
    await leases.release('take-snapshot', 'a');
    expect(await leases.acquire('take-snapshot', 'a', at(15), at(10))).toBe(false);
    await leases.release('take-snapshot', 'b');
    expect(await leases.acquire('take-snapshot', 'a', at(15), at(10))).toBe(true);
  });

  test('an event is claimed once, by one of many', async () => {
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => stores.conversations.claim('slack:Ev1', at(0))),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await stores.conversations.claim('slack:Ev1', at(59))).toBe(false);
    expect(await stores.conversations.claim('slack:Ev2', at(0))).toBe(true);
  });

  test('a conversation is remembered as it was last met, its reference untouched', async () => {
    const { conversations } = stores;
    const met = { key: 'teams:19:a', kind: 'channel', shared: false, platform: 'teams', name: null } as const;
    expect(await conversations.find('teams:19:a')).toBeNull();
    await conversations.remember({ ...met, reference: { serviceUrl: 'https://x', bot: [1, null] } });
    expect(await conversations.find('teams:19:a')).toEqual({
      ...met,
      reference: { serviceUrl: 'https://x', bot: [1, null] },
    });
    await conversations.remember({ ...met, shared: true, name: 'Ops', reference: undefined });
    expect(await conversations.find('teams:19:a')).toEqual({
      ...met,
      shared: true,
      name: 'Ops',
      reference: null,
    });
  });

  test('grants, and a log of each change and of nothing else', async () => {
    const { access } = stores;
    const grant = (conversation: string, id: string, minute: number): Grant => ({
      ...{ conversation, scope: { kind: 'subscription', id }, by: 'teams:op', at: at(minute).toISOString() },
    });
    await access.grant(grant('slack:T/C', 'one', 1));
    await access.grant(grant('slack:T/C', 'two', 2));
    await access.grant(grant('teams:x', 'ONE', 3));
    await access.grant({ ...grant('slack:T/C', 'one', 4), by: 'somebody else' });
    expect(await access.grants('slack:T/C')).toEqual([
      grant('slack:T/C', 'one', 1),
      grant('slack:T/C', 'two', 2),
    ]);
    expect((await access.grants(null)).map((one) => one.conversation)).toEqual([
      'slack:T/C',
      'slack:T/C',
      'teams:x',
    ]);
    expect(await access.grants('nobody')).toEqual([]);
    const revoked = { ...grant('slack:T/C', 'one', 5), by: 'teams:other' };
    expect(await access.revoke(revoked)).toBe(true);
    expect(await access.revoke(revoked)).toBe(false);
    expect(await access.log(2)).toEqual([
      { ...revoked, change: 'revoked' },
      { ...grant('teams:x', 'one', 3), change: 'granted' },
    ]);
    expect(await access.log(100)).toHaveLength(4);
  });

  test('a grant gets the word shared later, is logged for it, and keeps it', async () => {
    const { access } = stores;
    const plain = { conversation: 'slack:T/S', scope: { kind: 'all', id: 'all' }, by: 'slack:T/A' } as const;
    const moment = (minute: number) => at(minute).toISOString();
    const shared: Grant = { ...plain, at: moment(2), by: 'slack:T/B', shared: true };
    await access.grant({ ...plain, at: moment(1) });
    expect(await access.grants('slack:T/S')).toEqual([{ ...plain, at: moment(1) }]);
    await access.grant(shared);
    await access.grant({ ...plain, at: moment(3) });
    await access.grant({ ...shared, at: moment(4) });
    expect(await access.grants('slack:T/S')).toEqual([shared]);
    const log = await access.log(100);
    expect(log.filter(({ conversation }) => conversation === 'slack:T/S')).toEqual([
      { ...shared, change: 'granted' },
      { ...plain, at: moment(1), change: 'granted' },
    ]);
    await access.revoke({ ...plain, at: moment(5) });
    await access.grant({ ...plain, at: moment(6) });
    expect(await access.grants('slack:T/S')).toEqual([{ ...plain, at: moment(6) }]);
  });
});
