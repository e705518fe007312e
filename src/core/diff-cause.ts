import type { ChangeStep, FlowStep, PresenceStep, Range } from './diff.ts';
import type { ControlState, FlowCause, NetFlow, RowState } from './explain.ts';

/** First `before` and last `after` of each of a resource's recommendations. */
export type NetRows = ReadonlyMap<string, { was: RowState; is: RowState }>;

/** How a recommendation stood in one control and in the tenant at both ends of a range. */
export type Listed = {
  /** It counted in the control before, and counts in it after. */
  counted: boolean;
  counts: boolean;
  /** Any resource of the tenant had it before, and has it after. */
  had: boolean;
  has: boolean;
};

/** What is asked about one control between two ends. */
export type Ends = { control: string; range: Range; listed: (recommendation: string) => Listed };

export const inside = ({ from, to }: Range, { snapshot }: { snapshot: number }) =>
  snapshot > from && snapshot <= to;

/** `rows` and `presence` of the resource, `own` its steps in the control: all in the order of snapshots. */
export type Moved = {
  before: ControlState;
  after: ControlState;
  own: readonly FlowStep[];
  rows: NetRows;
  presence: readonly PresenceStep[];
};
/** What a recommendation says of the resource at both ends; `was` and `is` are null where its row never changed. */
export type Turn = {
  recommendation: string;
  before: ControlState;
  after: ControlState;
  was: RowState | null;
  is: RowState | null;
};

/** In the order of precedence where several recommendations moved it for several reasons. */
const PRECEDENCE: readonly FlowCause[] = [
  ...(['recommendation-added', 'recommendation-removed', 'resource-added', 'resource-deleted'] as const),
  ...(['exempted', 'exemption-ended', 'became-not-applicable', 'became-applicable'] as const),
  ...(['turned-unhealthy', 'turned-healthy'] as const),
];

/**
 * Responsible are those that took the state it has at the end, or, where it went down (unhealthy, healthy, not counted),
 * those that left the state it had. One flow has one cause; where that is a recommendation's own coming or going, only
 * those recommendations share it.
 */
export function causeOf(moved: Moved, ends: Ends): Pick<NetFlow, 'cause' | 'recommendations'> {
  const turns = turnsOf(moved, ends);
  const { before, after } = moved;
  const movers = turns.filter((turn) =>
    after > before
      ? turn.after === after && turn.before !== after
      : turn.before === before && turn.after !== before,
  );
  const responsible = movers.length > 0 ? movers : turns;
  const [first] = responsible;
  // Mostly it is one, and there is nothing to weigh.
  if (first !== undefined && responsible.length === 1)
    return { cause: turnCause(first, moved.presence, ends), recommendations: [first.recommendation] };
  const causes = responsible.map(
    (turn) => [turn.recommendation, turnCause(turn, moved.presence, ends)] as const,
  );
  const cause = PRECEDENCE.find((one) => causes.some(([, of]) => of === one)) ?? byState(moved);
  const ofItself = cause === 'recommendation-added' || cause === 'recommendation-removed';
  const shared = causes.filter(([, of]) => !ofItself || of === cause);
  return { cause, recommendations: shared.map(([recommendation]) => recommendation).sort() };
}

/** Every recommendation whose row or whose membership may have moved the resource in this control. */
function turnsOf({ own, rows }: Moved, { listed }: Ends): Turn[] {
  const turns: Turn[] = [];
  for (const [recommendation, { was, is }] of rows) {
    const { counted, counts } = listed(recommendation);
    if (!counted && !counts) continue;
    const [before, after] = [counted ? was.state : 0, counts ? is.state : 0] as const;
    turns.push({ recommendation, before, after, was, is });
  }
  for (const [recommendation, state] of steadyIn(own, rows)) {
    const { counted, counts } = listed(recommendation);
    if (!counted && !counts) continue;
    const [before, after] = [counted ? state : 0, counts ? state : 0] as const;
    turns.push({ recommendation, before, after, was: null, is: null });
  }
  return turns;
}

const NOBODY: ReadonlyMap<string, ControlState> = new Map();

/** A row that never changed moved it by being listed or not: it says what the flow came to, or came from. */
function steadyIn(own: readonly FlowStep[], rows: NetRows): ReadonlyMap<string, ControlState> {
  let steady: Map<string, ControlState> | null = null;
  for (const { recommendations, before, after } of own) {
    for (const id of recommendations) {
      if (rows.has(id)) continue;
      steady ??= new Map();
      steady.set(id, Math.max(before, after) as ControlState);
    }
  }
  return steady ?? NOBODY;
}

export function turnCause(turn: Turn, presence: readonly PresenceStep[], { range, listed }: Ends): FlowCause {
  const { recommendation, was, is } = turn;
  const { counted, counts, had, has } = listed(recommendation);
  if (counts && (!counted || !had)) return 'recommendation-added';
  if (counted && (!counts || (is?.absent === true && !has))) return 'recommendation-removed';
  const [came, went] = comings(presence, range);
  if (came) return 'resource-added';
  if (went) return 'resource-deleted';
  if (is?.exempt === true) return 'exempted';
  if (was?.exempt === true) return 'exemption-ended';
  return byState(turn);
}

const NEITHER = [false, false] as const;

/** Whether it was not there before and is there after, and the reverse. */
function comings(steps: readonly PresenceStep[], range: Range): readonly [boolean, boolean] {
  if (steps.length === 0) return NEITHER;
  const own = steps.filter((step) => inside(range, step));
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return NEITHER;
  return [first.there && last.there, !first.there && !last.there];
}

function byState({ before, after }: { before: ControlState; after: ControlState }): FlowCause {
  if (after === 0) return 'became-not-applicable';
  if (before === 0) return 'became-applicable';
  return after === 2 ? 'turned-unhealthy' : 'turned-healthy';
}

/** `steps` of one resource in the order of snapshots. */
export function rowsOf(steps: readonly ChangeStep[], range: Range): NetRows {
  const rows = new Map<string, { was: RowState; is: RowState }>();
  for (const step of steps) {
    if (!inside(range, step)) continue;
    const known = rows.get(step.recommendation);
    if (known === undefined) rows.set(step.recommendation, { was: step.before, is: step.after });
    else known.is = step.after;
  }
  return rows;
}
