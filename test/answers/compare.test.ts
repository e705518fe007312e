import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparisonOf } from '../../src/answers/compare.ts';
import { allControls } from '../../src/answers/controls.ts';
import { scoreOf } from '../../src/answers/score.ts';
import { openWorld, type World } from '../../src/answers/world.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from '../storage/engines.ts';
import { buildReading, copy, partsOf, rescore } from '../support/posture.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 6));
const NOW = day(11);
const id = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
const scope = (n: number): Scope => ({ kind: 'subscription', id: id(n), name: `Subscription ${n}` });
const PROD: Scope = { kind: 'management-group', id: 'mg-prod', name: 'Production' };

describe.each(engines)('compare on $name', ({ open }) => {
  let stores: Stores;
  let world: World;
  beforeAll(async () => {
    stores = await openStores(await open());
    const base = buildReading({ subscriptions: 4, resources: 20, recommendations: 12, controls: 6 });
    await stores.posture.ingest(day(1), partsOf(copy(base)));
    const reading = copy(base);
    for (const one of reading.subscriptions[1]?.assessments.slice(0, 40) ?? []) one.status = 'unhealthy';
    rescore(reading);
    const [none, , lacking, unscored] = reading.subscriptions;
    // One control counts no resource, one carries no points, one is not there at all.
    for (const row of none?.controls ?? []) {
      if (row.control === 'control-1') Object.assign(row, { healthy: 0, unhealthy: 0, current: 0 });
      if (row.control === 'control-2') Object.assign(row, { max: 0, current: 0 });
    }
    if (lacking !== undefined)
      lacking.controls = lacking.controls.filter(({ control }) => control !== 'control-3');
    for (const row of lacking?.controls ?? [])
      if (row.control === 'control-1') Object.assign(row, { healthy: 0, unhealthy: 0, current: 0 });
    if (unscored !== undefined) {
      unscored.subscription.state = 'no-score';
      unscored.score = null;
    }
    // The last control is left to the one without a score.
    for (const read of reading.subscriptions.slice(0, 3))
      read.controls = read.controls.filter(({ control }) => control !== 'control-5');
    await stores.posture.ingest(day(10), partsOf(reading));
    const source = () => Promise.reject(new Error('Azure is not asked'));
    world = await openWorld({ posture: stores.posture, source, now: NOW }, [], {
      key: 'terminal',
      kind: 'terminal',
      shared: false,
    });
  });
  afterAll(() => stores.close());

  test.each([
    [scope(0), scope(1)],
    [scope(1), PROD],
    [ALL, scope(2)],
    [scope(3), scope(0)],
  ])('$name with $name: each is its own score', async (left, right) => {
    const { scopes } = await comparisonOf(world, left, right);
    expect(scopes).toEqual([await scoreOf(world, left), await scoreOf(world, right)]);
  });

  test('each control has the share of its points that controls shows', async () => {
    const { controls } = await comparisonOf(world, scope(1), ALL);
    const shares = async (of: Scope) =>
      new Map(
        (await allControls(world, of)).controls.map(({ id, current, max }) => [
          id,
          current === null ? null : (100 * current) / max,
        ]),
      );
    const [ours, theirs] = [await shares(scope(1)), await shares(ALL)];
    expect(controls).toHaveLength(6);
    // What counts only where there is no score has no share, though `controls` lists it.
    expect(controls[5]).toMatchObject({ id: 'control-5', left: null, right: null });
    expect(theirs.get('control-5')).toBeNull();
    for (const { id, left, right } of controls.slice(0, 5)) {
      expect(left).toBe(ours.get(id));
      expect(right).toBe(theirs.get(id));
    }
  });

  test('the other way round is the same with the sides changed', async () => {
    const [there, back] = [
      await comparisonOf(world, ALL, scope(1)),
      await comparisonOf(world, scope(1), ALL),
    ];
    const turned = there.controls.map(({ left, right, ...one }) => ({ ...one, left: right, right: left }));
    expect(back.controls).toEqual(turned);
    expect(back.scopes).toEqual(there.scopes.toReversed());
  });

  test('where a control does not count its share is null, and it comes last', async () => {
    const { controls } = await comparisonOf(world, scope(0), scope(2));
    const of = (id: string) => controls.find((one) => one.id === id);
    expect(of('control-1')?.left).toBeNull();
    expect(of('control-2')?.left).toBeNull();
    expect(of('control-3')?.right).toBeNull();
    expect(controls.map(({ id }) => id).slice(2)).toEqual(['control-2', 'control-3', 'control-1']);
    const differences = controls.slice(0, 2).map(({ left, right }) => Math.abs((left ?? 0) - (right ?? 0)));
    expect(differences).toEqual(differences.toSorted((a, b) => b - a));
    for (const one of controls.slice(2)) expect([one.left, one.right]).toContain(null);
  });

  test('a scope without a score has no shares', async () => {
    const { scopes, controls } = await comparisonOf(world, scope(3), scope(1));
    expect(scopes[0].percentage).toBeNull();
    expect(scopes[1].percentage).not.toBeNull();
    expect(controls.length).toBe(5);
    expect(controls.every(({ left }) => left === null)).toBe(true);
    expect(controls.filter(({ right }) => right !== null)).toHaveLength(5);
  });
});
