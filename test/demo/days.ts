const DAY = 86_400_000;

/** The day before a day, both `YYYY-MM-DD`. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(day) - DAY).toISOString().slice(0, 10);
}

/** Every day of a year. */
export function daysOf(year: number): string[] {
  const start = Date.UTC(year, 0, 1);
  const count = (Date.UTC(year + 1, 0, 1) - start) / DAY;
  return Array.from({ length: count }, (_, index) =>
    new Date(start + index * DAY).toISOString().slice(0, 10),
  );
}
