import { describe, expect, test } from 'vitest';
import { explainOf } from '../../src/answers/explain.ts';
import { openWorld } from '../../src/answers/world.ts';
import { explainCard } from '../../src/cards/explain.ts';
import { type Json, render } from '../../src/cards/render.ts';
import { daysAgo } from '../../src/core/period.ts';
import { ALL } from '../../src/core/scope.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { demoTenant } from '../../src/demo/demo-tenant.ts';
import incidents from '../../src/demo/incidents.json' with { type: 'json' };
import { openStores } from '../../src/storage/stores.ts';
import { context } from '../support/card-facts.ts';
import { openFresh } from '../support/database.ts';
import { attribution, grouped } from './attribution.ts';
import { dayBefore } from './days.ts';

/** The explanation of a day's change, out of a store that has seen the day and the two before it. */
async function explained(day: string) {
  const stores = await openStores(await openFresh('sqlite'));
  const before = dayBefore(day);
  for (const one of [dayBefore(before), before, day]) {
    const parts = createDemoSource(one).readSnapshot(await stores.posture.known());
    await stores.posture.ingest(new Date(`${one}T06:00:00.000Z`), parts);
  }
  const { posture } = stores;
  const source = async () => createDemoSource(day);
  const now = new Date(`${day}T06:00:00.000Z`);
  const world = await openWorld({ posture, source, now }, [], {
    key: 'terminal',
    kind: 'terminal',
    shared: false,
  });
  const data = await explainOf(world, ALL, daysAgo(1), 'UTC');
  await stores.close();
  return data;
}

/** How each cause is told, with how many. */
const TOLD: Readonly<Record<string, (things: string) => string>> = {
  'resource-added': (things) => `${things} added`,
  'resource-deleted': (things) => `${things} deleted`,
  exempted: (things) => `${things} exempted`,
  'exemption-ended': (things) => `${things} no longer exempted`,
  'turned-unhealthy': (things) => `${things} turned unhealthy`,
  'turned-healthy': (things) => `${things} turned healthy`,
  'became-not-applicable': (things) => `${things} became not applicable`,
  'became-applicable': (things) => `${things} became applicable`,
  'recommendation-added': (things) => `recommendation began to count, with ${things}`,
  'recommendation-removed': (things) => `recommendation no longer counts, with ${things}`,
  'control-added': (things) => `control began to count, with ${things}`,
  'control-removed': (things) => `control no longer counts, with ${things}`,
  'control-max-changed': (things) => `control is worth changed in ${things}`,
  'subscription-added': (things) => `${things} added`,
  'subscription-removed': (things) => `${things} removed`,
  'weight-changed': (things) => `weight of ${things} changed`,
};

/** Everything that a card says, in the order in which it says it, without the marks of its platform. */
const wordsIn = (json: Json): string =>
  (typeof json === 'string'
    ? json
    : typeof json === 'object' && json !== null
      ? Object.values(json).map(wordsIn).join('\n')
      : ''
  )
    .replaceAll('&amp;', '&')
    .replaceAll('\\', '');

describe('the explanation of the day of each incident', () => {
  test.each(incidents)('$day $title', async ({ day: date, cause, control, count }) => {
    const day = `2026-${date}`;
    const { contributions, delta, residual } = await explained(day);
    const [top] = contributions;
    expect(top).toMatchObject({ cause, control, count });
    const sum = contributions.reduce((total, one) => total + one.delta, 0);
    expect(Math.abs(sum + (residual ?? Number.NaN) - (delta ?? Number.NaN))).toBeLessThan(1e-9);
    const slow = attribution(demoTenant(dayBefore(day)), demoTenant(day));
    const keyed = grouped(slow, (one) => `${one.cause} ${one.control} ${one.recommendation}`);
    expect(contributions.length).toBe(keyed.length);
    for (const one of keyed) {
      const same = contributions.find(
        (other) =>
          other.cause === one.cause &&
          other.control === one.control &&
          other.recommendation === one.recommendation,
      );
      expect(same?.count, `${one.cause} ${one.control}`).toBe(one.resources.size);
      // The reference walks the line in 400 steps, and knows nothing of rounding.
      expect(Math.abs((same?.delta ?? Number.NaN) - one.delta), `${one.cause} ${one.control}`).toBeLessThan(
        2e-3,
      );
    }
  });

  test.each(incidents)('says so in text, in Teams and in Slack: $day $title', async (incident) => {
    const day = `2026-${incident.day}`;
    const card = explainCard(await explained(day), context({ now: `${day}T06:00:00.000Z` }));
    const things = `${incident.count} [a-zA-Z /-]+?`;
    const said = new RegExp(TOLD[incident.cause]?.(things) ?? 'an unknown cause', 'i');
    const control = demoTenant(day).controls.find(({ id }) => id === incident.control)?.name ?? '';
    const [first = ''] = card.text.split('\n').filter((line) => /^[▲▼■]/.test(line));
    for (const words of [first, wordsIn(render(card, 'teams')), wordsIn(render(card, 'slack'))]) {
      expect(words).toMatch(said);
      expect(words).toContain(control);
    }
  });

  test('calls a subscription that is assessed itself by its name', async () => {
    const { text } = explainCard(await explained('2026-07-21'), context({ now: '2026-07-21T06:00:00.000Z' }));
    expect(text).toMatch(/1 subscription turned unhealthy.*Web Shop/u);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/u);
  });
});
