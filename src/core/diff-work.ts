import type { ChangeStep, FlowStep, PresenceStep, Range } from './diff.ts';
import { causeOf, type Ends, inside, type NetRows, rowsOf, turnCause } from './diff-cause.ts';
import type { NetFlow } from './explain.ts';
import { remembered } from './remembered.ts';

const NONE: readonly never[] = [];

/** Everything that a log was told, by what it is asked for. */
export type Steps = {
  flows: Map<string, Map<string, FlowStep[]>>;
  changes: Map<number, ChangeStep[]>;
  presence: Map<number, PresenceStep[]>;
  /** Resources by subscription. */
  changed: Map<string, Set<number>>;
};

export function push<Key, Step>(steps: Map<Key, Step[]>, key: Key, step: Step): void {
  const list = steps.get(key);
  if (list === undefined) steps.set(key, [step]);
  else list.push(step);
}

/** What is worked out about one subscription, once for each pair of ends. */
export type Work = {
  resources: Iterable<number>;
  rows(range: Range): (resource: number) => NetRows;
  presence(resource: number): readonly PresenceStep[];
  folded(ends: Ends): Folded;
  net(ends: Ends): NetFlow[];
};

/** By resource, its steps in one control between two ends: in the order of snapshots. */
type Folded = ReadonlyMap<number, readonly FlowStep[]>;

/** Pairs of ends that are kept: of every control those that most are asked about, and not each that is tried. */
const MOST_ENDS = 64;
const MOST_RANGES = 4;

export function createWork(steps: Steps, subscription: string): Work {
  const { changes, presence } = steps;
  const rowsIn = new Map<string, (resource: number) => NetRows>();
  const folded = remembered(
    ({ control, range }: Ends) => fold(steps.flows.get(subscription)?.get(control) ?? NONE, range),
    MOST_ENDS,
  );
  const work: Work = {
    resources: steps.changed.get(subscription) ?? NONE,
    rows: (range) => {
      const name = `${range.from} ${range.to}`;
      const rows = rowsIn.get(name) ?? remembered((id: number) => rowsOf(changes.get(id) ?? NONE, range));
      if (!rowsIn.has(name) && rowsIn.size >= MOST_RANGES) rowsIn.clear();
      rowsIn.set(name, rows);
      return rows;
    },
    presence: (resource) => presence.get(resource) ?? NONE,
    folded,
    net: remembered((ends: Ends) => netFlows(work, ends), MOST_ENDS),
  };
  return work;
}

function fold(steps: readonly FlowStep[], range: Range): Folded {
  const folded = new Map<number, FlowStep[]>();
  for (const step of steps) if (inside(range, step)) push(folded, step.resource, step);
  return folded;
}

/** First `before` against last `after`: what came back is dropped. */
function netFlows(work: Work, ends: Ends): NetFlow[] {
  const rows = work.rows(ends.range);
  const found: NetFlow[] = [];
  for (const [resource, own] of work.folded(ends)) {
    const [before, after] = [own[0]?.before ?? 0, own.at(-1)?.after ?? 0];
    if (before === after) continue;
    const moved = { before, after, own, rows: rows(resource), presence: work.presence(resource) };
    found.push({ resource, before, after, ...causeOf(moved, ends) });
  }
  return found;
}

/** A second problem of a resource that has one, or one of two that goes: it moves nothing, and is told all the same. */
export function idleTurns(
  work: Work,
  listing: (recommendation: string) => readonly Ends[],
  range: Range,
): Map<string, NetFlow[]> {
  const rows = work.rows(range);
  const found = new Map<string, NetFlow[]>();
  for (const resource of work.resources) {
    for (const [recommendation, { was, is }] of rows(resource)) {
      if (was.state === is.state) continue;
      for (const ends of listing(recommendation)) {
        const { counted, counts } = ends.listed(recommendation);
        const [before, after] = [counted ? was.state : 0, counts ? is.state : 0] as const;
        if (before === after || isMoved(work.folded(ends).get(resource))) continue;
        const turn = { recommendation, before, after, was, is };
        const cause = turnCause(turn, work.presence(resource), ends);
        push(found, ends.control, { resource, cause, recommendations: [recommendation], before, after });
      }
    }
  }
  return found;
}

/** Whether its state is not the same at both ends. */
const isMoved = (own: readonly FlowStep[] | undefined): boolean =>
  own !== undefined && own[0]?.before !== own.at(-1)?.after;
