import {
  assessed,
  type Cells,
  type CountChange,
  countChange,
  counted,
  countsOf,
  perResource,
} from './attribution-cells.ts';
import { createGroups, type Groups } from './attribution-groups.ts';
import { addReported } from './attribution-reported.ts';
import type { Contribution, NetFlow, Pending, ResidualPart, Why } from './explain.ts';
import type { ControlRow } from './snapshot.ts';
import { byWeight, type Pair, type Part, type Rates, ratesOf } from './weighted-mean.ts';

/** A subscription or connector on one side. `percentage` 0 to 100, as Azure reports it. */
export type Side = { percentage: number; weight: number; cells: readonly ControlRow[] };

/** The same on both sides of a change; null where it was not in the scope or had no score. `why` of its one-sidedness. */
export type MemberChange = { id: string; why: Why; before: Side | null; after: Side | null };

/**
 * What the resources of one control in one subscription did: what its counts have taken in, what they have not, and
 * what moves them never (`idle`). `mitigated`: an exempted resource counts as healthy there.
 */
export type Moves = {
  absorbed: readonly NetFlow[];
  pending: readonly NetFlow[];
  idle: readonly NetFlow[];
  mitigated: boolean;
};

/** Looks up the moves of a control whose counts changed by so much; `null`: its row is as it was. */
export type MovesOf = (member: string, control: string, change: CountChange | null) => Moves;

export type Attribution = {
  contributions: Contribution[];
  residualParts: ResidualPart[];
  pending: Pending[];
};

/**
 * Splits the change of a scope's percentage into what caused it: the same weighted mean three times, of resources in a
 * control, of controls in a subscription, of subscriptions in the scope. All deltas are percentage points of the scope;
 * contributions and residual parts together are the change of the reported percentage. Both sides must have some weight.
 */
export function attribute(members: readonly MemberChange[], movesOf: MovesOf): Attribution {
  const work = attributing(members, movesOf);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** The same, a subscription at a time, so that whoever calls can let others have a turn in between. */
export function* attributing(
  members: readonly MemberChange[],
  movesOf: MovesOf,
): Generator<void, Attribution> {
  const groups = createGroups();
  const pairs = members.map(({ before, after }) => ({ before: partOf(before), after: partOf(after) }));
  const rates = ratesOf(pairs);
  for (const [index, member] of members.entries()) {
    const pair = pairs[index];
    if (pair === undefined) continue;
    addWeight(groups, member, 100 * byWeight(rates, pair));
    if (member.before === null || member.after === null) continue;
    // A change of 1 in the subscription's ratio is so many percentage points of the scope.
    const share = 100 * rates.ofValue(pair);
    yield;
    attributeMember(groups, member.id, member.before, member.after, share, movesOf);
  }
  return groups.take();
}

const partOf = (side: Side | null): Part | null =>
  side === null ? null : { value: side.percentage / 100, weight: side.weight };

function addWeight(groups: Groups, { id, why, before, after }: MemberChange, delta: number): void {
  const about = { control: null, recommendation: null, members: [id], delta };
  if (before === null) groups.add({ ...about, cause: 'subscription-added', why });
  else if (after === null) groups.add({ ...about, cause: 'subscription-removed', why });
  else if (before.weight !== after.weight) groups.add({ ...about, cause: 'weight-changed', why: null });
}

function attributeMember(
  groups: Groups,
  id: string,
  before: Side,
  after: Side,
  share: number,
  movesOf: MovesOf,
): void {
  const controls = counted(before.cells, after.cells);
  const pairs = controls.flatMap(({ pair }) => pair ?? []);
  const both = [pairs.some((pair) => pair.before !== null), pairs.some((pair) => pair.after !== null)];
  const rates = both.includes(false) ? null : ratesOf(pairs);
  for (const { control, cells, pair } of controls) {
    const own = { member: id, control, cells, share, movesOf };
    if (rates !== null && pair !== null) attributeControl(groups, own, pair, rates);
    else addUncounted(groups, own);
  }
  addReported(groups, before, after, controls, share);
}

type Own = { member: string; control: string; cells: Cells; share: number; movesOf: MovesOf };

function attributeControl(groups: Groups, own: Own, pair: Pair, rates: Rates): void {
  const { member, control, cells, share } = own;
  const delta = share * byWeight(rates, pair);
  const about = { control, recommendation: null, why: null, delta };
  if (pair.before === null || pair.after === null) {
    const cause = pair.before === null ? 'control-added' : 'control-removed';
    const change = countChange(cells);
    const resources = [
      ...new Set(own.movesOf(member, control, change).absorbed.map((flow) => flow.resource)),
    ];
    groups.add({ ...about, cause, ...(resources.length > 0 ? { resources } : { members: [member] }) });
    return;
  }
  if (pair.before.weight !== pair.after.weight)
    groups.add({ ...about, cause: 'control-max-changed', members: [member] });
  attributeCounts(groups, own, share * rates.ofValue(pair));
}

/** `share`: percentage points of the scope for a change of 1 in the control's ratio. */
function attributeCounts(groups: Groups, own: Own, share: number): void {
  const { member, control, cells, movesOf } = own;
  const change = countChange(cells);
  const moved = change.healthy !== 0 || change.unhealthy !== 0 || cells.before?.max !== cells.after?.max;
  const moves = movesOf(member, control, moved ? change : null);
  addWaiting(groups, control, moves);
  if (!moved) return;
  const { absorbed, mitigated } = moves;
  const unit = perResource(cells);
  const left = { ...change };
  const addFlow = groups.flows(control);
  for (const flow of absorbed) {
    const { healthy, unhealthy } = countsOf(flow, mitigated);
    if (healthy === 0 && unhealthy === 0) continue;
    left.healthy -= healthy;
    left.unhealthy -= unhealthy;
    addFlow(flow, share * (unit.healthy * healthy + unit.unhealthy * unhealthy));
  }
  const delta = share * (unit.healthy * left.healthy + unit.unhealthy * left.unhealthy);
  groups.rest(control, 'counts-ahead', delta);
}

/** A control without points explains nothing and waits for nothing; one that has no row yet, or an empty one, waits. */
function addUncounted(groups: Groups, { member, control, cells, movesOf }: Own): void {
  if (assessed(cells.before) > 0 || assessed(cells.after) > 0) return;
  addWaiting(groups, control, movesOf(member, control, null));
}

function addWaiting(
  groups: Groups,
  control: string,
  { pending, idle }: Pick<Moves, 'pending' | 'idle'>,
): void {
  groups.wait(control, pending, 'not-recalculated');
  groups.wait(control, idle, 'another-recommendation');
}
