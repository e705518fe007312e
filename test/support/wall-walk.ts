/** Days on which something is due: by local date (`month` 1 to 12), its weekday 1 (Monday) to 7 and the month's length. */
export type OnDay = (date: { day: number; weekday: number; length: number }) => boolean;

const MINUTE = 60_000;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * When a wall time comes in a zone, found by looking at the clock on the wall every minute: the first minute of each such
 * day that shows the time or a later one. `Intl` alone, so that it shares no idea with what it checks.
 */
export function wallWalk(zone: string, from: Date, to: Date, time: string, onDay: OnDay): string[] {
  const clock = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hourCycle: 'h23', weekday: 'short' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  const wall = /^(?<weekday>\w{3}),? (?<day>\d\d)\/(?<month>\d\d)\/(?<year>\d{4}),? (?<time>\d\d:\d\d)$/u;
  const found: string[] = [];
  let reached = '';
  for (let at = from.getTime(); at < to.getTime(); at += MINUTE) {
    const shown = wall.exec(clock.format(at))?.groups;
    if (shown === undefined) throw new Error(`a clock that nobody can read: ${clock.format(at)}`);
    const date = `${shown.year}-${shown.month}-${shown.day}`;
    if (date === reached || (shown.time ?? '') < time) continue;
    reached = date;
    const length = new Date(Date.UTC(Number(shown.year), Number(shown.month), 0)).getUTCDate();
    const weekday = WEEKDAYS.indexOf(shown.weekday ?? '') + 1;
    if (onDay({ day: Number(shown.day), weekday, length })) found.push(new Date(at).toISOString());
  }
  // A day that had begun before is nobody's.
  return found.filter((moment) => moment !== from.toISOString());
}
