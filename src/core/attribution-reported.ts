import type { Side } from './attribution.ts';
import { type Counted, ratioOf, scores } from './attribution-cells.ts';
import type { Groups } from './attribution-groups.ts';
import type { ControlRow } from './snapshot.ts';

/** Azure rounds a control's `current` to 2 decimals; a little more for what is lost in binary. */
const ROUNDING = 0.005 + 1e-9;

/** What Azure reports besides what its counts say: its rounding of each control, and a total that is not their sum. */
export function addReported(
  groups: Groups,
  before: Side,
  after: Side,
  controls: readonly Counted[],
  share: number,
): void {
  const [old, now] = [pointsOf(before), pointsOf(after)];
  // Where no control counts at one end there is nothing that counts could have moved: all of it is the total's.
  if (old.max === 0 || now.max === 0) {
    groups.rest(null, 'totals-disagree', (share * (after.percentage - before.percentage)) / 100);
    return;
  }
  for (const { control, cells, pair } of controls) {
    if (pair === null) continue;
    const [was, is] = [besideCounts(cells.before), besideCounts(cells.after)];
    const rounded = Math.abs(was) <= ROUNDING && Math.abs(is) <= ROUNDING;
    const delta = share * (is / now.max - was / old.max);
    groups.rest(control, rounded ? 'rounding' : 'totals-disagree', delta);
  }
  const beyond = (side: Side, { current, max }: Points) => side.percentage / 100 - current / max;
  groups.rest(null, 'totals-disagree', share * (beyond(after, now) - beyond(before, old)));
}

type Points = { current: number; max: number };

/** The points of its controls. */
function pointsOf({ cells }: Side): Points {
  const points = { current: 0, max: 0 };
  for (const row of cells) {
    if (!scores(row)) continue;
    points.max += row.max;
    points.current += row.current;
  }
  return points;
}

/** Points that a control has and its counts do not give. */
const besideCounts = (row: ControlRow | undefined): number =>
  row !== undefined && scores(row) ? row.current - row.max * ratioOf(row) : 0;
