import type { Fixed, WhatIfData, WonControl } from '../cards/what-if-data.ts';
import { byName } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import { pointsOf, type Standing } from '../core/secure-score.ts';
import type { Turned } from '../core/what-if.ts';
import { failingMost, whyNoGain } from './no-gain.ts';
import { standingIn, standingNow, stateOf, valueIn } from './standing.ts';
import { knownFor, type WhatIfKnown } from './what-if-known.ts';
import { turnedBy } from './what-if-turned.ts';
import { notVisible, type World } from './world.ts';

/**
 * The score of a scope once all of `fixed` is fixed. A control counts as its own potential increase, recommendations by
 * the resources that fail nothing else in a control: alone as `fix` has it, several together resource by resource.
 */
export async function whatIf(world: World, scope: Scope, fixed: readonly Fixed[]): Promise<WhatIfData> {
  const { rows, cells } = await standingNow(world, scope);
  const before = standingIn(scope, rows, cells);
  const known = await knownFor(world, rows, cells, fixed);
  const { turned, resources } = await turnedBy(world, known);
  const controls = wonControls(known, turned, valueIn(scope, rows));
  const gain = before.percentage === null ? null : controls.reduce((sum, won) => sum + won.gain, 0);
  const noGain = gain === null || gain > 0 ? null : whyNoGain(known);
  return {
    scope,
    asOf: world.latest.takenAt,
    state: stateOf(world, scope, rows),
    fixed,
    before,
    after: raised(before, gain),
    gain,
    resources: gain === null ? null : resources,
    controls,
    noGain,
    other: noGain === 'others-too' ? await failingMost(world, known) : null,
    atLeast: spills(known),
    notVisible: notVisible(world, scope),
  };
}

/** Azure rounds what it has, so that all gains together may be a hair more than what is missing. */
export function raised({ percentage, current, max }: Standing, gain: number | null): Standing {
  if (percentage === null || current === null || max === null || gain === null)
    return { percentage: null, current: null, max: null };
  const after = Math.min(100, percentage + gain);
  return { percentage: after, current: (max * after) / 100, max };
}

function wonControls(
  { cells, names }: WhatIfKnown,
  turned: readonly Turned[],
  value: (subscription: string) => number,
): WonControl[] {
  const cellAt = new Map(cells.map((cell) => [`${cell.subscription} ${cell.control}`, cell]));
  const won = new Map<string, WonControl>();
  for (const { subscription, control, resources } of turned) {
    const cell = cellAt.get(`${subscription} ${control}`);
    if (cell === undefined) continue;
    const { healthy, gain } = won.get(control) ?? { healthy: 0, gain: 0 };
    won.set(control, {
      id: control,
      name: names.get(control) ?? control,
      healthy: healthy + resources,
      gain: gain + value(subscription) * pointsOf(cell, resources),
    });
  }
  return [...won.values()].filter(({ gain }) => gain > 0).sort((a, b) => b.gain - a.gain || byName(a, b));
}

/** Whether a recommendation of a fixed control is unhealthy here and counts in another control that still lacks points. */
function spills({ fixedControls, fixedRecommendations, inFixed, membership, unhealthy, cells }: WhatIfKnown) {
  const open = new Set(
    cells.filter((cell) => cell.max > 0 && cell.unhealthy > 0).map(({ control }) => control),
  );
  return [...inFixed].some(
    (id) =>
      !fixedRecommendations.has(id) &&
      (unhealthy.get(id)?.size ?? 0) > 0 &&
      (membership.get(id) ?? []).some((control) => open.has(control) && !fixedControls.has(control)),
  );
}
