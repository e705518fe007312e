/**
 * Rounds numbers to whole units so that they sum to `total` units, which is their sum as it is shown (what is lost in
 * binary would else decide a half): each goes down to its unit, and those that lost most get one back (the first of
 * equals first). Answers counts of units.
 */
export function largestRemainder(values: readonly number[], unit: number, total: number): number[] {
  const exact = values.map((value) => value / unit);
  const floors = exact.map(Math.floor);
  const missing = total - floors.reduce((sum, value) => sum + value, 0);
  const lost = exact
    .map((value, at) => ({ at, rest: value - (floors[at] ?? 0) }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  const raised = new Set(lost.slice(0, Math.max(0, missing)).map(({ at }) => at));
  return floors.map((floor, at) => floor + (raised.has(at) ? 1 : 0));
}
