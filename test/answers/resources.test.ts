import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resourcesOf } from '../../src/answers/resources.ts';
import { openWorld } from '../../src/answers/world.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { TERMINAL } from '../support/bot.ts';
import { type CountingSql, countingSql } from '../support/counting-sql.ts';
import { openFresh } from '../support/database.ts';
import { buildReading, copy, partsOf, type Reading, SMALL } from '../support/posture.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const READING = buildReading({ ...SMALL, resources: 30 });
for (const { assessments } of READING.subscriptions) {
  for (const one of assessments) {
    const n = Number(one.resource.split('-').at(-1));
    if (n % 4 === 1 && one.status === 'unhealthy') one.status = 'healthy';
    if (n % 4 === 2) one.status = 'not-applicable';
  }
}
const scopeAt = (n: number): Scope => ({
  kind: 'subscription',
  id: `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`,
  name: `Subscription ${n}`,
});

describe('resources', () => {
  let sql: CountingSql;
  let stores: Stores;
  beforeEach(async () => {
    sql = countingSql(await openFresh());
    stores = await openStores(sql);
  });
  afterEach(() => stores.close());

  const source = () => Promise.reject(new Error('nothing is asked of Azure'));
  async function ask(scope: Scope, ...readings: Reading[]) {
    for (const [n, reading] of readings.entries())
      await stores.posture.ingest(new Date(NOW.getTime() - (9 - n) * 3_600_000), partsOf(copy(reading)));
    const world = await openWorld({ posture: stores.posture, source, now: NOW }, [], TERMINAL);
    sql.reset();
    return resourcesOf(world, scope);
  }

  it.each([
    [ALL, [0, 1, 2]],
    [{ kind: 'management-group', id: 'mg-prod', name: 'Production' } as const, [0, 2]],
    [scopeAt(1), [1]],
  ])('of $id by type, as a count of the assessments gives them', async (scope, members) => {
    const answer = await ask(scope, READING);
    expect(answer.types).toEqual(byHand(members));
    expect(answer.types.length).toBe(3);
    for (const row of answer.types)
      expect(Math.min(row.healthy, row.notApplicable, row.unhealthy)).toBeGreaterThan(0);
    const sum = (of: 'healthy' | 'unhealthy' | 'notApplicable') =>
      answer.types.reduce((total, row) => total + row[of], 0);
    expect(answer).toMatchObject({ healthy: sum('healthy'), unhealthy: sum('unhealthy'), state: 'ok' });
    expect(answer.notApplicable).toBe(sum('notApplicable'));
    expect(sum('healthy') + sum('unhealthy') + sum('notApplicable')).toBe(30 * members.length);
  });

  it('reads kept counts and no assessment, a row a type', async () => {
    await ask(ALL, READING);
    const { texts, returned } = sql.counts();
    expect([...texts].join()).not.toMatch(/\bassessment\b/);
    expect(returned).toBe(READING.subscriptions.length + 3);
  });

  it('leaves out what is disabled, and keeps what cannot be read as it was', async () => {
    const [first, second, third] = READING.subscriptions;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three expected');
    const next: Reading = {
      ...READING,
      subscriptions: [third],
      others: [
        { kind: 'disabled', subscription: { ...first.subscription, state: 'disabled' } },
        { kind: 'unread', id: second.subscription.id, name: null },
      ],
    };
    const answer = await ask(ALL, READING, next);
    expect(answer.types).toEqual(byHand([1, 2]));
    expect(answer.notVisible.subscriptions).toBe(1);
    expect(await ask(scopeAt(0))).toMatchObject({
      ...{ state: 'disabled', types: [], healthy: null, unhealthy: null, notApplicable: null },
    });
    expect(await ask(scopeAt(1))).toMatchObject({
      ...{ types: byHand([1]), notVisible: { subscriptions: 1, managementGroups: 0 } },
    });
  });
});

function byHand(members: readonly number[]) {
  const all = members.flatMap((n) => READING.subscriptions[n]?.assessments ?? []);
  const types = [...Map.groupBy(all, ({ type }) => type)].map(([type, rows]) => {
    const worst = [...Map.groupBy(rows, ({ resource }) => resource).values()].map((of) =>
      ['unhealthy', 'healthy', 'not-applicable'].find((status) => of.some((row) => row.status === status)),
    );
    const count = (status: string) => worst.filter((one) => one === status).length;
    return {
      type,
      healthy: count('healthy'),
      unhealthy: count('unhealthy'),
      notApplicable: count('not-applicable'),
    };
  });
  return types.sort((a, b) => b.unhealthy - a.unhealthy || (a.type < b.type ? -1 : 1));
}
