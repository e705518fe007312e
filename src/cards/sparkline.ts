import { extremes, type Known, type Stretch, thinned } from '../core/stretches.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const LONGEST = 30;
/** A gap is as wide as it would be with bars, up to this. */
const WIDEST_GAP = 6;

/** Percentage points from the lowest bar to the highest, at least: what hardly moved looks as if it hardly had. */
const LEAST_RANGE = 2;

/**
 * A line of bars from the lowest to the highest value, or over 2 percentage points around them where that is more, with
 * spaces for gaps: `▁▂▃ ▇█`. Empty without values.
 */
export function sparkline(stretches: readonly Stretch[]): string {
  const shown = thinned(stretches, LONGEST);
  const { lowest, highest } = extremes(shown.flat());
  if (lowest === undefined || highest === undefined) return '';
  const range = highest.percentage - lowest.percentage;
  const middle = lowest.percentage + range / 2;
  const bar = (value: number) =>
    range < LEAST_RANGE
      ? Math.round(3 + (7 * (value - middle)) / LEAST_RANGE)
      : Math.round((7 * (value - lowest.percentage)) / range);
  const step = stepOf(shown);
  return shown
    .map(
      (of, n) => space(shown[n - 1], of, step) + of.map(({ percentage }) => BARS[bar(percentage)]).join(''),
    )
    .join('');
}

/** What one bar stands for, in milliseconds; where every stretch is a single bar, nothing says. */
function stepOf(shown: readonly Stretch[]): number {
  const steps = shown.flat().length - shown.length;
  const time = shown.reduce((total, of) => total + between(of[0], of.at(-1)), 0);
  return steps > 0 ? time / steps : Number.POSITIVE_INFINITY;
}

const between = (from: Known | undefined, to: Known | undefined): number =>
  from === undefined || to === undefined ? 0 : Date.parse(to.at) - Date.parse(from.at);

function space(before: Stretch | undefined, after: Stretch, step: number): string {
  if (before === undefined) return '';
  const wide = Math.round(between(before.at(-1), after[0]) / step) - 1;
  return ' '.repeat(Math.min(WIDEST_GAP, Math.max(1, wide)));
}
