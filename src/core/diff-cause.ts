import type { ChangeStep, FlowStep, PresenceStep, Range } from './diff.ts';
import type { Listed, Listing } from './diff-listing.ts';
import type { ControlState, FlowCause, NetFlow, RowState } from './explain.ts';

/** First `before` and last `after` of one of a resource's recommendations. */
export type NetRow = Pick<ChangeStep, 'recommendation' | 'before' | 'after'>;

/** What is asked about one control between two ends. */
export type Ends = { control: string; range: Range; listed: ReturnType<Listing['in']> };

export const inside = ({ from, to }: Range, { snapshot }: { snapshot: number }) =>
  snapshot > from && snapshot <= to;

/** `rows` and `presence` of the resource, `own` its steps in the control: all in the order of snapshots. */
export type Moved = {
  before: ControlState;
  after: ControlState;
  own: readonly FlowStep[];
  rows: readonly NetRow[];
  presence: readonly PresenceStep[];
};
/** What a recommendation says of the resource at both ends; `was` and `is` are null where its row never changed. */
export type Turn = {
  recommendation: string;
  listed: Listed;
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
  const { presence } = moved;
  const only = onlyMover(moved, ends);
  if (only !== null)
    return { cause: turnCause(only, presence, ends.range), recommendations: [only.recommendation] };
  const turns = turnsOf(moved, ends);
  const movers = turns.filter((turn) => moves(turn, moved));
  const responsible = movers.length > 0 ? movers : turns;
  const causes = responsible.map(
    (turn) => [turn.recommendation, turnCause(turn, presence, ends.range)] as const,
  );
  const cause = PRECEDENCE.find((one) => causes.some(([, of]) => of === one)) ?? byState(moved);
  const ofItself = cause === 'recommendation-added' || cause === 'recommendation-removed';
  const shared = causes.filter(([, of]) => !ofItself || of === cause);
  return { cause, recommendations: shared.map(([recommendation]) => recommendation).sort() };
}

type Between = { before: ControlState; after: ControlState };

const moves = (turn: Between, { before, after }: Between): boolean =>
  after > before
    ? turn.after === after && turn.before !== after
    : turn.before === before && turn.after !== before;

/** The one row that moved it, where nothing else can have: so it mostly is, and there is nothing to weigh. */
function onlyMover(moved: Moved, { listed }: Ends): Turn | null {
  const { own, rows } = moved;
  let only: Turn | null = null;
  for (const row of rows) {
    const turn = turnOf(row, listed(row.recommendation));
    if (!moves(turn, moved)) continue;
    if (only !== null) return null;
    only = turn;
  }
  return steadyIn(own, rows).size === 0 ? only : null;
}

/** Every recommendation whose row or whose membership may have moved the resource in this control. */
function turnsOf({ own, rows }: Moved, { listed }: Ends): Turn[] {
  const turns = rows.map((row) => turnOf(row, listed(row.recommendation)));
  for (const [recommendation, state] of steadyIn(own, rows)) {
    const known = listed(recommendation);
    const [before, after] = [known.counted ? state : 0, known.counts ? state : 0] as const;
    turns.push({ recommendation, listed: known, before, after, was: null, is: null });
  }
  return turns.filter(({ listed: { counted, counts } }) => counted || counts);
}

/** What a row that changed says where it is listed so. */
export const turnOf = ({ recommendation, before: was, after: is }: NetRow, listed: Listed): Turn => ({
  recommendation,
  listed,
  before: listed.counted ? was.state : 0,
  after: listed.counts ? is.state : 0,
  was,
  is,
});

const NOBODY: ReadonlyMap<string, ControlState> = new Map();

/** A row that never changed moved it by being listed or not: it says what the flow came to, or came from. */
function steadyIn(own: readonly FlowStep[], rows: readonly NetRow[]): ReadonlyMap<string, ControlState> {
  let steady: Map<string, ControlState> | null = null;
  for (const { recommendations, before, after } of own) {
    for (const id of recommendations) {
      if (rows.some(({ recommendation }) => recommendation === id)) continue;
      steady ??= new Map();
      steady.set(id, Math.max(before, after) as ControlState);
    }
  }
  return steady ?? NOBODY;
}

export function turnCause(turn: Turn, presence: readonly PresenceStep[], range: Range): FlowCause {
  const { was, is } = turn;
  const { counted, counts, had, has } = turn.listed;
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

/** `steps` of one resource in the order of snapshots; mostly no two are about the same row. */
export function rowsOf(steps: readonly ChangeStep[]): readonly NetRow[] {
  if (steps.length < 2) return steps;
  const rows: NetRow[] = [];
  for (const step of steps) {
    const { recommendation, after } = step;
    const at = rows.findIndex((row) => row.recommendation === recommendation);
    const first = rows[at];
    if (first === undefined) rows.push(step);
    else rows[at] = { recommendation, before: first.before, after };
  }
  return rows;
}
