/** A seeded stream of numbers (mulberry32), so that a history is always the same for its seed. */
export type Chance = {
  /** 0 to below 1. */
  next(): number;
  /** `least` to `most`, both included. */
  whole(least: number, most: number): number;
  often(part: number): boolean;
  /** One of them; undefined of none. */
  pick<T>(items: Iterable<T>): T | undefined;
};

export function createChance(seed: number): Chance {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    whole,
    often: (part) => next() < part,
    pick: (items) => {
      const all = [...items];
      return all[whole(0, all.length - 1)];
    },
  };
}
