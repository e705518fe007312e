import { byName } from './names.ts';
import type { Scope } from './scope.ts';

/** One subscription or connector at two moments. Percentages 0 to 100; null: no score is known then. */
export type AtBoth = { scope: Scope; before: number | null; after: number | null };

/** `percentage` (0 to 100) at the later moment, `change` in percentage points since the earlier one. */
export type Mover = { scope: Scope; percentage: number; change: number };

/** Largest change first, then by name. */
export type Movers = { rose: Mover[]; fell: Mover[]; unmoved: number };

/** What two divisions may differ by that mean the same number, in percentage points. */
const NOISE = 1e-9;

/** Who rose and who fell. Those without a score at either moment are neither, and did not stay where they were. */
export function moversAmong(all: readonly AtBoth[]): Movers {
  const known = all.flatMap(({ scope, before, after }): Mover[] =>
    before === null || after === null ? [] : [{ scope, percentage: after, change: after - before }],
  );
  const moved = known.filter(({ change }) => Math.abs(change) > NOISE).sort(largestFirst);
  return {
    rose: moved.filter(({ change }) => change > 0),
    fell: moved.filter(({ change }) => change < 0),
    unmoved: known.length - moved.length,
  };
}

/** By size, whichever way, then by name; equal changes stay equal whatever numbers they come from. */
export function largestFirst(a: Mover, b: Mover): number {
  const difference = Math.abs(b.change) - Math.abs(a.change);
  return Math.abs(difference) > NOISE ? difference : byName(a.scope, b.scope);
}
