import { describe, expect, test } from 'vitest';
import { demoTenant } from '../../src/demo/demo-tenant.ts';
import incidents from '../../src/demo/incidents.json' with { type: 'json' };
import { attribution, type Contribution, exactPercent, grouped } from './attribution.ts';
import { dayBefore } from './days.ts';

const CAUSES = [
  ...['resource-added', 'resource-deleted', 'turned-unhealthy', 'turned-healthy'],
  ...['became-not-applicable', 'became-applicable', 'exempted', 'exemption-ended'],
  ...[
    'recommendation-added',
    'recommendation-removed',
    'control-added',
    'control-removed',
    'control-max-changed',
  ],
  ...['subscription-added', 'subscription-removed', 'weight-changed'],
];

const WAYS: ((one: Contribution) => string)[] = [
  ({ cause, control }) => `${cause} ${control}`,
  ({ cause, control, recommendation }) => `${cause} ${control} ${recommendation}`,
];

describe('the incidents of the demo', () => {
  test('show every cause, at most one a day, none on a leap day', () => {
    expect(new Set(incidents.map(({ cause }) => cause))).toEqual(new Set(CAUSES));
    expect(new Set(incidents.map(({ day }) => day)).size).toBe(incidents.length);
    expect(incidents.map(({ day }) => day)).not.toContain('02-29');
    expect(incidents.map(({ day }) => day)).toEqual(incidents.map(({ day }) => day).sort());
  });

  // 2026 as any year, 2027 with the year's turn, 2028 with a leap day in it.
  for (const year of [2026, 2027, 2028]) {
    test(`are the largest contribution of their day in ${year}, however contributions are put together`, () => {
      const moves = incidents.map((incident) => ({ incident, all: movesOf(`${year}-${incident.day}`) }));
      for (const keyOf of WAYS) {
        const found = moves.map(({ incident, all }) => row(incident, grouped(all, keyOf)[0]));
        const wanted = incidents.map((one) => row(one, { ...one, resources: { size: one.count } }));
        if (found.join() !== wanted.join()) console.error(table(moves));
        expect(found).toEqual(wanted);
      }
    });
  }

  test('are all that happens on their day, and add up to the change of the score', () => {
    for (const { day, cause, effect } of incidents) {
      const [before, after] = [demoTenant(dayBefore(`2026-${day}`)), demoTenant(`2026-${day}`)];
      const all = attribution(before, after);
      expect(new Set(all.map((one) => one.cause)), effect).toEqual(new Set([cause]));
      const sum = all.reduce((total, one) => total + one.delta, 0);
      expect(sum, effect).toBeCloseTo(exactPercent(after) - exactPercent(before), 4);
      expect(Math.abs(sum), `${effect} can be seen`).toBeGreaterThan(0.02);
    }
  });
});

type Named = { cause: string; control: string | null; resources: { size: number } };

function row({ day, effect }: { day: string; effect: string }, top: Named | undefined): string {
  return `${day} ${effect}: ${top?.cause} ${top?.control} ${top?.resources.size}`;
}

function movesOf(day: string): Contribution[] {
  return attribution(demoTenant(dayBefore(day)), demoTenant(day));
}

function table(moves: { incident: { day: string; title: string }; all: Contribution[] }[]): string {
  return moves
    .map(({ incident, all }) => {
      const largest = grouped(
        all,
        ({ cause, control, recommendation }) => `${cause} ${control} ${recommendation}`,
      ).slice(0, 3);
      const words = largest.map(
        (one) => `${one.cause} ${one.control} ×${one.resources.size} ${one.delta.toFixed(3)}`,
      );
      return `${incident.day} ${incident.title}: ${words.join(' | ')}`;
    })
    .join('\n');
}
