import { Temporal } from 'temporal-polyfill';
import { UserError } from './errors.ts';

/**
 * A moment as a person says it, not yet tied to a clock or a zone. `ago` is that long before now (an hour is 3600 s, a
 * day 24 hours; months go back by the calendar); every other kind is a day, and means its 00:00.
 */
export type When = { text: string } & (
  | { kind: 'ago'; hours: number; months: number }
  | { kind: 'instant'; at: Date }
  | { kind: 'date'; date: { year: number; month: number; day: number } }
  /** The newest such day that has begun; without `day` the first of the month. */
  | { kind: 'month'; month: number; day: number | null }
  /** 1 (Monday) to 7. The newest one before today: who means today says so. */
  | { kind: 'weekday'; weekday: number }
  | { kind: 'start'; of: 'day' | 'week' | 'month' | 'year' }
);

/**
 * When that was, in an IANA zone. Throws a `UserError` where it is still to come, or before 1970. A day that has no
 * 00:00, because clocks went forward then, begins at its first instant.
 */
export function resolveWhen(when: When, now: Date, zone: string): Date {
  const found = momentOf(when, now, zone);
  if (found.getTime() > now.getTime()) throw ahead(when);
  return found;
}

function momentOf(when: When, now: Date, zone: string): Date {
  if (when.kind === 'instant') return when.at;
  if (when.kind !== 'ago') return dayStart(firstDay(when, now, zone), zone);
  return dated(zonedAt(now, zone).subtract({ months: when.months }).subtract({ hours: when.hours }));
}

/** The day that it names or falls on. */
export function firstDay(when: When, now: Date, zone: string): Temporal.PlainDate {
  const today = zonedAt(now, zone).toPlainDate();
  switch (when.kind) {
    case 'ago':
    case 'instant':
      return zonedAt(momentOf(when, now, zone), zone).toPlainDate();
    case 'date':
      return Temporal.PlainDate.from(when.date);
    case 'weekday':
      return today.subtract({ days: ((today.dayOfWeek - when.weekday + 6) % 7) + 1 });
    case 'month':
      return newest(when.month, when.day ?? 1, today);
    case 'start':
      return startOf(when.of, today);
  }
}

/** The last day of what it names: of a month without a day the month's last, or today where that is still going on. */
export function lastDay(when: When, now: Date, zone: string): Temporal.PlainDate {
  const first = firstDay(when, now, zone);
  if (when.kind !== 'month' || when.day !== null) return first;
  const today = zonedAt(now, zone).toPlainDate();
  const last = first.with({ day: first.daysInMonth });
  return Temporal.PlainDate.compare(last, today) > 0 ? today : last;
}

/** 29 February is there in some years only. */
function newest(month: number, day: number, today: Temporal.PlainDate): Temporal.PlainDate {
  for (let year = today.year; ; year -= 1) {
    if (day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth) continue;
    const found = Temporal.PlainDate.from({ year, month, day });
    if (Temporal.PlainDate.compare(found, today) <= 0) return found;
  }
}

function startOf(unit: 'day' | 'week' | 'month' | 'year', today: Temporal.PlainDate): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return today;
    case 'week':
      return today.subtract({ days: today.dayOfWeek - 1 });
    case 'month':
      return today.with({ day: 1 });
    case 'year':
      return today.with({ month: 1, day: 1 });
  }
}

const zonedAt = (moment: Date, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone);

const dated = (moment: Temporal.ZonedDateTime): Date => checked(new Date(moment.epochMilliseconds));

/** 00:00 of a day in a zone. */
export const dayStart = (day: Temporal.PlainDate, zone: string): Date => dated(day.toZonedDateTime(zone));

function checked(moment: Date): Date {
  if (moment.getTime() >= 0) return moment;
  throw new UserError('That goes back further than any history. Try 3 months, or 2026-03-01.');
}

export const ahead = ({ text }: Pick<When, 'text'>): UserError =>
  new UserError(`"${text}" is still to come. Name a time that has been, such as 7d, monday or 2026-03-01.`);
