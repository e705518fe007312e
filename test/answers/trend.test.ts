import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pointsOf, trendOf } from '../../src/answers/trend.ts';
import { openWorld, pointsIn, type World } from '../../src/answers/world.ts';
import type { Conversation, Grant } from '../../src/core/access.ts';
import { daysAgo } from '../../src/core/period.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import { type Standing, scopeStanding, standing } from '../../src/core/secure-score.ts';
import type { SnapshotPart } from '../../src/core/snapshot.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from '../storage/engines.ts';
import { buildReading, copy, partsOf, type Reading, rescore } from '../support/posture.ts';

const DAYS = 14;
const day = (n: number) => new Date(Date.UTC(2026, 0, n, 6));
const NOW = day(DAYS + 1);
const id = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
const PROD: Scope = { kind: 'management-group', id: 'mg-prod', name: 'Production' };
const single = (n: number): Scope => ({ kind: 'subscription', id: id(n), name: `Subscription ${n}` });
const TERMINAL: Conversation = { key: 'terminal', kind: 'terminal', shared: false };
const CHANNEL: Conversation = { key: 'slack:T1/C1', kind: 'channel', shared: false };
const whole = { from: day(0), to: NOW };

/**
 * A tenant that lives through everything a history can hold: assessments turn, one subscription comes, one moves to
 * another group, one is switched off and on, one cannot be read, one is gone, a control comes to count and vanishes.
 */
function readingOf(base: Reading, n: number): Reading {
  const today = copy(base);
  for (const read of today.subscriptions) {
    for (const [at, one] of read.assessments.entries()) {
      if (at % 10 === n % 10) one.status = one.status === 'healthy' ? 'unhealthy' : 'healthy';
      if (n > 6 && n < 10 && one.recommendation === 'rec-1') one.status = 'not-applicable';
    }
  }
  rescore(today);
  // The one control is worth most in a subscription that loses it for a day, the other in one that joins the group later.
  for (const [which, at] of [
    [0, 0],
    [1, 1],
  ] as const) {
    const read = today.subscriptions[which];
    if (read !== undefined)
      read.controls = read.controls.map((row, n) => (n === at ? { ...row, max: 40 + at } : row));
  }
  const others: SnapshotPart[] = [];
  const drop = (which: number) => {
    today.subscriptions = today.subscriptions.filter(({ subscription }) => subscription.id !== id(which));
  };
  for (const { subscription } of today.subscriptions.slice(1, 2)) {
    if (n >= 5) subscription.ancestors = ['mg-prod', 'mg-root'];
    if (n === 8) others.push({ kind: 'disabled', subscription: { ...subscription, state: 'disabled' } });
  }
  if (n === 8) drop(1);
  if (n < 3) drop(3);
  if (n === 6 || n === 7) {
    others.push({ kind: 'unread', id: id(2), name: null });
    drop(2);
  }
  if (n > 11) {
    if (n === 12) others.push({ kind: 'gone', id: id(4) });
    drop(4);
  }
  const zero = today.subscriptions.find(({ subscription }) => subscription.id === id(0));
  if (zero !== undefined && n === 10) zero.controls = zero.controls.slice(1);
  return { ...today, others };
}

