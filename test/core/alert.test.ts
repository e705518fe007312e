import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertEvent, type AlertMemory, alertStep } from '../../src/core/alert.ts';
import type { AlertRule } from '../../src/core/order.ts';

const drop = (points: number): AlertRule => ({ kind: 'alert', of: 'drop', points });
const below = (percentage: number): AlertRule => ({ kind: 'alert', of: 'below', percentage });

const START = Date.parse('2026-03-01T00:00:00Z');
const moment = (hours: number) => new Date(START + hours * 3_600_000).toISOString();
type Row = { hour: number; value: number | null };
type Told = AlertEvent & { hour: number };

/** Runs a rule over readings; the memory goes through JSON between any two, as it does when it is stored. */
function told(rule: AlertRule, rows: readonly Row[]): Told[] {
  let memory: AlertMemory | null = null;
  const events: Told[] = [];
  for (const { hour, value } of rows) {
    const step = alertStep(rule, memory, { at: moment(hour), value });
    memory = JSON.parse(JSON.stringify(step.memory)) as AlertMemory;
    if (step.event !== null) events.push({ ...step.event, hour });
  }
  return events;
}
/** One reading every so many hours. */
const every = (hours: number, values: readonly (number | null)[]): Row[] =>
  values.map((value, n) => ({ hour: n * hours, value }));
const short = (events: readonly Told[]) =>
  events.map(({ kind, hour, now, from }) => [kind, hour, from.value, now.value]);

it('has recovered from a floor of 100 at 100, because nothing is above it', () => {
  const rows = every(8, [100, 99, 99, 99.9, 100, 99, 99]);
  expect(short(told(below(100), rows)).map(([kind, hour]) => [kind, hour])).toEqual([
    ['alert', 16],
    ['recovery', 32],
    ['alert', 48],
  ]);
});

describe('an alert for a drop', () => {
  it.each([
    ['is told when it has lasted for 8 hours', every(4, [70, 64, 64, 64]), [['alert', 12, 70, 64]]],
    ['is told of exactly the rule', every(8, [70, 65, 65]), [['alert', 16, 70, 65]]],
    ['is not told of less', every(8, [70, 65.1, 65.1, 65.1]), []],
    ['is not told where it has come back meanwhile', every(4, [70, 64, 70, 64, 70, 64]), []],
    ['is never told of the first snapshot, nor before a value is known', every(8, [null, 20, 20, 20]), []],
    ['waits for nothing where it is huge', every(1, [70, 60]), [['alert', 1, 70, 60]]],
    ['waits where it is 10 points and not twice the rule', every(1, [70, 60]), [], 6],
    ['waits where it is twice the rule and not 10 points', every(1, [70, 64]), [], 3],
    ['passes over what is unknown', every(4, [70, 64, null, 64]), [['alert', 12, 70, 64]]],
    ['is told once', every(8, [70, 64, 64, 63, 64, 62]), [['alert', 16, 70, 64]]],
    [
      'is told again a full rule further down, confirmed alike',
      every(8, [70, 64, 64, 59, 59, 58]),
      [
        ['alert', 16, 70, 64],
        ['alert', 32, 70, 59],
      ],
    ],
    [
      'recovers when half is regained, and begins anew from there',
      every(8, [70, 60, 60, 64.9, 65, 60.5, 60, 60]),
      [
        ['alert', 8, 70, 60],
        ['recovery', 32, 70, 65],
        ['alert', 56, 65, 60],
      ],
    ],
    [
      'is measured from a value that was held for 8 hours',
      every(4, [70, 76, 76, 76, 70, 70, 70]),
      [['alert', 24, 76, 70]],
    ],
    ['is not measured from a peak', every(4, [70, 76, 76, 70, 70, 70]), []],
    [
      'is measured from the lowest of what was held',
      every(4, [70, 78, 75, 77, 70, 70, 70]),
      [['alert', 24, 75, 70]],
    ],
  ] as const)('%s', (_, rows, expected, points: number = 5) => {
    expect(short(told(drop(points), rows))).toEqual(expected);
  });

  it('says which snapshots confirmed it, and how long it lasted', () => {
    const events = told(drop(5), every(4, [70, 64, 64, 63, 69]));
    expect(events).toEqual([
      {
        kind: 'alert',
        hour: 12,
        from: { value: 70, at: moment(0) },
        now: { value: 63, at: moment(12) },
        confirmedBy: [moment(4), moment(12)],
        again: false,
      },
      {
        kind: 'recovery',
        hour: 16,
        from: { value: 70, at: moment(0) },
        low: { value: 63, at: moment(12) },
        now: { value: 69, at: moment(16) },
        hours: 4,
      },
    ]);
  });
});

