import type { ChangeStep, FlowStep, PresenceStep, Range } from './diff.ts';
import { causeOf, type Ends, inside, type NetRow, rowsOf, turnCause, turnOf } from './diff-cause.ts';
import type { Listing } from './diff-listing.ts';
import type { NetFlow } from './explain.ts';
import { remembered } from './remembered.ts';

const NONE: readonly never[] = [];

/** Everything that a log was told, by what it is asked for. */
export type Steps = {
  /** By subscription and control. */
  flows: Map<string, Map<string, FlowStep[]>>;
  /** By subscription and resource. */
  changes: Map<string, Map<number, ChangeStep[]>>;
  presence: Map<number, PresenceStep[]>;
};

export function push<Key, Step>(steps: Map<Key, Step[]>, key: Key, step: Step): void {
  const list = steps.get(key);
  if (list === undefined) steps.set(key, [step]);
  else list.push(step);
}

/** Under its subscription. */
export function pushWithin<Key, Step extends { subscription: string }>(
  steps: Map<string, Map<Key, Step[]>>,
  key: Key,
  step: Step,
): void {
  const own = steps.get(step.subscription);
  if (own === undefined) steps.set(step.subscription, new Map([[key, [step]]]));
  else push(own, key, step);
}

/** By resource, its steps in one control between two ends: in the order of snapshots. */
type Folded = ReadonlyMap<number, readonly FlowStep[]>;

const NOTHING: Folded = new Map();

/** What is worked out about one subscription. */
export type Work = {
  /** By resource. */
  changes: ReadonlyMap<number, readonly ChangeStep[]>;
  rows(changes: readonly ChangeStep[] | undefined, range: Range): readonly NetRow[];
  presence(resource: number): readonly PresenceStep[];
  folded(control: string, range: Range): Folded;
};

export function createWork(steps: Steps, subscription: string): Work {
  const flows = steps.flows.get(subscription);
  // Most questions about a control are about the same of its steps, whichever ends they name.
  const latest = new Map<string, { first: number; end: number; folded: Folded }>();
  const allRows = remembered(rowsOf);
  return {
    changes: steps.changes.get(subscription) ?? new Map(),
    rows: (own = NONE, range) => {
      const all = (own[0]?.snapshot ?? 0) > range.from && (own.at(-1)?.snapshot ?? 0) <= range.to;
      if (!all) return rowsOf(own.filter((step) => inside(range, step)));
      return own.length === 1 ? own : allRows(own);
    },
    presence: (resource) => steps.presence.get(resource) ?? NONE,
    folded: (control, { from, to }) => {
      const own = flows?.get(control) ?? NONE;
      const first = firstAfter(own, from);
      const end = firstAfter(own, to);
      if (first === end) return NOTHING;
      const known = latest.get(control);
      if (known?.first === first && known.end === end) return known.folded;
      const folded = fold(own.slice(first, end));
      latest.set(control, { first, end, folded });
      return folded;
    },
  };
}

function firstAfter(steps: readonly FlowStep[], snapshot: number): number {
  const at = steps.findIndex((step) => step.snapshot > snapshot);
  return at === -1 ? steps.length : at;
}

function fold(steps: readonly FlowStep[]): Folded {
  const folded = new Map<number, FlowStep[]>();
  for (const step of steps) push(folded, step.resource, step);
  return folded;
}

/** First `before` against last `after`: what came back is dropped. */
export function netFlows(work: Work, ends: Ends): NetFlow[] {
  const { control, range } = ends;
  const found: NetFlow[] = [];
  for (const own of work.folded(control, range).values()) {
    const first = own[0];
    const after = own.at(-1)?.after;
    if (first === undefined || after === undefined || first.before === after) continue;
    const { resource, before } = first;
    const rows = work.rows(work.changes.get(resource), range);
    const moved = { before, after, own, rows, presence: work.presence(resource) };
    const { cause, recommendations } = causeOf(moved, ends);
    found.push({ resource, cause, recommendations, before, after });
  }
  return found;
}

/** A second problem of a resource that has one, or one of two that goes: it moves nothing, and is told all the same. */
export function idleTurns(work: Work, listing: Listing, range: Range): Map<string, NetFlow[]> {
  const foldedIn = remembered((control: string) => work.folded(control, range));
  const found = new Map<string, NetFlow[]>();
  for (const [resource, changes] of work.changes) {
    for (const row of work.rows(changes, range)) {
      if (row.before.state === row.after.state) continue;
      for (const { control, listed } of listing.places(row.recommendation)) {
        if (isMoved(foldedIn(control).get(resource))) continue;
        const turn = turnOf(row, listed);
        const { before, after, recommendation } = turn;
        if (before === after) continue;
        const cause = turnCause(turn, work.presence(resource), range);
        push(found, control, { resource, cause, recommendations: [recommendation], before, after });
      }
    }
  }
  return found;
}

/** Whether its state is not the same at both ends. */
const isMoved = (own: readonly FlowStep[] | undefined): boolean =>
  own !== undefined && own[0]?.before !== own.at(-1)?.after;
