import { createListings } from './diff-listing.ts';
import { createWork, idleTurns, netFlows, push, pushWithin, type Steps, type Work } from './diff-work.ts';
import type { ControlState, NetFlow, RowState } from './explain.ts';

/** A resource's state in a control changed at a snapshot; `recommendations` moved it. */
export type FlowStep = {
  snapshot: number;
  subscription: string;
  resource: number;
  control: string;
  before: ControlState;
  after: ControlState;
  recommendations: readonly string[];
};
/** An assessment changed at a snapshot. */
export type ChangeStep = {
  snapshot: number;
  subscription: string;
  resource: number;
  recommendation: string;
  before: RowState;
  after: RowState;
};
/** A resource came (its first assessment) or went (its last) at a snapshot. */
export type PresenceStep = { snapshot: number; resource: number; there: boolean };

/** What counts where, as it was from a snapshot on. */
export type Definitions = {
  /** Whether a control's definition lists it and it is no preview. */
  counts(control: string, recommendation: string, snapshot: number): boolean;
  /** The snapshot that last read it, as of a snapshot at which it could perhaps not be read. */
  readAt(subscription: string, snapshot: number): number;
  /** Controls that list it then or at any later snapshot. */
  controls(recommendation: string): Iterable<string>;
  /** Whether any resource of the whole tenant had it. */
  present(recommendation: string, snapshot: number): boolean;
  /** The snapshot since which what `counts` and `present` say has been as at this one, for all of them. */
  since(snapshot: number): number;
};

/** After one snapshot, up to another: `from < snapshot <= to`. */
export type Range = { from: number; to: number };

/** The log of a stretch, by what it is asked for. Steps are added in the order of their snapshots. */
export type Log = {
  add(slice: {
    flows?: readonly FlowStep[];
    changes?: readonly ChangeStep[];
    presence?: readonly PresenceStep[];
  }): void;
  flows(subscription: string, control: string): readonly FlowStep[];
  /** Resources of one control whose state is not the same at both ends. */
  net(subscription: string, control: string, range: Range): NetFlow[];
  /** By control, assessments that are not the same at both ends while their resource's state there is. */
  idle(subscription: string, range: Range): Map<string, NetFlow[]>;
};

const NONE: readonly never[] = [];

/** An empty log; `definitions` decide together with it what caused a net flow. */
export function createLog(definitions: Definitions): Log {
  const steps: Steps = { flows: new Map(), changes: new Map(), presence: new Map() };
  const listingOf = createListings(definitions);
  // Whoever explains goes through subscriptions one after the other and asks about each in several ways.
  let latest: { subscription: string; work: Work } | null = null;
  const workOn = (subscription: string): Work => {
    if (latest?.subscription !== subscription)
      latest = { subscription, work: createWork(steps, subscription) };
    return latest.work;
  };
  const asRead = (subscription: string, { from, to }: Range): Range => ({
    from: definitions.readAt(subscription, from),
    to: definitions.readAt(subscription, to),
  });
  return {
    add: (slice) => {
      latest = null;
      for (const step of slice.flows ?? NONE) pushWithin(steps.flows, step.control, step);
      for (const step of slice.changes ?? NONE) pushWithin(steps.changes, step.resource, step);
      for (const step of slice.presence ?? NONE) push(steps.presence, step.resource, step);
    },
    flows: (subscription, control) => steps.flows.get(subscription)?.get(control) ?? NONE,
    net: (subscription, control, range) => {
      const own = asRead(subscription, range);
      const listed = listingOf(own).in(control);
      return netFlows(workOn(subscription), { control, range: own, listed });
    },
    idle: (subscription, range) => {
      const own = asRead(subscription, range);
      return idleTurns(workOn(subscription), listingOf(own), own);
    },
  };
}
