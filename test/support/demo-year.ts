import { demoDays } from '../../src/demo/calendar.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { deliverDue } from '../../src/jobs/deliver.ts';
import { evaluateAlerts } from '../../src/jobs/evaluate-alerts.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import type { Outbox } from '../../src/ports.ts';
import { speakingWorld } from './speaking.ts';

/** The year of the demo as a service would have lived it: a snapshot a day, and every rule looked at after each. */
export async function demoYear(
  lines: (names: readonly string[]) => readonly string[],
  unreliable: (outbox: Outbox) => Outbox = (outbox) => outbox,
) {
  const [first = new Date(0), ...days] = demoDays(new Date('2026-11-23T12:00:00Z'));
  const world = await speakingWorld({ start: first.toISOString() });
  const { groups, subscriptions } = await world.stores.posture.estate();
  const names = [...groups, ...subscriptions].map(({ name }) => name);
  for (const line of lines(names)) {
    const answer = await world.say(line);
    if (answer.outcome !== 'answered') throw new Error(`${line}: ${answer.card.text}`);
  }
  const stores = { ...world.stores, outbox: unreliable(world.stores.outbox) };
  const deps = { ...world.deps, stores };
  const stop = new AbortController().signal;
  for (const day of days) {
    world.sleepUntil(day.toISOString());
    const source = createDemoSource(day.toISOString().slice(0, 10));
    await takeSnapshot({ ...world.stores, source, clock: world.deps.clock, log: world.deps.log }, 'test');
    // The second look finds done, or undone, what the first one failed at.
    for (let look = 0; look < 4; look += 1)
      await evaluateAlerts(deps).catch((error: Error) => {
        if (!error.message.endsWith('the commit')) throw error;
      });
    await deliverDue(world.deps, 'test', stop);
    // A conversation gets a post a second.
    for (let n = 1; n < 20 && (await world.stores.outbox.nextDue()) !== null; n += 1) {
      world.sleepUntil(new Date(day.getTime() + n * 1100).toISOString());
      await deliverDue(world.deps, 'test', stop);
    }
  }
  return world;
}
