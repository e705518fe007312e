import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventsOf } from '../../src/answers/events.ts';
import { openWorld } from '../../src/answers/world.ts';
import { ALL } from '../../src/core/scope.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { openTestBot, TERMINAL, type TestBot } from '../support/bot.ts';

const YEAR = { from: new Date('2026-01-01'), to: new Date('2027-01-01') };
let test: TestBot;
beforeAll(async () => {
  test = await openTestBot(['2026-11-23']);
}, 60_000);
afterAll(() => test.stores.close());

it.each([
  ['the public cloud', undefined, ['2026-06-30', '2026-07-31', '2026-10-27']],
  ['US Government', 'https://portal.azure.us', ['2026-06-30', '2026-07-31', '2026-10-27']],
  ['China', 'https://portal.azure.cn', ['2026-06-30', '2026-07-31', '2026-08-18', '2026-10-27']],
])('goes by the cloud: %s', async (_, portal, days) => {
  const source = async () => createDemoSource('2026-11-23');
  const deps = { posture: test.stores.posture, source, now: new Date('2026-11-23T12:00:00Z') };
  const world = await openWorld(portal === undefined ? deps : { ...deps, portal }, [], TERMINAL);
  expect(eventsOf(world, ALL, YEAR).map(({ at }) => at)).toEqual(days);
});

it('goes by what the scope holds', async () => {
  const source = async () => createDemoSource('2026-11-23');
  const deps = { posture: test.stores.posture, source, now: new Date('2026-11-23T12:00:00Z') };
  const world = await openWorld(deps, [], TERMINAL);
  const daysOf = (name: string) => {
    const found = world.estate.subscriptions.find((one) => one.name === name);
    if (found === undefined) throw new Error(`the demo has no ${name}`);
    return eventsOf(world, found, YEAR).map(({ at }) => at);
  };
  expect(daysOf('AWS Retail')).toEqual(['2026-06-30', '2026-07-31']);
  expect(daysOf('Contoso Prod')).toEqual(['2026-07-31']);
});
