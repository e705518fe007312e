import type { Health } from '../../core/snapshot.ts';
import type { Counted } from './earlier.ts';
import type { Members } from './membership.ts';
import { ABSENT, type States } from './states.ts';

/**
 * Why a resource's state in a control changed. The number stored in `flow.cause` is the place in this list, which is
 * also the precedence where several recommendations moved it for several reasons. Append only.
 * What happened to a whole subscription or control is not here: its placement and its cells tell.
 */
export const FLOW_CAUSES = [
  'recommendation-added',
  'recommendation-removed',
  'resource-added',
  'resource-deleted',
  'exempted',
  'exemption-ended',
  'became-not-applicable',
  'became-applicable',
  'turned-unhealthy',
  'turned-healthy',
] as const;
type Cause = (typeof FLOW_CAUSES)[number];

/** One resource's assessments: recommendation → state. */
export type Rows = ReadonlyMap<number, number>;

/** A resource's state in a control. Numbers so that the worst of several is their maximum. */
const STANDING = { absent: 0, 'not-applicable': 0, healthy: 1, unhealthy: 2 } satisfies Record<
  Health | 'absent',
  number
>;

/** One row of `flow` without its snapshot and resource. */
export type Flow = {
  control: number;
  before: number;
  after: number;
  cause: number;
  recommendations: number[];
};

type Known = { states: States; catalog: Counted };
type Turn = { id: number; before: number; after: number };

/**
 * The controls in which this resource's state changed: unhealthy with any unhealthy counting recommendation, else
 * healthy with any healthy one, else absent. Responsible are those that took the state it has now, or, where it went
 * down in that order (unhealthy, healthy, absent), those that left the state it had.
 */
export function flowsOf(old: Rows, now: Rows, known: Known): Flow[] {
  const { before, after } = known.catalog.counting();
  const standings = {
    before: inControls(old, before, known),
    after: inControls(now, after, known),
  };
  const controls = new Set([...standings.before.keys(), ...standings.after.keys()]);
  return [...controls].flatMap((control) => {
    const was = standings.before.get(control) ?? 0;
    const is = standings.after.get(control) ?? 0;
    if (was === is) return [];
    const turns = turnsIn(control, old, now, known);
    const moved = turns.filter((turn) => (is > was ? turn.after === is : turn.before === was));
    const causes = moved.map(({ id }) => FLOW_CAUSES.indexOf(causeOf(id, control, old, now, known)));
    const recommendations = moved.map(({ id }) => id);
    return [{ control, before: was, after: is, cause: Math.min(...causes), recommendations }];
  });
}

function inControls(rows: Rows, members: Members, { states }: Known): Map<number, number> {
  const found = new Map<number, number>();
  for (const [id, state] of rows) {
    const standing = STANDING[states.status(state)];
    if (standing === 0) continue;
    for (const control of members.get(id) ?? [])
      found.set(control, Math.max(found.get(control) ?? 0, standing));
  }
  return found;
}

/** What each recommendation brought to the control before and brings to it now, where that is not the same. */
function turnsIn(control: number, old: Rows, now: Rows, { states, catalog }: Known): Turn[] {
  const { before, after } = catalog.counting();
  const brings = (id: number, rows: Rows, members: Members) =>
    members.get(id)?.includes(control) ? STANDING[states.status(rows.get(id) ?? ABSENT)] : 0;
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((id) => ({ id, before: brings(id, old, before), after: brings(id, now, after) }))
    .filter((turn) => turn.before !== turn.after);
}

function causeOf(id: number, control: number, old: Rows, now: Rows, { states, catalog }: Known): Cause {
  const { before, after } = catalog.counting();
  const counted = before.get(id)?.includes(control) ?? false;
  const counts = after.get(id)?.includes(control) ?? false;
  const was = old.get(id) ?? ABSENT;
  const is = now.get(id) ?? ABSENT;
  if (counts && (!counted || !catalog.had(id))) return 'recommendation-added';
  if (counted && (!counts || (is === ABSENT && !catalog.has(id)))) return 'recommendation-removed';
  if (old.size === 0) return 'resource-added';
  if (now.size === 0) return 'resource-deleted';
  if (states.exempt(is)) return 'exempted';
  if (states.exempt(was)) return 'exemption-ended';
  if (STANDING[states.status(is)] === 0) return 'became-not-applicable';
  if (STANDING[states.status(was)] === 0) return 'became-applicable';
  return states.status(is) === 'unhealthy' ? 'turned-unhealthy' : 'turned-healthy';
}
