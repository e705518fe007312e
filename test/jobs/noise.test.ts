import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AlertMemory } from '../../src/core/alert.ts';
import { alertStep } from '../../src/core/alert.ts';
import type { AlertRule } from '../../src/core/order.ts';
import incidents from '../../src/demo/incidents.json' with { type: 'json' };
import { demoYear } from '../support/demo-year.ts';
import { type Fall, generator, hourlyYear } from '../support/noisy-year.ts';

type Row = { scope: string; alerted: string; recovered: string };

/** The table of the document, and what it calls the incident. */
function documented(): (Row & { incident: string })[] {
  const text = readFileSync(new URL('../../docs/alerts.md', import.meta.url), 'utf8');
  return [...text.matchAll(/^\| ([^|]+) \| (\d{4}-\d\d-\d\d) \| ([\d-]*) ?\| ([^|]+) \|$/gmu)].map(
    ([, scope = '', alerted = '', recovered = '', incident = '']) => ({
      scope,
      alerted,
      recovered,
      incident,
    }),
  );
}

const everything = (names: readonly string[]) => [
  'alert drop 5',
  ...names.map((name) => `alert drop 5 for '${name}'`),
];

/** What people were told, an alert a row. */
function rowsOf(world: Awaited<ReturnType<typeof demoYear>>): Row[] {
  const rows: Row[] = [];
  for (const { name, at, card } of world.posts()) {
    const day = at.slice(0, 10);
    const [, scope = '', how] = /^(.+?)(?: dropped( further:)? |: back at )/u.exec(card.text) ?? [];
    if (name === 'alert')
      rows.push({ scope: `${scope}${how === undefined ? '' : ', further'}`, alerted: day, recovered: '' });
    const open = rows.findLast((row) => row.scope.startsWith(scope) && row.recovered === '');
    if (name === 'recovery' && open !== undefined) open.recovered = day;
  }
  return rows;
}

test('a year of the demo alerts of what the document says, and of nothing else', {
  timeout: 120_000,
}, async () => {
  const world = await demoYear(everything);
  const rows = rowsOf(world);
  const expected = documented();
  expect(rows.map(show).sort()).toEqual(expected.map(show).sort());
  for (const { alerted, incident } of expected) {
    const [, day, title] = /^(\d\d-\d\d) (.+)$/u.exec(incident) ?? [];
    if (day === undefined) continue;
    expect(incidents.map((one) => `${one.day} ${one.title}`)).toContain(`${day} ${title}`);
    const days = (Date.parse(alerted) - Date.parse(`2026-${day}`)) / 86_400_000;
    expect([0, 1]).toContain(days);
  }
  const rules = (await world.stores.orders.of(null)).length;
  const recoveries = rows.filter(({ recovered }) => recovered !== '').length;
  console.info(`${rows.length} alerts of ${rules} rules in 365 days, ${recoveries} recoveries`);
});

test('a database that fails before or after every third decision changes nothing of it', {
  timeout: 120_000,
}, async () => {
  const random = generator(11);
  const counts = { before: 0, after: 0 };
  const world = await demoYear(everything, (outbox) => ({
    ...outbox,
    async decide(decision) {
      const chance = random();
      if (chance < 1 / 6) counts.before += 1;
      if (chance < 1 / 6) throw new Error('before the commit');
      const decided = await outbox.decide(decision);
      if (chance >= 2 / 6) return decided;
      counts.after += 1;
      throw new Error('after the commit');
    },
  }));
  expect(rowsOf(world).map(show).sort()).toEqual(documented().map(show).sort());
  console.info(`${counts.before} decisions failed before their commit, ${counts.after} after it`);
  expect(counts.before + counts.after).toBeGreaterThan(100);
});

const show = ({ scope, alerted, recovered }: Row) => `${scope} ${alerted} ${recovered}`;

const RULE: AlertRule = { kind: 'alert', of: 'drop', points: 5 };

test('20 years of hourly snapshots with flapping and half-done recalculations alert of true drops alone, once each', () => {
  const counts = { readings: 0, drops: 0, alerts: 0, recoveries: 0 };
  for (let seed = 1; seed <= 20; seed += 1) {
    const { readings, falls } = hourlyYear(seed);
    const told = tell(readings);
    expect(told.map(({ kind }) => kind)).toEqual(falls.flatMap(() => ['alert', 'recovery']));
    for (const [at, fall] of falls.entries())
      expectTold(fall, told[2 * at]?.hour ?? -1, told[2 * at + 1]?.hour ?? -1);
    counts.readings += readings.length;
    counts.drops += falls.length;
    counts.alerts += told.filter(({ kind }) => kind === 'alert').length;
    counts.recoveries += told.filter(({ kind }) => kind === 'recovery').length;
  }
  console.info(JSON.stringify(counts));
  expect(counts.drops).toBeGreaterThan(80);
});

/** Told when it has been there for 8 hours at the latest, and over within an hour of its end. */
function expectTold({ start, settled, end }: Fall, alerted: number, recovered: number): void {
  expect(alerted).toBeGreaterThanOrEqual(start);
  expect(alerted).toBeLessThanOrEqual(settled + 8);
  expect(recovered - end).toBe(0);
}

function tell(readings: readonly number[]): { kind: string; hour: number }[] {
  let memory: AlertMemory | null = null;
  return readings.flatMap((value, hour) => {
    const step = alertStep(RULE, memory, { at: new Date(hour * 3_600_000).toISOString(), value });
    memory = step.memory;
    return step.event === null ? [] : [{ kind: step.event.kind, hour }];
  });
}
