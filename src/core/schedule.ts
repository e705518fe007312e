import { Temporal } from 'temporal-polyfill';
import type { Schedule } from './order.ts';
import { DAY } from './time.ts';

/**
 * The first time after `after` at which a schedule is due. A wall time that a clock change leaves out is the first
 * instant after it; one that comes twice is the earlier of the two.
 */
export function nextRun(schedule: Schedule, after: Date): Date {
  const { zone } = schedule;
  const from = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  // The day before, because a time that was left out at midnight is due on the next day.
  for (
    let day = firstFrom(schedule, from.subtract({ days: 1 }));
    ;
    day = firstFrom(schedule, day.add({ days: 1 }))
  ) {
    const due = instantOf(day, schedule);
    if (due > after.getTime()) return new Date(due);
  }
}

/** The newest time at or before `now` at which it was due. */
export function lastRun(schedule: Schedule, now: Date): Date {
  const span = { day: 2, week: 9, month: 33 }[schedule.every];
  let due = nextRun(schedule, new Date(now.getTime() - span * DAY));
  for (let next = due; next.getTime() <= now.getTime(); next = nextRun(schedule, next)) due = next;
  return due;
}

/** The first day of a schedule that is not before `day`. */
function firstFrom(schedule: Schedule, day: Temporal.PlainDate): Temporal.PlainDate {
  switch (schedule.every) {
    case 'day':
      return day;
    case 'week':
      return day.add({ days: (schedule.day - day.dayOfWeek + 7) % 7 });
    case 'month': {
      // Past the end of a month means its last day.
      const inThis = day.with({ day: schedule.day });
      if (Temporal.PlainDate.compare(inThis, day) >= 0) return inThis;
      return day.with({ day: 1 }).add({ months: 1 }).with({ day: schedule.day });
    }
  }
}

/** Milliseconds since 1970. */
function instantOf(day: Temporal.PlainDate, { hour, minute, zone }: Schedule): number {
  const wall = day.toPlainDateTime({ hour, minute });
  const due = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (due.toPlainDateTime().equals(wall)) return due.epochMilliseconds;
  const change = due.getTimeZoneTransition('next');
  if (change === null) throw new Error(`${zone} leaves out ${wall} without a change of its clocks`);
  return change.epochMilliseconds;
}