describe('what a rule remembers', () => {
  it('is one snapshot of a fall that is huge', () => {
    expect(told(drop(5), every(1, [70, 60]))).toMatchObject([{ confirmedBy: [moment(1)] }]);
  });

  it('does not grow with a score that rises for weeks', () => {
    let memory: AlertMemory | null = null;
    for (const { hour, value } of every(
      4,
      Array.from({ length: 200 }, (_, n) => n / 4),
    ))
      memory = alertStep(drop(5), memory, { at: moment(hour), value }).memory;
    expect(memory?.reference?.value).toBe(49.25);
    expect(memory?.rising.map(({ value }) => value)).toEqual([49.5, 49.75]);
  });
});

describe('an alert for a floor', () => {
  it.each([
    [
      'is told when the score has been under it for 8 hours',
      every(8, [71, 69.9, 69.9]),
      [['alert', 16, 71, 69.9]],
    ],
    [
      'is measured from the last value above it',
      every(8, [90, 71, 69, 69, 71, 75, 69, 69]),
      [
        ['alert', 24, 71, 69],
        ['recovery', 32, 71, 71],
        ['alert', 56, 75, 69],
      ],
    ],
    ['is not told at the floor', every(8, [71, 70, 70, 70]), []],
    ['waits however far it fell', every(8, [90, 20]), []],
    ['is not told where the score was under it from the beginning', every(8, [60, 60, 60, 50]), []],
    ['is told after it was above', every(8, [60, 70, 69, 69]), [['alert', 24, 70, 69]]],
    [
      'recovers a point above it, and is told anew after that',
      every(8, [71, 69, 69, 70.9, 71, 69, 69]),
      [
        ['alert', 16, 71, 69],
        ['recovery', 32, 71, 71],
        ['alert', 48, 71, 69],
      ],
    ],
    ['is told once', every(8, [71, 69, 69, 30, 30, 30]), [['alert', 16, 71, 69]]],
  ] as const)('%s', (_, rows, expected) => {
    expect(short(told(below(70), rows))).toEqual(expected);
  });
});

const gaps = fc.constantFrom(1, 4, 8, 24);
const values = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 40, max: 80 }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const series = fc.array(fc.tuple(gaps, values), { minLength: 1, maxLength: 40 }).map((steps): Row[] => {
  let hour = 0;
  return steps.map(([gap, value]) => {
    hour += gap;
    return { hour, value };
  });
});
const rules = fc.oneof(
  fc.constantFrom(2, 5, 8).map(drop),
  fc.constantFrom(50, 60).map(below),
  fc.constantFrom<AlertRule>({ kind: 'alert', of: 'control', control: 'c', points: 10 }),
);

/** The first alert of a drop, by trying every stretch of readings: no state machine. */
function firstByTrying(points: number, rows: readonly Row[]): number | null {
  const seen = rows.filter((row): row is { hour: number; value: number } => row.value !== null);
  const reference = (until: number) => {
    let best = seen[0]?.value ?? 0;
    for (let from = 1; from <= until; from += 1)
      for (let to = from; to <= until; to += 1) {
        const held = seen.slice(from, to + 1);
        if ((held.at(-1)?.hour ?? 0) - (held[0]?.hour ?? 0) < 8) continue;
        best = Math.max(best, Math.min(...held.map(({ value }) => value)));
      }
    return best;
  };
  let since: number | null = null;
  for (let n = 1; n < seen.length; n += 1) {
    const now = seen[n];
    if (now === undefined) break;
    const fall = reference(n) - now.value;
    if (fall >= Math.max(2 * points, 10)) return now.hour;
    if (fall < points) since = null;
    else if (since !== null && now.hour - since >= 8) return now.hour;
    else since ??= now.hour;
  }
  return null;
}

describe('whatever the score does', () => {
  it('is told first when trying every stretch says so', () => {
    fc.assert(
      fc.property(fc.constantFrom(2, 5, 8), series, (points, rows) => {
        expect(told(drop(points), rows)[0]?.hour ?? null).toBe(firstByTrying(points, rows));
      }),
      { numRuns: 2000 },
    );
  });

  it('alternates: an alert, then worse ones, then one recovery', () => {
    fc.assert(
      fc.property(rules, series, (rule, rows) => {
        let open: { from: number; low: number } | null = null;
        for (const event of told(rule, rows)) {
          if (event.kind === 'recovery') {
            expect(open).not.toBeNull();
            open = null;
          } else if (event.again) {
            expect(rule.of).not.toBe('below');
            expect(event.now.value).toBeLessThan(open?.low ?? 0);
            open = { from: event.from.value, low: event.now.value };
          } else {
            expect(open).toBeNull();
            open = { from: event.from.value, low: event.now.value };
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('never tells of flapping that is smaller than the rule', () => {
    const flapping = fc.array(fc.tuple(gaps, fc.double({ min: -0.3, max: 0.3, noNaN: true })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(flapping, (steps) => {
        const rows = steps.map(([, noise], n) => {
          const hour = steps.slice(0, n + 1).reduce((sum, [gap]) => sum + gap, 0);
          return { hour, value: 65 + noise };
        });
        expect(told(drop(1), rows)).toEqual([]);
      }),
    );
  });
});
