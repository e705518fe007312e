import { extremes, type Stretch } from '../core/stretches.ts';
import { parts } from './format.ts';

/** Whole percents around the values, with room above and below, so that a small move does not look like a fall. */
export function axisOf(
  stretches: readonly Stretch[],
  target: number | null = null,
): { yMin: number; yMax: number } {
  const { lowest, highest } = extremes(stretches.flat());
  const drawn = target === null ? [] : [target];
  const low = Math.min(lowest?.percentage ?? 0, ...drawn);
  const high = Math.max(highest?.percentage ?? 100, ...drawn);
  const room = Math.max(1, (high - low) / 5);
  return { yMin: Math.max(0, Math.floor(low - room)), yMax: Math.min(100, Math.ceil(high + room)) };
}

type Label = (at: NonNullable<ReturnType<typeof parts>>) => string;
const LABELS: readonly Label[] = [
  ({ day, month }) => `${day} ${month}`,
  ({ day, month, year }) => `${day} ${month} ${year.slice(2)}`,
  ({ day, month, hour, minute }) => `${day} ${month} ${hour}:${minute}`,
  ({ day, month, year, hour, minute }) => `${day} ${month} ${year.slice(2)} ${hour}:${minute}`,
];

/**
 * Moments along an axis, as short as they can be and yet all different: `24 Oct`, `24 Oct 26`, `24 Oct 06:00`,
 * `24 Oct 26 06:00`, the last with a number where a clock was turned back. At most 20 characters.
 */
export function formatLabels(moments: readonly string[], zone: string | null): string[] {
  const all = moments.map((at) => parts(at, zone));
  const written = (label: Label) => all.map((at) => (at === null ? 'unknown' : label(at)));
  const found = LABELS.map(written);
  const different = found.find((labels) => new Set(labels).size === labels.length);
  return different ?? numbered(found.at(-1) ?? []);
}

function numbered(labels: readonly string[]): string[] {
  const uses = new Map<string, number>();
  return labels.map((label) => {
    const use = (uses.get(label) ?? 0) + 1;
    uses.set(label, use);
    return use === 1 ? label : `${label} (${use})`;
  });
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DD` in a zone. */
export function isoDay(at: string, zone: string | null): string {
  const timeZone = zone ?? 'UTC';
  const known = calendars.get(timeZone);
  const calendar =
    known ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(timeZone, calendar);
  return calendar.format(new Date(at));
}
