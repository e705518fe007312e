import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlAt } from '../../src/answers/control-at.ts';
import { allControls, oneControl } from '../../src/answers/controls.ts';
import { whatToFix } from '../../src/answers/fix.ts';
import { scoreOf } from '../../src/answers/score.ts';
import { openWorld, type World } from '../../src/answers/world.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { engines } from '../storage/engines.ts';
import { buildReading, partsOf } from '../support/posture.ts';

const NOW = new Date(Date.UTC(2026, 0, 11, 6));
const id = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
const scope = (n: number): Scope => ({ kind: 'subscription', id: id(n), name: `Subscription ${n}` });

/** Azure sends rows of controls where it sends no total, or no weight. */
describe.each(engines)('what a fix brings on $name', ({ open }) => {
  const opened: Stores[] = [];
  const worlds: { unscored?: World; unweighed?: World } = {};

  async function worldOf(change: (one: ReturnType<typeof buildReading>['subscriptions'][number]) => void) {
    const stores = await openStores(await open());
    opened.push(stores);
    const reading = buildReading({ subscriptions: 2, resources: 20, recommendations: 12, controls: 6 });
    for (const one of reading.subscriptions) change(one);
    await stores.posture.ingest(NOW, partsOf(reading));
    const source = () => Promise.reject(new Error('Azure is not asked'));
    const where = { key: 'terminal', kind: 'terminal', shared: false } as const;
    return openWorld({ posture: stores.posture, source, now: NOW }, [], where);
  }

  beforeAll(async () => {
    worlds.unscored = await worldOf((one) => {
      if (one.subscription.id === id(0)) return;
      one.score = null;
      one.subscription.state = 'no-score';
    });
    worlds.unweighed = await worldOf((one) => {
      Object.assign(one.score ?? {}, { weight: null });
    });
  });
  afterAll(() => Promise.all(opened.map((stores) => stores.close())));

  test.each([
    ['unscored', scope(1)],
    ['unweighed', ALL],
  ] as const)('is not 0 but unknown where the score is: %s', async (name, of) => {
    const world = worlds[name];
    if (world === undefined) throw new Error('no world');
    expect(await scoreOf(world, of)).toMatchObject({ percentage: null, controls: [] });
    expect(await allControls(world, of)).toMatchObject({ controls: [], state: 'no-score' });
    expect(await whatToFix(world, of)).toMatchObject({ recommendations: [], state: 'no-score' });
    const one = await oneControl(world, of, 'control-1');
    expect(one).toMatchObject({ controls: [], recommendations: [], state: 'no-score' });
    expect(await controlAt(world, ALL, 'control-1', NOW)).toEqual(
      name === 'unweighed' ? null : expect.any(Number),
    );
  });

  test('is nothing where only controls without points are assessed: those are shown all the same', async () => {
    const world = await worldOf((one) => {
      Object.assign(one.score ?? {}, { current: 0, max: 0 });
      for (const cell of one.controls) Object.assign(cell, { current: 0, max: 0 });
    });
    const { controls, state } = await allControls(world, scope(1));
    expect(state).toBe('nothing-assessed');
    expect(controls.length).toBeGreaterThan(0);
    expect(controls.every(({ max, potentialIncrease }) => max === 0 && potentialIncrease === 0)).toBe(true);
  });

  test('is known of each that has a score, whatever it weighs', async () => {
    const world = worlds.unweighed;
    if (world === undefined) throw new Error('no world');
    const { controls } = await allControls(world, scope(1));
    expect(controls.reduce((sum, one) => sum + one.potentialIncrease, 0)).toBeGreaterThan(0);
  });
});
