import type { Assessment } from '../core/snapshot.ts';
import { baseRows } from './base-rows.ts';
import { recommendationByName } from './catalog.ts';
import type { Counted } from './control-rows.ts';
import { driftOf } from './drift.ts';
import { EFFECTS } from './effects.ts';
import { MEMBERS, type Member } from './members.ts';
import { once } from './once.ts';
import { type Slot, slotsOf } from './slots.ts';

/** A subscription or connector over the whole year: rows that never change, and rows that do. */
export type Realm = { member: Member; fixed: readonly Counted[]; slots: readonly Slot[] };

/** Every subscription that the demo ever shows with a score. */
export const world = once((): readonly Realm[] => {
  const seasonal = new Set(
    EFFECTS.flatMap((effect) =>
      effect.kind === 'published' ? [recommendationByName(effect.recommendation).id] : [],
    ),
  );
  return MEMBERS.map((member) => realm(member, baseRows(member, seasonal)));
});

/** A resource belongs to one effect or to the drift, never to two: so they cannot undo each other. */
function realm(member: Member, rows: readonly Assessment[]): Realm {
  const taken = new Set<string>();
  const claimed = (slots: Slot[]) => {
    for (const slot of slots) taken.add((slot.on ?? slot.off)?.resource ?? '');
    return slots;
  };
  const effects = EFFECTS.flatMap((effect) => claimed(slotsOf(effect, member, rows, taken)));
  const slots = [...effects, ...driftOf(member, rows, taken)];
  const replaced = new Set(slots.map(({ off }) => off));
  const fixed = rows.filter((row) => !replaced.has(row)).map((row) => ({ row, as: row.status }));
  return { member, fixed, slots };
}
