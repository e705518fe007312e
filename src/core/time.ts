import { UserError } from './errors.ts';

/** 24 hours in milliseconds; a day of the calendar may be longer or shorter. */
export const DAY = 86_400_000;

const ISO = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** A moment in ISO 8601; a date alone is its 00:00 UTC, a time without an offset is UTC. Throws a `UserError`. */
export function parseInstant(text: string): Date {
  const parts = ISO.exec(text.trim());
  const [, day = '', minutes = '00:00', seconds = ':00', zone = 'Z'] = parts ?? [];
  const moment = new Date(`${day}T${minutes}${seconds}${zone}`);
  if (parts === null || Number.isNaN(moment.getTime()) || !isRealDay(day)) {
    throw new UserError(`"${text}" is no time. Write it as 2026-03-01 or 2026-03-01T09:00:00Z.`);
  }
  return moment;
}

/** JavaScript rolls 30 February over into March. */
const isRealDay = (day: string): boolean => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