describe.each(engines)('trend on $name', ({ open }) => {
  let stores: Stores;
  const worldOf = (grants: Grant[] = [], where = TERMINAL): Promise<World> => {
    const source = () => Promise.reject(new Error('Azure is not asked'));
    return openWorld({ posture: stores.posture, source, now: NOW }, grants, where);
  };

  beforeAll(async () => {
    stores = await openStores(await open());
    const base = buildReading({ subscriptions: 5, resources: 20, recommendations: 12, controls: 4 });
    for (let n = 1; n <= DAYS; n += 1) await stores.posture.ingest(day(n), partsOf(readingOf(base, n)));
  });
  afterAll(() => stores.close());

  /** The same, one snapshot at a time, as any other question would work it out. */
  async function pointByPoint(world: World, scope: Scope): Promise<Standing[]> {
    const found: Standing[] = [];
    for (let n = 1; n <= DAYS; n += 1) {
      const rows = pointsIn(world, scope, await stores.posture.scores([n], null)).map(
        ({ subscription, score }) => ({ id: subscription.id, score }),
      );
      const ids = rows.map((row) => row.id);
      found.push(
        scope.kind === 'subscription'
          ? standing(rows[0]?.score ?? null)
          : scopeStanding(rows, await stores.posture.maximum(n, ids)),
      );
    }
    return found;
  }

  test.each([ALL, PROD, ...[0, 1, 2, 3, 4].map(single)])(
    '$name is at each point what it was then',
    async (scope) => {
      const world = await worldOf();
      const points = await pointsOf(world, scope, whole, true);
      expect(points.map(({ at }) => at)).toEqual(
        Array.from({ length: DAYS }, (_, n) => day(n + 1).toISOString()),
      );
      const expected = await pointByPoint(world, scope);
      expect(points.map(({ percentage, current, max }) => ({ percentage, current, max }))).toEqual(expected);
      expect(new Set(points.map(({ percentage }) => percentage)).size).toBeGreaterThan(2);
    },
  );

  test('what a channel may not see is in none of its points', async () => {
    const grant: Grant = {
      ...{ conversation: CHANNEL.key, by: 'terminal', at: NOW.toISOString() },
      scope: { kind: 'management-group', id: 'mg-prod' },
    };
    const there = await pointsOf(await worldOf([grant], CHANNEL), ALL, whole, true);
    expect(there).toEqual(await pointsOf(await worldOf(), PROD, whole, true));
    expect(there).not.toEqual(await pointsOf(await worldOf(), ALL, whole, true));
    const other = await pointsOf(await worldOf([grant], CHANNEL), single(3), whole, true);
    expect(other.every(({ percentage, max }) => percentage === null && max === null)).toBe(true);
  });

  test('nothing is known before a subscription was there, while it was off, and after it was gone', async () => {
    const world = await worldOf();
    const known = async (n: number) =>
      (await pointsOf(world, single(n), whole, true)).flatMap(({ percentage }, at) =>
        percentage === null ? [at + 1] : [],
      );
    expect(await known(3)).toEqual([1, 2]);
    expect(await known(1)).toEqual([8]);
    expect(await known(4)).toEqual([12, 13, 14]);
    // Not readable is not gone: its last numbers stay.
    expect(await known(2)).toEqual([]);
  });

  test('a window begins with what held then, and ends where it says', async () => {
    const world = await worldOf();
    const at = (span: { from: Date; to: Date }) =>
      pointsOf(world, single(0), span, true).then((points) => points.map((point) => point.at));
    const later = new Date(day(4).getTime() + 3_600_000);
    expect(await at({ from: later, to: day(6) })).toEqual([4, 5, 6].map((n) => day(n).toISOString()));
    expect(await at({ from: day(4), to: later })).toEqual([day(4).toISOString()]);
    expect(await at({ from: day(-3), to: day(0) })).toEqual([]);
    expect((await at({ from: day(40), to: day(50) })).length).toBe(1);
    const part = await pointsOf(world, ALL, { from: later, to: day(6) }, true);
    expect(part).toEqual((await pointsOf(world, ALL, whole, true)).slice(3, 6));
  });

  test('the answer says what was asked, and how old it is', async () => {
    const data = await trendOf(await worldOf(), single(0), daysAgo(7), 'UTC');
    expect(data).toMatchObject({
      from: new Date(NOW.getTime() - 7 * 86_400_000).toISOString(),
      to: NOW.toISOString(),
      asOf: day(DAYS).toISOString(),
      state: 'ok',
      notVisible: { subscriptions: 0, managementGroups: 0 },
    });
    expect(data.points).toHaveLength(8 - 1);
    expect(data.points.every(({ imported }) => imported === false)).toBe(true);
  });
});
