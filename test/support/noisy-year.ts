/** A true drop in hours since the start of the year: begun, complete, and gone again. */
export type Fall = { start: number; settled: number; end: number };

const HOURS = 365 * 24;
const FLAPPING = 0.3;
/** Azure recalculates a control about every 8 hours. */
const RECALCULATION = 8;

/**
 * A score every hour, as Azure would recalculate it: it flaps by 0.3 pp, now and then a half-done recalculation shows a
 * fall that is gone with the next one, some falls stay below 5 pp, and some are true: of 6 pp at least, for days.
 */
export function hourlyYear(seed: number): { readings: number[]; falls: Fall[] } {
  const random = generator(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const lost = new Float64Array(HOURS);
  const lose = (from: number, to: number, points: number) => {
    for (let hour = from; hour < Math.min(to, HOURS); hour += 1) lost[hour] = (lost[hour] ?? 0) + points;
  };
  const falls: Fall[] = [];
  for (let hour = 100; hour < HOURS - 1_500; hour += Math.round(between(1_000, 1_600))) {
    const start = hour;
    const size = between(6, 18);
    // The first recalculation sees a part of it only, which is no drop by itself.
    const settled = start + RECALCULATION;
    const end = settled + Math.round(between(72, 500));
    lose(start, settled, between(1, 4.3));
    lose(settled, end, size);
    falls.push({ start, settled, end });
  }
  const quiet = (from: number, to: number) =>
    falls.every(({ start, end }) => to < start - 48 || from > end + 48);
  for (let n = 0; n < 60; n += 1) {
    const from = Math.round(between(48, HOURS - 400));
    const spurious = n % 3 !== 0;
    const to = from + (spurious ? Math.round(between(1, RECALCULATION - 1)) : Math.round(between(24, 300)));
    if (!quiet(from - 48, to + 48) || lost.subarray(from - 48, to + 48).some((points) => points > 0))
      continue;
    lose(from, to, spurious ? between(5.7, 9.4) : between(1, 4.3));
  }
  const readings: number[] = [];
  for (let hour = 0, flap = 0; hour < HOURS; hour += 1) {
    if (hour % RECALCULATION === 0) flap = random() < 0.5 ? 0 : -FLAPPING;
    readings.push(70 + flap - (lost[hour] ?? 0));
  }
  return { readings, falls };
}

/** Mulberry32: the same numbers for the same seed. From 0 to below 1. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
