import type { ScoreEvent } from '../core/events.ts';
import { parts } from './format.ts';

/** Dated marks below a chart: `30 Jun, for everybody: more than 200 AWS and GCP recommendations began to count.` */
export const eventNotes = (events: readonly ScoreEvent[], now: string): string[] =>
  events.map(({ at, what }) => `${dayWords(at, now)}, for everybody: ${what}.`);

/** `30 Jun`, with its year where that is not the present one. Microsoft names days, not moments. */
function dayWords(day: string, now: string): string {
  const of = parts(day, null);
  if (of === null) return 'at an unknown time';
  const year = of.year === parts(now, null)?.year ? '' : ` ${of.year}`;
  return `${of.day} ${of.month}${year}`;
}
