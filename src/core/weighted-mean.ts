/** One item of a mean on one side of a change: its value and its weight, in any unit. */
export type Part = { value: number; weight: number };
/** An item before and after; null where it is not there. At least one side is. */
export type Pair = { before: Part | null; after: Part | null };

/**
 * What a unit of weight and a unit of value did to a mean while all of its weights went along the straight line from
 * before to after. `ofWeight(value)` is the change of the mean for each unit of weight that an item of that value
 * gained; `ofValue(pair)` the change for each unit by which that item's value grew.
 */
export type Rates = { ofWeight(value: number): number; ofValue(pair: Pair): number };

/** Below this relative change of the total weight the logarithm loses more digits than its series. */
const SMALL = 1e-4;

/**
 * Splits the change of `Σ value·weight / Σ weight` exactly: over all items
 * `Σ ofValue·Δvalue + Σ ofWeight(mid value)·Δweight` is the change. Values take the mean of both shares (two-player
 * Shapley), weights the Aumann-Shapley integral along the line, in closed form:
 * `∂/∂w = value · J1 − J2` with `J1 = ln(M¹/M⁰)/ΔM` and
 * `J2 = (ΔN/ΔM)·J1 + (N⁰ − ΔN·M⁰/ΔM)/(M⁰·M¹)`, `M` the total weight, `N` the total of mid value times weight.
 * Both totals must be above 0.
 */
export function ratesOf(items: readonly Pair[]): Rates {
  return ratesBetween(
    {
      weight: total(items, (item) => item.before?.weight ?? 0),
      worth: total(items, (item) => midValue(item) * (item.before?.weight ?? 0)),
    },
    {
      weight: total(items, (item) => item.after?.weight ?? 0),
      worth: total(items, (item) => midValue(item) * (item.after?.weight ?? 0)),
    },
  );
}

/** All items of one side: `weight` is their `M`, `worth` their `N`. */
type Total = { weight: number; worth: number };

/** The same, of totals. */
export function ratesBetween({ weight: m0, worth: n0 }: Total, { weight: m1, worth: n1 }: Total): Rates {
  const { j1, j2 } = integrals(m0, m1, n0, n1);
  return {
    ofWeight: (value) => value * j1 - j2,
    ofValue: ({ before, after }) => ((before?.weight ?? 0) / m0 + (after?.weight ?? 0) / m1) / 2,
  };
}

/** The value with which an item's weight is counted; one that is there on one side only keeps its value. */
export function midValue({ before, after }: Pair): number {
  if (before === null) return after?.value ?? 0;
  return after === null ? before.value : (before.value + after.value) / 2;
}

/** What an item's weight did to the mean; 0 where the weight stayed. */
export function byWeight(rates: Rates, item: Pair): number {
  const change = (item.after?.weight ?? 0) - (item.before?.weight ?? 0);
  return change === 0 ? 0 : change * rates.ofWeight(midValue(item));
}

function integrals(m0: number, m1: number, n0: number, n1: number): { j1: number; j2: number } {
  const dm = m1 - m0;
  const dn = n1 - n0;
  const r = dm / m0;
  if (Math.abs(r) < SMALL) {
    const j1 = (1 - r / 2 + (r * r) / 3) / m0;
    return { j1, j2: (n0 / (1 + r) + dn * (1 / 2 - (2 * r) / 3 + (3 * r * r) / 4)) / (m0 * m0) };
  }
  const j1 = Math.log1p(r) / dm;
  return { j1, j2: (dn / dm) * j1 + (n0 - (dn * m0) / dm) / (m0 * m1) };
}

function total(items: readonly Pair[], of: (item: Pair) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
