/** A value at a moment (ISO 8601 UTC); null is unknown. */
export type Sample = { at: string; percentage: number | null };
/** One that is known. */
export type Known = { at: string; percentage: number };
/** Known samples, oldest first, between which nothing was missed. */
export type Stretch = readonly Known[];

/** Longer than this many usual intervals, and something was missed. */
const GAP = 3;

/** The unbroken stretches of a series, oldest first: an unknown value ends one, and so does a gap. */
export function stretchesOf(samples: readonly Sample[]): Stretch[] {
  const longest = GAP * usualInterval(samples);
  const stretches: Known[][] = [];
  let before: Sample | undefined;
  for (const { at, percentage } of samples) {
    const last = stretches.at(-1);
    const gap = before === undefined || Date.parse(at) - Date.parse(before.at) > longest;
    if (percentage !== null) {
      if (last === undefined || gap || before?.percentage === null) stretches.push([{ at, percentage }]);
      else last.push({ at, percentage });
    }
    before = { at, percentage };
  }
  return stretches;
}

/** The median time between two samples, the shorter of the two in the middle; in milliseconds. */
export function usualInterval(samples: readonly Pick<Sample, 'at'>[]): number {
  const times = samples.map(({ at }) => Date.parse(at));
  const between = times
    .slice(1)
    .map((time, n) => time - (times[n] ?? time))
    .sort((a, b) => a - b);
  return between[Math.floor((between.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
}

/**
 * At most `most` samples (4 or more) of all stretches together, for display: the first, the last, the lowest and the
 * highest of them always stay, then the ends of the stretches, then evenly among the rest. Breaks stay breaks.
 */
export function thinned(stretches: readonly Stretch[], most: number): Stretch[] {
  const all = stretches.flat();
  if (all.length <= most) return [...stretches];
  const ends = [...stretches].sort((a, b) => b.length - a.length).flatMap(endsOf);
  const even = Array.from({ length: most }, (_, n) => all[Math.round((n * (all.length - 1)) / (most - 1))]);
  const kept = new Set<Known>();
  for (const sample of [...outermost(all), ...ends.slice(0, most / 2), ...even]) {
    if (sample !== undefined && kept.size < most) kept.add(sample);
  }
  return stretches.map((of) => of.filter((sample) => kept.has(sample))).filter((of) => of.length > 0);
}

const endsOf = (of: Stretch) => [of[0], of.at(-1)];

function outermost(all: readonly Known[]): (Known | undefined)[] {
  const { lowest, highest } = extremes(all);
  return [all[0], all.at(-1), lowest, highest];
}

/** The lowest and the highest, the newest of equals. */
export function extremes(all: readonly Known[]): { lowest: Known | undefined; highest: Known | undefined } {
  let [lowest, highest] = [all[0], all[0]];
  for (const sample of all) {
    if (lowest === undefined || sample.percentage <= lowest.percentage) lowest = sample;
    if (highest === undefined || sample.percentage >= highest.percentage) highest = sample;
  }
  return { lowest, highest };
}
