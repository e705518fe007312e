import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Target } from '../../src/core/target.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from './engines.ts';

const target = (id: string, over: Partial<Target> = {}): Target => ({
  ...{ scope: { kind: 'subscription', id }, percent: 82.5, day: '2027-03-31', zone: 'Europe/Oslo' },
  ...{ start: 61.379, by: 'slack:T1/UADA', at: '2026-11-01T09:00:00.000Z' },
  ...over,
});
const HERE = 'slack:T1/C1';

describe.each(engines)('targets, on $name', ({ open }) => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores(await open());
  });
  afterEach(() => stores.close());

  test('are of one conversation, one a scope, in the order in which they were set', async () => {
    const { targets } = stores;
    expect(await targets.of(HERE)).toEqual([]);
    const later = target('a', { at: '2026-11-02T09:00:00.000Z', start: null });
    await targets.set(HERE, later);
    await targets.set(HERE, target('b'));
    await targets.set('slack:T1/C2', target('c'));
    const group = target('b', {
      scope: { kind: 'management-group', id: 'b' },
      at: '2026-11-03T09:00:00.000Z',
    });
    await targets.set(HERE, group);
    expect(await targets.of(HERE)).toEqual([target('b'), later, group]);
    const changed = target('b', {
      percent: 90,
      day: '2027-06-30',
      zone: 'UTC',
      start: 70,
      by: 'slack:T1/UBEN',
    });
    await targets.set(HERE, changed);
    expect(await targets.of(HERE)).toEqual([changed, later, group]);
    expect(await targets.of('slack:T1/C2')).toEqual([target('c')]);
  });

  test('are dropped one by one, or with their conversation', async () => {
    const { targets } = stores;
    for (const id of ['a', 'b']) await targets.set(HERE, target(id));
    await targets.set('slack:T1/C2', target('a'));
    expect(await targets.remove(HERE, { kind: 'management-group', id: 'a' })).toBe(false);
    expect(await targets.remove(HERE, { kind: 'subscription', id: 'a' })).toBe(true);
    expect(await targets.remove(HERE, { kind: 'subscription', id: 'a' })).toBe(false);
    expect(await targets.of(HERE)).toEqual([target('b')]);
    expect(await targets.forget(HERE)).toBe(true);
    expect(await targets.forget(HERE)).toBe(false);
    expect(await targets.of('slack:T1/C2')).toEqual([target('a')]);
  });
});
