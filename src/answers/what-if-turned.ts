import { type Turned, turnedHealthy } from '../core/what-if.ts';
import type { WhatIfKnown } from './what-if-known.ts';
import type { World } from './world.ts';

/** What turns healthy, and how many distinct resources that takes. */
type Outcome = { turned: readonly Turned[]; resources: number };

/** One thing is known by its counts; for several, resources are looked at one by one. */
export async function turnedBy(world: World, known: WhatIfKnown): Promise<Outcome> {
  const controls = wholeControls(known);
  const { fixed, soles, tallies } = known;
  if (fixed.length > 1) return together(world, known, controls);
  const [only] = fixed;
  if (only?.kind === 'control') return { turned: controls, resources: sum(controls) };
  const alone = soles
    .filter(({ recommendation }) => recommendation === only?.id)
    .map(({ subscription, control, unhealthy }) => ({ subscription, control, resources: unhealthy }));
  const failing = tallies.filter(({ recommendation }) => recommendation === only?.id);
  return { turned: alone, resources: failing.reduce((total, { unhealthy }) => total + unhealthy, 0) };
}

/** A fixed control regains all that it lacks, by Azure's own counts. */
const wholeControls = ({ cells, fixedControls }: WhatIfKnown): Turned[] =>
  cells
    .filter(({ control }) => fixedControls.has(control))
    .map(({ subscription, control, unhealthy }) => ({ subscription, control, resources: unhealthy }));

/**
 * Several at once: a resource that fails two of them turns only by both, so no count tells. Read are the subscriptions
 * in which any of them is unhealthy, and of those only what may stand in the way in the same controls.
 */
async function together(world: World, known: WhatIfKnown, controls: readonly Turned[]): Promise<Outcome> {
  const { fixedControls, fixedRecommendations, inFixed, membership, unhealthy } = known;
  const fixed = new Set([...fixedRecommendations, ...inFixed]);
  const touched = new Set([...fixedRecommendations].flatMap((id) => membership.get(id) ?? []));
  const asked = [...membership].flatMap(([id, of]) => (of.some((one) => touched.has(one)) ? [id] : []));
  const ids = [...new Set([...fixed].flatMap((id) => [...(unhealthy.get(id) ?? [])]))];
  const turned: Turned[] = [...controls];
  let resources = 0;
  for await (const rows of world.posture.failing(ids, [...new Set([...asked, ...fixed])])) {
    const bad = rows.filter(({ recommendation }) => fixed.has(recommendation));
    resources += new Set(bad.map(({ resource }) => resource)).size;
    const slice = turnedHealthy(rows, membership, fixedRecommendations);
    turned.push(...slice.filter(({ control }) => !fixedControls.has(control)));
  }
  return { turned, resources };
}

const sum = (turned: readonly Turned[]): number =>
  turned.reduce((total, { resources }) => total + resources, 0);
