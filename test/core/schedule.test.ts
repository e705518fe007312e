import { expect, test } from 'vitest';
import type { Schedule } from '../../src/core/order.ts';
import { lastRun, nextRun } from '../../src/core/schedule.ts';

const ZONES = [
  ...['Europe/Oslo', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/Santiago', 'UTC'],
  // Clocks change at midnight.
  'Africa/Cairo',
];
const MINUTE = 60_000;

type Wall = { day: string; weekday: number; last: boolean; hour: number; minute: number };

/** What the wall shows, by `Intl` alone. */
function wallIn(zone: string): (at: number) => Wall {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', weekday: 'short' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
    return {
      day: `${parts.year}-${parts.month}-${parts.day}`,
      weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? '') + 1,
      last: day === new Date(Date.UTC(year, month, 0)).getUTCDate(),
      hour: Number(parts.hour),
      minute: Number(parts.minute),
    };
  };
}

/** Every minute is looked up once, for all schedules. */
function remembered(zone: string): (at: number) => Wall {
  const wall = wallIn(zone);
  const known = new Map<number, Wall>();
  return (at) => known.get(at) ?? known.set(at, wall(at)).get(at) ?? wall(at);
}

function isDay(schedule: Schedule, { day, weekday, last }: Wall): boolean {
  if (schedule.every === 'day') return true;
  if (schedule.every === 'week') return weekday === schedule.day;
  const number = Number(day.slice(8));
  return number === schedule.day || (last && number < schedule.day);
}

/** Every time at which it is due, by a walk of the wall clock from minute to minute. */
function walked(schedule: Schedule, wall: (at: number) => Wall, from: number, to: number): number[] {
  const wanted = schedule.hour * 60 + schedule.minute;
  const done = new Set<string>();
  const found: number[] = [];
  let before = wall(from - MINUTE);
  for (let at = from; at < to; at += MINUTE) {
    const now = wall(at);
    const minutes = now.hour * 60 + now.minute;
    // A new day begins before any of its minutes; a gap that swallows a time ends at the first minute after it.
    const reached =
      now.day === before.day
        ? before.hour * 60 + before.minute < wanted && minutes >= wanted
        : minutes >= wanted;
    if (reached && isDay(schedule, now) && !done.has(now.day)) {
      done.add(now.day);
      found.push(at);
    }
    before = now;
  }
  return found;
}

function scheduled(schedule: Schedule, from: number, to: number): number[] {
  const found: number[] = [];
  for (let at = nextRun(schedule, new Date(from - 1)); at.getTime() < to; at = nextRun(schedule, at)) {
    found.push(at.getTime());
  }
  return found;
}

const TIMES = [
  ...([
    [9, 0],
    [2, 30],
    [2, 15],
    [0, 0],
    [0, 30],
    [1, 45],
    [23, 59],
    [3, 0],
  ] as const),
];

/** The days around each change of the clocks of a year, where it can go wrong. */
function changes(zone: string, year: number): number[] {
  const offset = (at: number) => {
    const { day, hour, minute } = wallIn(zone)(at);
    return Date.parse(`${day}T00:00:00Z`) + (hour * 60 + minute) * MINUTE - at;
  };
  const days = Array.from({ length: 366 }, (_, day) => Date.UTC(year, 0, 1 + day));
  return days.filter((at) => offset(at) !== offset(at + 86_400_000));
}

test.each(ZONES)('daily in %s is due when the wall shows it, over every change of its clocks', (zone) => {
  let compared = 0;
  const wall = remembered(zone);
  for (const change of [Date.UTC(2026, 5, 1), ...changes(zone, 2026)]) {
    for (const [hour, minute] of TIMES) {
      const schedule: Schedule = { every: 'day', hour, minute, zone };
      const [from, to] = [change - 2 * 86_400_000, change + 3 * 86_400_000];
      const due = scheduled(schedule, from, to).filter((at) => at >= from);
      expect(due.map(iso), `${hour}:${minute}`).toEqual(walked(schedule, wall, from, to).map(iso));
      compared += due.length;
    }
  }
  expect(compared).toBeGreaterThan(30);
});

const iso = (at: number) => new Date(at).toISOString();

test.each(ZONES.slice(0, 4))(
  'weekly and monthly in %s are due when the wall shows it, over an autumn',
  (zone) => {
    const [from, to] = [Date.UTC(2026, 8, 25), Date.UTC(2026, 11, 2)];
    const wall = remembered(zone);
    const rules: Schedule[] = [
      { every: 'week', day: 7, hour: 2, minute: 30, zone },
      { every: 'month', day: 31, hour: 9, minute: 0, zone },
    ];
    for (const schedule of rules) {
      expect(scheduled(schedule, from, to).map(iso)).toEqual(walked(schedule, wall, from, to).map(iso));
    }
  },
);

test('the newest time that has been is the one after which the next comes', () => {
  for (const zone of ZONES) {
    for (const every of [{ every: 'day' }, { every: 'week', day: 3 }, { every: 'month', day: 31 }] as const) {
      const schedule: Schedule = { ...every, hour: 2, minute: 30, zone };
      for (let day = 0; day < 400; day += 7) {
        const now = new Date(Date.UTC(2026, 0, 1 + day, 13, day % 60));
        const last = lastRun(schedule, now);
        expect(last.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(nextRun(schedule, last).getTime()).toBeGreaterThan(now.getTime());
        expect(nextRun(schedule, new Date(last.getTime() - 1))).toEqual(last);
      }
    }
  }
});
