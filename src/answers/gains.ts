import { setImmediate as turn } from 'node:timers/promises';
import type { NoGainAlone } from '../cards/what-if-data.ts';
import type { Scope } from '../core/scope.ts';
import { type Cell, pointsOf, type Weighed } from '../core/secure-score.ts';
import type { Recommendation } from '../core/snapshot.ts';
import type { Sole, Tally } from '../ports.ts';
import { isKnown, valueIn } from './standing.ts';
import type { World } from './world.ts';

/** What fixing one recommendation brings, in percentage points of the scope: in all, and in each control. */
export type Gain = {
  id: string;
  name: string;
  severity: string | null;
  effort: string | null;
  healthy: number;
  unhealthy: number;
  notApplicable: number;
  potentialIncrease: number;
  /** Why that is 0; null where there is a gain. */
  noGain: NoGainAlone | null;
  /** `max`: the most points of the control in a subscription where it counts, null where it counts in none. */
  controls: readonly { control: string; gain: number; max: number | null }[];
};

/**
 * Every recommendation that counts in one of the controls given by `cells`. Its gain in a control is
 * `max · (resources for which it is the only unhealthy one there) / (h + u)`, weighed into the scope. None where the
 * scope's score is unknown: what they gain is then unknown too.
 */
export async function gains(
  world: World,
  scope: Scope,
  rows: readonly Weighed[],
  cells: readonly Cell[],
): Promise<Gain[]> {
  if (!isKnown(scope, rows)) return [];
  const { tallies, soles } = await world.posture.tallies(rows.map(({ id }) => id));
  // Of a wide scope these are some ten thousand rows: others get their turn before the sums.
  await turn();
  const shown = new Set(cells.map((cell) => cell.control));
  const inControls = membership(world.controls.filter(({ id }) => shown.has(id)));
  const counts = Map.groupBy(tallies, (tally) => tally.recommendation);
  const value = valueIn(scope, rows);
  const won = wins(value, cells, soles);
  const maxima = maximaOf(cells);
  return (await world.posture.recommendations())
    .filter(({ id, preview }) => !preview && inControls.has(id))
    .map((recommendation) => {
      const { id } = recommendation;
      const parts = (inControls.get(id) ?? []).map((control) => ({
        control,
        gain: won.get(`${id} ${control}`) ?? 0,
        max: maxima.get(control) ?? null,
      }));
      return gain(recommendation, counts.get(id) ?? [], parts);
    });
}

/** Percentage points by recommendation and control, keyed `recommendation control`. */
function wins(
  value: (subscription: string) => number,
  cells: readonly Cell[],
  soles: readonly Sole[],
): Map<string, number> {
  const cellAt = new Map(cells.map((cell) => [`${cell.subscription} ${cell.control}`, cell]));
  const won = new Map<string, number>();
  for (const { subscription, control, recommendation, unhealthy } of soles) {
    const cell = cellAt.get(`${subscription} ${control}`);
    if (cell === undefined) continue;
    const key = `${recommendation} ${control}`;
    won.set(key, (won.get(key) ?? 0) + value(subscription) * pointsOf(cell, unhealthy));
  }
  return won;
}

function membership(definitions: readonly { id: string; recommendations: readonly string[] }[]) {
  const pairs = definitions.flatMap(({ id, recommendations }) => recommendations.map((key) => ({ key, id })));
  return new Map([...Map.groupBy(pairs, ({ key }) => key)].map(([key, of]) => [key, of.map(({ id }) => id)]));
}

function gain(
  { id, name, severity, effort }: Recommendation,
  tallies: readonly Tally[],
  controls: Gain['controls'],
): Gain {
  const total = (of: (tally: Tally) => number) => tallies.reduce((sum, tally) => sum + of(tally), 0);
  const unhealthy = total((tally) => tally.unhealthy);
  const potentialIncrease = controls.reduce((sum, part) => sum + part.gain, 0);
  return {
    id,
    name,
    severity,
    effort,
    healthy: total((tally) => tally.healthy),
    unhealthy,
    notApplicable: total((tally) => tally.notApplicable),
    potentialIncrease,
    noGain: potentialIncrease > 0 ? null : unhealthy === 0 ? 'healthy' : whyNoGain(controls),
    controls,
  };
}

function whyNoGain(controls: Gain['controls']): NoGainAlone {
  const counted = controls.flatMap(({ max }) => max ?? []);
  if (counted.length === 0) return 'not-counted-yet';
  return counted.every((max) => max === 0) ? 'no-points' : 'others-too';
}

function maximaOf(cells: readonly Cell[]): ReadonlyMap<string, number> {
  const maxima = new Map<string, number>();
  for (const { control, max, healthy, unhealthy } of cells) {
    if (healthy + unhealthy > 0) maxima.set(control, Math.max(max, maxima.get(control) ?? 0));
  }
  return maxima;
}
