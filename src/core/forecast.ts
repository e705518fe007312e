import type { Sample } from './stretches.ts';
import { DAY } from './time.ts';

/** Percent, 0 to 100. Eight of ten times a score that goes on as it did ends up from `low` to `high`. */
export type Range = { low: number; expected: number; high: number };

/**
 * `short`: less than four weeks are known, or too few readings; `gaps`: more of the time is missing than known;
 * `too-far`: further ahead than history goes back; `vague`: the range would be so wide that it tells nothing.
 */
export type NoForecast = 'short' | 'gaps' | 'too-far' | 'vague';

/** `pace`: percentage points a day that history had; null where it is too short or too broken to say. */
export type Forecast = { pace: number | null; days: number } & (
  | ({ kind: 'range' } & Range)
  | { kind: 'cannot-say'; why: NoForecast }
);

/** Readings closer than this are one: Azure recalculates up to three times a day, and their jitter is no trend. */
const APART = 20 * 3_600_000;
const SHORTEST_DAYS = 28;
const FEWEST_STEPS = 4;
/** Longer than this many usual steps is a gap. */
const GAP = 3;
/** Percentage points between low and high beyond which a range tells nothing. */
const WIDEST = 25;
/** Standard deviations to both sides that hold 80 % of a normal distribution. */
const EIGHT_OF_TEN = 1.2816;

/** From one reading to the next: `days` apart, `change` in percentage points. */
type Step = { days: number; change: number };

/**
 * Where a score will be at `due`, from what it did: a random walk with drift, which fits a value that stands still and
 * jumps. The drift is the mean change a day, `σ²` the variance of what single steps add to it, and after `h` days the
 * error is `σ·√(h·(1 + h/T))` with `T` days of history (Hyndman and Athanasopoulos, "Forecasting: Principles and
 * Practice", 3rd edition, 5.2 and 5.5, the drift method; steps of unequal length by their share, as in Brownian motion).
 * `leftOut`: moments whose step counts for nothing, because something other than this tenant moved the score.
 * The samples may come in any order; only the time between them counts, never a calendar.
 */
export function forecast(samples: readonly Sample[], due: Date, leftOut: readonly string[] = []): Forecast {
  const read = spaced(samples);
  const last = read.at(-1);
  const steps = stepsOf(read, leftOut);
  const days = steps.reduce((sum, step) => sum + step.days, 0);
  const unsure = (why: NoForecast, pace: number | null): Forecast => ({
    kind: 'cannot-say',
    why,
    pace,
    days,
  });
  if (last === undefined || days < SHORTEST_DAYS || steps.length < FEWEST_STEPS) return unsure('short', null);
  if (missing(steps) > days / 2) return unsure('gaps', null);
  const pace = steps.reduce((sum, step) => sum + step.change, 0) / days;
  const ahead = Math.max(0, (due.getTime() - Date.parse(last.at)) / DAY);
  if (ahead > days) return unsure('too-far', pace);
  const expected = last.percentage + pace * ahead;
  const error = EIGHT_OF_TEN * Math.sqrt(variance(steps, pace) * ahead * (1 + ahead / days));
  const range = {
    low: inside(expected - error),
    expected: inside(expected),
    high: inside(expected + error),
  };
  if (range.high - range.low > WIDEST) return unsure('vague', pace);
  return { kind: 'range', ...range, pace, days };
}

const inside = (percentage: number): number => Math.min(100, Math.max(0, percentage));

type Known = { at: string; percentage: number };

/** From the newest back, those far enough apart; oldest first. */
function spaced(samples: readonly Sample[]): Known[] {
  const known = samples
    .flatMap(({ at, percentage }) => (percentage === null ? [] : [{ at, percentage }]))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const kept: Known[] = [];
  for (const sample of known) {
    const newer = kept.at(-1);
    if (newer === undefined || Date.parse(newer.at) - Date.parse(sample.at) >= APART) kept.push(sample);
  }
  return kept.toReversed();
}

function stepsOf(read: readonly Known[], leftOut: readonly string[]): Step[] {
  const moments = leftOut.map((at) => Date.parse(at));
  return read.slice(1).flatMap((to, n) => {
    const from = read[n] ?? to;
    const [start, end] = [Date.parse(from.at), Date.parse(to.at)];
    if (moments.some((moment) => moment > start && moment <= end)) return [];
    return [{ days: (end - start) / DAY, change: to.percentage - from.percentage }];
  });
}

/** Days in steps that are gaps. */
function missing(steps: readonly Step[]): number {
  const lengths = steps.map(({ days }) => days).sort((a, b) => a - b);
  const usual = lengths[Math.floor((lengths.length - 1) / 2)] ?? 0;
  return lengths.filter((days) => days > GAP * usual).reduce((sum, days) => sum + days, 0);
}

/** Of the change a day, about its mean. */
function variance(steps: readonly Step[], pace: number): number {
  const squares = steps.reduce((sum, { days, change }) => sum + (change - pace * days) ** 2 / days, 0);
  return squares / (steps.length - 1);
}
