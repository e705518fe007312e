import { setImmediate as turn } from 'node:timers/promises';
import type { FixRow } from '../cards/data.ts';
import type { FixStep, FixToReachData } from '../cards/fix-to-reach-data.ts';
import { type Fixable, fixToReach, inOrder, type Reach } from '../core/fix-to-reach.ts';
import { collectFailures, type Failures } from '../core/fix-to-reach-bundles.ts';
import { byName } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import { pointsOf, type Standing } from '../core/secure-score.ts';
import { whatToFix } from './fix.ts';
import { standingIn, standingNow, stateOf, valueIn } from './standing.ts';
import { raised } from './what-if.ts';
import { knownFor, type WhatIfKnown } from './what-if-known.ts';
import { notVisible, type World } from './world.ts';

const UNKNOWN: Standing = { percentage: null, current: null, max: null };
const NO_STEPS = { after: UNKNOWN, most: null, steps: [], smallest: null, fewest: null, resources: null };

/** Azure rounds what stands, so that everything fixed may come to a hair less than the whole. */
const ROUNDING = 0.05;

/** The fewest recommendations whose fixing takes a scope to `target` percent, by the arithmetic of `what if`. */
export async function fixesToReach(world: World, scope: Scope, target: number): Promise<FixToReachData> {
  const { rows, cells } = await standingNow(world, scope);
  const before = standingIn(scope, rows, cells);
  const told = {
    scope,
    asOf: world.latest.takenAt,
    state: stateOf(world, scope, rows),
    target,
    before,
    ...NO_STEPS,
    notVisible: notVisible(world, scope),
  };
  if (before.percentage === null) return { ...told, outcome: 'unknown' };
  if (before.percentage >= target) return { ...told, outcome: 'already' };
  const known = await knownFor(world, rows, cells, []);
  await turn();
  const { listed, failures } = await failuresOf(world, known, valueIn(scope, rows));
  const fixable: Fixable = { bundles: failures.bundles(), work: listed.map(({ unhealthy }) => unhealthy) };
  const all = fixable.bundles.reduce((sum, { value }) => sum + value, 0);
  const most = Math.min(100, before.percentage + all);
  const missing = target - before.percentage;
  const need = missing > all && missing - all <= ROUNDING ? all : missing;
  const reach = all > 0 ? await finished(fixToReach(fixable, need)) : null;
  if (reach === null || reach.outcome === 'short') return { ...told, outcome: 'short', most };
  const { choice, fewest } = reach;
  await turn();
  return {
    ...told,
    outcome: 'reached',
    after: raised(before, choice.value),
    most,
    steps: await stepsOf(world, scope, before.percentage, inOrder(choice.picks, fixable), listed),
    smallest: choice.picks.length === fewest,
    fewest,
    resources: failures.resources(choice.picks),
  };
}

type Listed = { id: string; unhealthy: number };

/** All that counts in a control with points, in the order of names, and what the resources of the scope fail of it. */
async function failuresOf(
  world: World,
  { membership, recommendations, cells, tallies, unhealthy }: WhatIfKnown,
  value: (subscription: string) => number,
): Promise<{ listed: Listed[]; failures: Failures }> {
  const worthOf = new Map(
    cells.map((cell) => [
      `${cell.subscription} ${cell.control}`,
      value(cell.subscription) * pointsOf(cell, 1),
    ]),
  );
  const open = new Set(cells.filter((cell) => cell.max > 0).map(({ control }) => control));
  const counts = Map.groupBy(tallies, ({ recommendation }) => recommendation);
  const listed = [...membership]
    .filter(([id, controls]) => unhealthy.has(id) && controls.some((control) => open.has(control)))
    .map(([id]) => recommendations.get(id) ?? { id, name: id })
    .sort(byName)
    .map(({ id }) => ({ id, unhealthy: sum(counts.get(id) ?? []) }));
  const numbers = new Map(listed.map(({ id }, number) => [id, number]));
  const failures = collectFailures(
    membership,
    numbers,
    (subscription, control) => worthOf.get(`${subscription} ${control}`) ?? 0,
  );
  const ids = new Set(listed.flatMap(({ id }) => [...(unhealthy.get(id) ?? [])]));
  for await (const slice of world.posture.failing([...ids], [...numbers.keys()])) failures.add(slice);
  return { listed, failures };
}

const sum = (tallies: WhatIfKnown['tallies']): number =>
  tallies.reduce((total, { unhealthy }) => total + unhealthy, 0);

/** So long a stretch of searching keeps nobody waiting. */
const AT_ONCE_MS = 10;

/** The search to its end, with turns of the loop in between. */
async function finished(search: Generator<void, Reach>): Promise<Reach> {
  for (let since = performance.now(); ; ) {
    const step = search.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < AT_ONCE_MS) continue;
    await turn();
    since = performance.now();
  }
}

async function stepsOf(
  world: World,
  scope: Scope,
  before: number,
  order: readonly { pick: number; gain: number }[],
  listed: readonly Listed[],
): Promise<FixStep[]> {
  const { recommendations } = await whatToFix(world, scope);
  const rows = new Map<string, FixRow>(recommendations.map((row) => [row.id, row]));
  let running = before;
  return order.flatMap(({ pick, gain }) => {
    const row = rows.get(listed[pick]?.id ?? '');
    if (row === undefined) return [];
    running += gain;
    return [{ ...row, gain, percentage: Math.min(100, running) }];
  });
}
