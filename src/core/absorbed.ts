import type { Moves } from './attribution.ts';
import { type CountChange, countsOf } from './attribution-cells.ts';
import type { Log, Range } from './diff.ts';
import { inside } from './diff-cause.ts';
import type { ControlState, NetFlow } from './explain.ts';

/** A control's counts as Azure's row had them from a snapshot on. */
export type CountsAt = { snapshot: number; healthy: number; unhealthy: number };

type Asked = { subscription: string; control: string; change: CountChange };

/**
 * Which moves of its resources a control's counts have taken in. Azure recalculates a control every 8 hours, and tells
 * of its assessments sooner: of what it has not taken in before, the longest beginning, in the order of snapshots, whose
 * flows come to the change of the counts. `carried`: snapshots after which nothing was taken in yet, up to `range.from`.
 */
export function movesIn(
  log: Log,
  { subscription, control, change }: { subscription: string; control: string; change: CountChange | null },
  window: { carried: number; from: number; to: number },
): Omit<Moves, 'idle'> {
  const whole = { from: window.carried, to: window.to };
  const net = (from: number, to: number) => log.net(subscription, control, { from, to });
  if (change === null) return { absorbed: [], pending: net(whole.from, whole.to), mitigated: false };
  const found = closing(log, { subscription, control, change }, whole);
  if (found !== null) {
    const absorbed = found.flows ?? net(whole.from, found.to);
    return { absorbed, pending: net(found.to, whole.to), mitigated: found.mitigated };
  }
  return {
    absorbed: net(window.from, window.to),
    pending: net(window.carried, window.from),
    mitigated: false,
  };
}

/**
 * After which snapshot a control has taken in nothing, as of `to`: its rows since `from` are gone through as a question
 * at each of them would have. `rows` in order, the first as of `from` unless there was none yet.
 */
export function carriedFrom(
  log: Log,
  asked: Pick<Asked, 'subscription' | 'control'>,
  rows: readonly CountsAt[],
  { from, to }: { from: number; to: number },
): number {
  let start = from;
  // Without a row before it the control, or all of its subscription, is new.
  let old = { healthy: 0, unhealthy: 0 };
  for (const row of rows) {
    const change = { healthy: row.healthy - old.healthy, unhealthy: row.unhealthy - old.unhealthy };
    old = row;
    if (row.snapshot <= from || row.snapshot > to) continue;
    if (change.healthy === 0 && change.unhealthy === 0) continue;
    start = closing(log, { ...asked, change }, { from: start, to: row.snapshot })?.to ?? row.snapshot;
  }
  // What changed no state before the first flow is nobody's business afterwards.
  const first = log.flows(asked.subscription, asked.control).find(({ snapshot }) => snapshot > start);
  return Math.min(first === undefined ? to : first.snapshot - 1, to);
}

/** `flows`: where they had to be worked out to find it. */
type Closing = { to: number; mitigated: boolean; flows: NetFlow[] | null };

/**
 * The longest beginning of a range whose flows come to the change: waived exemptions first, then mitigated ones. Each
 * step of a resource begins where its last one ended, so steps come to what their net flows come to.
 */
function closing(log: Log, { subscription, control, change }: Asked, range: Range): Closing | null {
  const steps = log.flows(subscription, control).filter((step) => inside(range, step));
  const left = { healthy: 0, unhealthy: 0 };
  for (const step of steps) count(left, step, 1);
  for (let end = steps.length; ; ) {
    const to = steps[end - 1]?.snapshot ?? range.from;
    if (equals(left, change)) return { to, mitigated: false, flows: null };
    // An exemption of either kind takes an unhealthy one away, so only the healthy ones may differ.
    if (left.unhealthy === change.unhealthy) {
      const flows = log.net(subscription, control, { from: range.from, to });
      if (equals(mitigatedSum(flows), change)) return { to, mitigated: true, flows };
    }
    if (end === 0) return null;
    for (let step = steps[end - 1]; step?.snapshot === to; step = steps[end - 1]) {
      count(left, step, -1);
      end -= 1;
    }
  }
}

type Turn = { before: ControlState; after: ControlState };

function count(total: CountChange, { before, after }: Turn, times: 1 | -1): void {
  total.healthy += times * (is(after, 1) - is(before, 1));
  total.unhealthy += times * (is(after, 2) - is(before, 2));
}

function mitigatedSum(flows: readonly NetFlow[]): CountChange {
  const total = { healthy: 0, unhealthy: 0 };
  for (const flow of flows) {
    const { healthy, unhealthy } = countsOf(flow, true);
    total.healthy += healthy;
    total.unhealthy += unhealthy;
  }
  return total;
}

const is = (one: ControlState, other: ControlState) => (one === other ? 1 : 0);
const equals = (one: CountChange, other: CountChange) =>
  one.healthy === other.healthy && one.unhealthy === other.unhealthy;
