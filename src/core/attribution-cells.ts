import type { ControlState, NetFlow } from './explain.ts';
import type { ControlRow } from './snapshot.ts';
import { type Pair, type Part, ratesBetween } from './weighted-mean.ts';

/** By how much a control's counts moved. */
export type CountChange = { healthy: number; unhealthy: number };

/** One control's rows on both sides. */
export type Cells = { before: ControlRow | undefined; after: ControlRow | undefined };

/** What one more healthy or unhealthy resource did to the control's ratio: the mean of the one's 1 and the other's 0. */
export function perResource({ before, after }: Cells): { healthy: number; unhealthy: number } {
  const rates = ratesBetween(totalOf(before), totalOf(after));
  return { healthy: rates.ofWeight(1), unhealthy: rates.ofWeight(0) };
}

const totalOf = (row: ControlRow | undefined) => ({ weight: assessed(row), worth: row?.healthy ?? 0 });

/** What a flow does to the counts. A waived resource leaves them, a mitigated one counts as healthy. */
export function countsOf(flow: NetFlow, mitigated: boolean): CountChange {
  const before = mitigated && flow.cause === 'exemption-ended' ? asHealthy(flow.before) : flow.before;
  const after = mitigated && flow.cause === 'exempted' ? asHealthy(flow.after) : flow.after;
  return { healthy: is(after, 1) - is(before, 1), unhealthy: is(after, 2) - is(before, 2) };
}

const asHealthy = (state: ControlState): ControlState => (state === 0 ? 1 : state);
const is = (one: ControlState, other: ControlState) => (one === other ? 1 : 0);

/** A control of a subscription: its rows, and its part in the subscription's mean, null where it counts on neither side. */
export type Counted = { control: string; cells: Cells; pair: Pair | null };

/** Rows of both sides by their control. */
export function counted(before: readonly ControlRow[], after: readonly ControlRow[]): Counted[] {
  const cells = new Map<string, Cells>();
  for (const row of before) cells.set(row.control, { before: row, after: undefined });
  for (const row of after) {
    const found = cells.get(row.control);
    if (found === undefined) cells.set(row.control, { before: undefined, after: row });
    else found.after = row;
  }
  return Array.from(cells, ([control, own]) => ({ control, cells: own, pair: pairOf(own) }));
}

function pairOf({ before, after }: Cells): Pair | null {
  const pair = { before: countedPart(before), after: countedPart(after) };
  return pair.before === null && pair.after === null ? null : pair;
}

const countedPart = (row: ControlRow | undefined): Part | null =>
  row !== undefined && scores(row) ? { value: ratioOf(row), weight: row.max } : null;

export const assessed = (row: ControlRow | undefined) =>
  row === undefined ? 0 : row.healthy + row.unhealthy;
/** Whether a control is in the sums of its subscription. */
export const scores = (row: ControlRow) => row.max > 0 && assessed(row) > 0;
export const ratioOf = (row: ControlRow) => row.healthy / assessed(row);

export const countChange = ({ before, after }: Cells): CountChange => ({
  healthy: (after?.healthy ?? 0) - (before?.healthy ?? 0),
  unhealthy: (after?.unhealthy ?? 0) - (before?.unhealthy ?? 0),
});
