import type { Moves } from './attribution.ts';
import { type CountChange, countsOf } from './attribution-cells.ts';
import type { FlowStep, Log } from './diff.ts';
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
  if (found !== null)
    return { absorbed: found.flows, pending: net(found.to, whole.to), mitigated: found.mitigated };
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
  for (const [index, row] of rows.entries()) {
    if (row.snapshot <= from || row.snapshot > to) continue;
    // Without a row before it the control, or all of its subscription, is new.
    const old = rows[index - 1] ?? { healthy: 0, unhealthy: 0 };
    const change = { healthy: row.healthy - old.healthy, unhealthy: row.unhealthy - old.unhealthy };
    if (change.healthy === 0 && change.unhealthy === 0) continue;
    start = closing(log, { ...asked, change }, { from: start, to: row.snapshot })?.to ?? row.snapshot;
  }
  // What changed no state before the first flow is nobody's business afterwards.
  const first = log.flows(asked.subscription, asked.control).find(({ snapshot }) => snapshot > start);
  return Math.min(first === undefined ? to : first.snapshot - 1, to);
}

type Closing = { to: number; flows: NetFlow[]; mitigated: boolean };

/** The longest beginning of a range whose flows come to the change: waived exemptions first, then mitigated ones. */
function closing(log: Log, { subscription, control, change }: Asked, range: { from: number; to: number }) {
  const steps = log.flows(subscription, control).filter(({ snapshot }) => snapshot > range.from);
  for (const { to, unhealthy } of beginnings(steps, range)) {
    // An exemption of either kind takes an unhealthy one away, so only the healthy ones may differ.
    if (unhealthy !== change.unhealthy) continue;
    const flows = log.net(subscription, control, { from: range.from, to });
    for (const mitigated of [false, true])
      if (equals(sum(flows, mitigated), change)) return { to, flows, mitigated } satisfies Closing;
  }
  return null;
}

/** Every beginning of the steps with what it does to the unhealthy ones; the longest first. */
function beginnings(steps: readonly FlowStep[], range: { from: number; to: number }) {
  const found = [{ to: range.from, unhealthy: 0 }];
  let unhealthy = 0;
  for (const { snapshot, before, after } of steps) {
    if (snapshot > range.to) break;
    unhealthy += is(after, 2) - is(before, 2);
    const last = found.at(-1);
    if (last?.to === snapshot) last.unhealthy = unhealthy;
    else found.push({ to: snapshot, unhealthy });
  }
  return found.reverse();
}

function sum(flows: readonly NetFlow[], mitigated: boolean): CountChange {
  const total = { healthy: 0, unhealthy: 0 };
  for (const flow of flows) {
    const { healthy, unhealthy } = countsOf(flow, mitigated);
    total.healthy += healthy;
    total.unhealthy += unhealthy;
  }
  return total;
}

const is = (one: ControlState, other: ControlState) => (one === other ? 1 : 0);
const equals = (one: CountChange, other: CountChange) =>
  one.healthy === other.healthy && one.unhealthy === other.unhealthy;
