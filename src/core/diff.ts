import { causeOf, inside, type Known, rowsOf, turnCause } from './diff-cause.ts';
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
  const flows = new Map<string, FlowStep[]>();
  const changes = new Map<number, ChangeStep[]>();
  const presence = new Map<number, PresenceStep[]>();
  const changed = new Map<string, Set<number>>();
  const own = (subscription: string, control: string) => flows.get(`${subscription} ${control}`) ?? NONE;
  const known = { definitions, changes, presence };
  const asRead = (subscription: string, { from, to }: Range): Range => ({
    from: definitions.readAt(subscription, from),
    to: definitions.readAt(subscription, to),
  });
  return {
    add: (slice) => {
      for (const step of slice.flows ?? NONE) push(flows, `${step.subscription} ${step.control}`, step);
      for (const step of slice.changes ?? NONE) {
        push(changes, step.resource, step);
        const resources = changed.get(step.subscription);
        if (resources === undefined) changed.set(step.subscription, new Set([step.resource]));
        else resources.add(step.resource);
      }
      for (const step of slice.presence ?? NONE) push(presence, step.resource, step);
    },
    flows: own,
    net: (subscription, control, range) =>
      netFlows(own(subscription, control), control, asRead(subscription, range), known),
    idle: (subscription, range) => {
      const flowsIn = (control: string) => own(subscription, control);
      const ends = asRead(subscription, range);
      return idleTurns(changed.get(subscription) ?? new Set(), flowsIn, ends, known);
    },
  };
}

function push<Key, Step>(steps: Map<Key, Step[]>, key: Key, step: Step): void {
  const list = steps.get(key);
  if (list === undefined) steps.set(key, [step]);
  else list.push(step);
}

/** First `before` against last `after`: what came back is dropped. */
function netFlows(steps: readonly FlowStep[], control: string, range: Range, known: Known): NetFlow[] {
  const folded = new Map<number, FlowStep[]>();
  for (const step of steps) if (inside(range, step)) push(folded, step.resource, step);
  return [...folded].flatMap(([resource, own]) => {
    const before = own[0]?.before ?? 0;
    const after = own.at(-1)?.after ?? 0;
    if (before === after) return [];
    return [{ resource, before, after, ...causeOf({ resource, before, after, own, control, range }, known) }];
  });
}

/** A second problem of a resource that has one, or one of two that goes: it moves nothing, and is told all the same. */
function idleTurns(
  resources: ReadonlySet<number>,
  flowsIn: (control: string) => readonly FlowStep[],
  range: Range,
  known: Known,
): Map<string, NetFlow[]> {
  const { definitions, changes } = known;
  const moved = new Map<string, ReadonlySet<number>>();
  const movedIn = (control: string) => {
    const found = moved.get(control) ?? netlyMoved(flowsIn(control), range);
    moved.set(control, found);
    return found;
  };
  const found = new Map<string, NetFlow[]>();
  for (const resource of resources) {
    for (const [recommendation, { was, is }] of rowsOf(changes.get(resource) ?? NONE, range)) {
      if (was.state === is.state) continue;
      for (const control of definitions.controls(recommendation)) {
        const before = definitions.counts(control, recommendation, range.from) ? was.state : 0;
        const after = definitions.counts(control, recommendation, range.to) ? is.state : 0;
        if (before === after || movedIn(control).has(resource)) continue;
        const turn = { recommendation, before, after, was, is };
        const cause = turnCause(turn, { resource, control, range }, known);
        push(found, control, { resource, cause, recommendations: [recommendation], before, after });
      }
    }
  }
  return found;
}

/** Resources whose state is not the same at both ends. */
function netlyMoved(steps: readonly FlowStep[], range: Range): ReadonlySet<number> {
  const first = new Map<number, ControlState>();
  const moved = new Set<number>();
  for (const step of steps) {
    if (!inside(range, step)) continue;
    const before = first.get(step.resource) ?? step.before;
    first.set(step.resource, before);
    if (before === step.after) moved.delete(step.resource);
    else moved.add(step.resource);
  }
  return moved;
}
