import type { FixData, FixRow } from '../cards/data.ts';
import { byName } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import { type Gain, gains } from './gains.ts';
import { standingNow, stateOf } from './standing.ts';
import { notVisible, type World } from './world.ts';

/** What to fix first: by gain, then fewest resources, then name. */
export async function whatToFix(world: World, scope: Scope): Promise<FixData> {
  const { rows, cells } = await standingNow(world, scope);
  const names = new Map(world.controls.map(({ id, name }) => [id, name]));
  const recommendations = (await gains(world, scope, rows, cells))
    .filter(({ unhealthy }) => unhealthy > 0)
    .map((gain) => fixRow(gain, names))
    .sort((a, b) => b.potentialIncrease - a.potentialIncrease || a.unhealthy - b.unhealthy || byName(a, b));
  const state = stateOf(world, scope, rows);
  return { scope, asOf: world.latest.takenAt, state, recommendations, notVisible: notVisible(world, scope) };
}

function fixRow(
  { id, name, severity, effort, unhealthy, potentialIncrease, noGain, controls }: Gain,
  names: Map<string, string>,
): FixRow {
  const [best] = controls.toSorted(
    (a, b) => b.gain - a.gain || (b.max ?? 0) - (a.max ?? 0) || (a.control < b.control ? -1 : 1),
  );
  const control = best?.control ?? '';
  return {
    id,
    name,
    control,
    controlName: names.get(control) ?? control,
    severity,
    effort,
    unhealthy,
    potentialIncrease,
    noGain,
  };
}
