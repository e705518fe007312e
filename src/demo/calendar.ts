/** Part of every year: from `start` to before `end`, both `MM-DD`; a start after its end runs over New Year. */
export type Season = { start: string; end: string };

const HOUR = 3_600_000;

/** The moments of the demo's snapshots: 06:00 UTC daily for a year (365 or 366), the last at or before `now`. */
export function demoDays(now: Date): Date[] {
  const last = new Date(now.getTime() - 6 * HOUR);
  last.setUTCHours(6, 0, 0, 0);
  const next = new Date(last);
  next.setUTCFullYear(last.getUTCFullYear() - 1);
  const days: Date[] = [];
  for (next.setUTCDate(next.getUTCDate() + 1); next <= last; next.setUTCDate(next.getUTCDate() + 1)) {
    days.push(new Date(next));
  }
  return days;
}

/** Whether a day (`YYYY-MM-DD`) lies in the season. 02-29 has nothing of its own: it is as 02-28. */
export function inSeason({ start, end }: Season, day: string): boolean {
  const monthDay = day.slice(5);
  return start <= end ? start <= monthDay && monthDay < end : monthDay >= start || monthDay < end;
}

/** The day (`YYYY-MM-DD`) on which the season last began or ended, that day or before. */
export function lastTurn({ start, end }: Season, day: string): string {
  const [year, monthDay] = [day.slice(0, 4), day.slice(5)];
  const [first, second] = start < end ? [start, end] : [end, start];
  if (monthDay >= second) return `${year}-${second}`;
  if (monthDay >= first) return `${year}-${first}`;
  return `${String(Number(year) - 1).padStart(4, '0')}-${second}`;
}

/** Every `MM-DD` but 02-29, in order. */
export function daysOfYear(): string[] {
  return Array.from({ length: 365 }, (_, index) =>
    new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(5, 10),
  );
}
