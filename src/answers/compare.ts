import { setImmediate as turn } from 'node:timers/promises';
import type { CompareData, ComparedControl } from '../cards/compare-data.ts';
import type { NamedControl, ScoreData } from '../cards/data.ts';
import { byName } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import { scoreOf } from './score.ts';
import type { World } from './world.ts';

/** Two scopes side by side, of any kind; each is what `score` says of it. */
export async function comparisonOf(world: World, left: Scope, right: Scope): Promise<CompareData> {
  const ours = await scoreOf(world, left);
  // Two wide scopes are two long reads; others get their turn in between.
  await turn();
  const scopes = [ours, await scoreOf(world, right)] as const;
  return { scopes, controls: controlsOf(...scopes) };
}

function controlsOf(left: ScoreData, right: ScoreData): ComparedControl[] {
  const [ours, theirs] = [byId(left), byId(right)];
  return [...new Map([...theirs, ...ours]).values()]
    .map(({ id, name }) => ({
      id,
      name,
      left: shareOf(left, ours.get(id)),
      right: shareOf(right, theirs.get(id)),
    }))
    .sort(mostDifferent);
}

const byId = ({ controls }: ScoreData) => new Map(controls.map((control) => [control.id, control]));

/** Percent of its points, as `controls` shows them; null where it does not count. */
function shareOf({ percentage }: ScoreData, control: NamedControl | undefined): number | null {
  if (percentage === null || control === undefined) return null;
  if (!(control.max > 0) || control.healthy + control.unhealthy === 0) return null;
  return control.current === null ? null : (100 * control.current) / control.max;
}

/** What two divisions may differ by that mean the same number. */
const NOISE = 1e-9;

function mostDifferent(a: ComparedControl, b: ComparedControl): number {
  const difference = sizeOf(b) - sizeOf(a);
  return Math.abs(difference) > NOISE ? difference : byName(a, b);
}

/** Those that only one side has come after all differences, those that neither has after them. */
function sizeOf({ left, right }: ComparedControl): number {
  if (left !== null && right !== null) return Math.abs(left - right);
  return left === null && right === null ? -2 : -1;
}
