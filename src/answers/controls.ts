import type { ControlData, ControlsData, NamedControl } from '../cards/data.ts';
import { byName } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import { type Cell, scopeControls, subscriptionControls, type Weighed } from '../core/secure-score.ts';
import { gains } from './gains.ts';
import { isKnown, standingNow, stateOf } from './standing.ts';
import { isSingle, notVisible, type World } from './world.ts';

/**
 * The controls of a scope, most potential increase first. Where its score is unknown, so is what they would bring: then
 * those alone that are worth no points, and bring none whatever the score is.
 */
export function controlsOf(
  world: World,
  scope: Scope,
  rows: readonly Weighed[],
  cells: readonly Cell[],
): NamedControl[] {
  const names = new Map(world.controls.map(({ id, name }) => [id, name]));
  const controls = isSingle(scope)
    ? subscriptionControls(rows[0]?.score ?? null, cells)
    : scopeControls(rows, cells);
  return controls
    .filter(({ max }) => max === 0 || isKnown(scope, rows))
    .map((control) => ({ ...control, name: names.get(control.id) ?? control.id }))
    .sort((a, b) => b.potentialIncrease - a.potentialIncrease || byName(a, b));
}

/** Every control of a scope. */
export async function allControls(world: World, scope: Scope): Promise<ControlsData> {
  const { rows, cells } = await standingNow(world, scope);
  const controls = controlsOf(world, scope, rows, cells);
  const state = stateOf(world, scope, rows);
  return { scope, asOf: world.latest.takenAt, state, controls, notVisible: notVisible(world, scope) };
}

/** One control of a scope and the recommendations in it. */
export async function oneControl(world: World, scope: Scope, id: string): Promise<ControlData> {
  const { rows, cells } = await standingNow(world, scope);
  const controls = controlsOf(world, scope, rows, cells).filter((control) => control.id === id);
  const own = cells.filter((cell) => cell.control === id);
  const recommendations = (await gains(world, scope, rows, own))
    .map(({ controls: _, ...row }) => row)
    .sort((a, b) => b.potentialIncrease - a.potentialIncrease || b.unhealthy - a.unhealthy || byName(a, b));
  return {
    scope,
    asOf: world.latest.takenAt,
    state: stateOf(world, scope, rows),
    controls,
    recommendations,
    notVisible: notVisible(world, scope),
  };
}
