import type { ControlState, NetFlow } from './explain.ts';
import type { ControlRow } from './snapshot.ts';
import { type Pair, type Part, ratesOf } from './weighted-mean.ts';

/** By how much a control's counts moved. */
export type CountChange = { healthy: number; unhealthy: number };

/** One control's rows on both sides. */
export type Cells = { before: ControlRow | undefined; after: ControlRow | undefined };

/** What one more healthy or unhealthy resource did to the control's ratio. */
export function perResource({ before, after }: Cells): { healthy: number; unhealthy: number } {
  const count = (value: number, of: (row: ControlRow) => number): Pair => ({
    before: { value, weight: before === undefined ? 0 : of(before) },
    after: { value, weight: after === undefined ? 0 : of(after) },
  });
  const rates = ratesOf([count(1, (row) => row.healthy), count(0, (row) => row.unhealthy)]);
  return { healthy: rates.ofWeight(1), unhealthy: rates.ofWeight(0) };
}

/** What a flow does to the counts. A waived resource leaves them, a mitigated one counts as healthy. */
export function countsOf(flow: NetFlow, mitigated: boolean): CountChange {
  const exempt = (state: ControlState): ControlState => (mitigated && state === 0 ? 1 : state);
  const before = flow.cause === 'exemption-ended' ? exempt(flow.before) : flow.before;
  const after = flow.cause === 'exempted' ? exempt(flow.after) : flow.after;
  const is = (one: ControlState, other: ControlState) => (one === other ? 1 : 0);
  return { healthy: is(after, 1) - is(before, 1), unhealthy: is(after, 2) - is(before, 2) };
}

/** Rows of both sides by their control. */
export function paired(before: readonly ControlRow[], after: readonly ControlRow[]): Map<string, Cells> {
  const [old, now] = [before, after].map((rows) => new Map(rows.map((row) => [row.control, row])));
  const ids = new Set([...before, ...after].map((row) => row.control));
  return new Map([...ids].map((id) => [id, { before: old?.get(id), after: now?.get(id) }]));
}

/** A control as an item of its subscription's mean; null where it counts on neither side. */
export function pairOf({ before, after }: Cells): Pair | null {
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
