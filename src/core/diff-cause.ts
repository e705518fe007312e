import type { ChangeStep, Definitions, FlowStep, PresenceStep, Range } from './diff.ts';
import type { ControlState, FlowCause, NetFlow, RowState } from './explain.ts';

/** What the log knows besides flows; steps of each resource in the order of snapshots. */
export type Known = {
  definitions: Definitions;
  changes: ReadonlyMap<number, readonly ChangeStep[]>;
  presence: ReadonlyMap<number, readonly PresenceStep[]>;
};

export const inside = ({ from, to }: Range, { snapshot }: { snapshot: number }) =>
  snapshot > from && snapshot <= to;

const NONE: readonly never[] = [];

export type Moved = {
  resource: number;
  before: ControlState;
  after: ControlState;
  own: readonly FlowStep[];
  control: string;
  range: Range;
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
export function causeOf(moved: Moved, known: Known): Pick<NetFlow, 'cause' | 'recommendations'> {
  const turns = turnsOf(moved, known);
  const { before, after } = moved;
  const movers = turns.filter((turn) =>
    after > before
      ? turn.after === after && turn.before !== after
      : turn.before === before && turn.after !== before,
  );
  const causes = (movers.length > 0 ? movers : turns).map(
    (turn) => [turn.recommendation, turnCause(turn, moved, known)] as const,
  );
  const cause = PRECEDENCE.find((one) => causes.some(([, of]) => of === one)) ?? byState(moved);
  const ofItself = cause === 'recommendation-added' || cause === 'recommendation-removed';
  const shared = causes.filter(([, of]) => !ofItself || of === cause);
  return { cause, recommendations: shared.map(([recommendation]) => recommendation).sort() };
}

/** Every recommendation whose row or whose membership may have moved the resource in this control. */
function turnsOf({ resource, own, control, range }: Moved, { changes, definitions }: Known): Turn[] {
  const rows = rowsOf(changes.get(resource) ?? NONE, range);
  // A row that never changed moved it by being listed or not: it says what the flow came to, or came from.
  const steady = new Map(
    own.flatMap(({ recommendations, before, after }) =>
      recommendations.map((id) => [id, Math.max(before, after) as ControlState] as const),
    ),
  );
  return [...new Set([...rows.keys(), ...steady.keys()])].flatMap((recommendation) => {
    const row = rows.get(recommendation);
    const counted = definitions.counts(control, recommendation, range.from);
    const counts = definitions.counts(control, recommendation, range.to);
    if (!counted && !counts) return [];
    const state = steady.get(recommendation) ?? 0;
    return [
      {
        recommendation,
        before: counted ? (row?.was.state ?? state) : 0,
        after: counts ? (row?.is.state ?? state) : 0,
        was: row?.was ?? null,
        is: row?.is ?? null,
      },
    ];
  });
}

export function turnCause(
  turn: Turn,
  { resource, control, range }: Pick<Moved, 'resource' | 'control' | 'range'>,
  known: Known,
): FlowCause {
  const { definitions, presence } = known;
  const { recommendation, was, is } = turn;
  const counted = definitions.counts(control, recommendation, range.from);
  const counts = definitions.counts(control, recommendation, range.to);
  if (counts && (!counted || !definitions.present(recommendation, range.from))) return 'recommendation-added';
  const vanished = is?.absent === true && !definitions.present(recommendation, range.to);
  if (counted && (!counts || vanished)) return 'recommendation-removed';
  const [came, went] = ends(presence.get(resource) ?? NONE, range);
  if (came) return 'resource-added';
  if (went) return 'resource-deleted';
  if (is?.exempt === true) return 'exempted';
  if (was?.exempt === true) return 'exemption-ended';
  return byState(turn);
}

/** Whether it was not there before and is there after, and the reverse. */
function ends(steps: readonly PresenceStep[], range: Range): readonly [boolean, boolean] {
  const own = steps.filter((step) => inside(range, step));
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return [false, false];
  return [first.there && last.there, !first.there && !last.there];
}

function byState({ before, after }: { before: ControlState; after: ControlState }): FlowCause {
  if (after === 0) return 'became-not-applicable';
  if (before === 0) return 'became-applicable';
  return after === 2 ? 'turned-unhealthy' : 'turned-healthy';
}

/** First `before` and last `after` of each of a resource's recommendations. */
export function rowsOf(
  steps: readonly ChangeStep[],
  range: Range,
): Map<string, { was: RowState; is: RowState }> {
  const rows = new Map<string, { was: RowState; is: RowState }>();
  for (const step of steps) {
    if (!inside(range, step)) continue;
    const known = rows.get(step.recommendation);
    rows.set(step.recommendation, { was: known?.was ?? step.before, is: step.after });
  }
  return rows;
}
