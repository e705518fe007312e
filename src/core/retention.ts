import { Temporal } from 'temporal-polyfill';

/**
 * From here on history is kept. `keep`: an ISO 8601 duration, by the calendar (UTC). It moves once a day, so that the
 * old end is looked for once a day and not with every snapshot: up to a day more than `keep` is there.
 */
export function historyCut(now: Date, keep: string): Date {
  const moment = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('UTC');
  return new Date(moment.subtract(keep).startOfDay().epochMilliseconds);
}
