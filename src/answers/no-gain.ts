import type { Fixed, NoGain } from '../cards/what-if-data.ts';
import { companions } from '../core/what-if.ts';
import type { WhatIfKnown } from './what-if-known.ts';
import type { World } from './world.ts';

/** Of several reasons the one that tells most. */
const TELLING: readonly NoGain[] = [
  'others-too',
  'not-counted-yet',
  'no-points',
  'preview',
  'no-control',
  'healthy',
  'not-assessed',
];

/** Why fixing it gains nothing. */
export function whyNoGain(known: WhatIfKnown): NoGain {
  const reasons = known.fixed.map((one) =>
    one.kind === 'control' ? whyControl(one.id, known) : whyRecommendation(one.id, known),
  );
  return TELLING.find((reason) => reasons.includes(reason)) ?? 'not-assessed';
}

function whyControl(id: string, { cells }: WhatIfKnown): NoGain {
  const own = cells.filter(({ control, healthy, unhealthy }) => control === id && healthy + unhealthy > 0);
  if (own.length === 0) return 'not-assessed';
  if (own.every(({ unhealthy }) => unhealthy === 0)) return 'healthy';
  return own.every(({ max }) => max === 0) ? 'no-points' : 'not-counted-yet';
}

function whyRecommendation(
  id: string,
  { tallies, recommendations, membership, cells, soles }: WhatIfKnown,
): NoGain {
  const own = tallies.filter(({ recommendation }) => recommendation === id);
  if (own.every(({ healthy, unhealthy }) => healthy + unhealthy === 0)) return 'not-assessed';
  if (own.every(({ unhealthy }) => unhealthy === 0)) return 'healthy';
  if (recommendations.get(id)?.preview === true) return 'preview';
  const controls = membership.get(id) ?? [];
  if (controls.length === 0) return 'no-control';
  const counted = cells.filter(
    ({ control, healthy, unhealthy }) => controls.includes(control) && healthy + unhealthy > 0,
  );
  if (counted.length > 0 && counted.every(({ max }) => max === 0)) return 'no-points';
  const worth = new Set(counted.filter(({ max }) => max > 0).map(({ control }) => control));
  const alone = soles.some(({ recommendation, control }) => recommendation === id && worth.has(control));
  return counted.length === 0 || alone ? 'not-counted-yet' : 'others-too';
}

/** Enough resources to know what stands in the way most often. */
const LOOKED_AT = 2_000;

/** The counting recommendation that the same resources fail most often beside what is fixed; null with a control. */
export async function failingMost(world: World, known: WhatIfKnown): Promise<Fixed | null> {
  const { fixedControls, fixedRecommendations: fixed, recommendations, unhealthy } = known;
  if (fixedControls.size > 0) return null;
  const ids = [...new Set([...fixed].flatMap((id) => [...(unhealthy.get(id) ?? [])]))];
  const counted = new Map<string, number>();
  let seen = 0;
  for await (const rows of world.posture.failing(ids, rivals(known))) {
    for (const [id, times] of companions(rows, fixed)) counted.set(id, (counted.get(id) ?? 0) + times);
    seen += rows.filter(({ recommendation }) => fixed.has(recommendation)).length;
    if (seen >= LOOKED_AT) break;
  }
  const [most] = [...counted].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (most === undefined) return null;
  return { kind: 'recommendation', id: most[0], name: recommendations.get(most[0])?.name ?? most[0] };
}

/** Whatever counts in a control with points in which something fixed counts. */
function rivals({ cells, membership, fixedRecommendations }: WhatIfKnown): string[] {
  const worth = new Set(cells.filter(({ max }) => max > 0).map(({ control }) => control));
  const touched = new Set(
    [...fixedRecommendations]
      .flatMap((id) => membership.get(id) ?? [])
      .filter((control) => worth.has(control)),
  );
  return [...membership].flatMap(([id, of]) => (of.some((control) => touched.has(control)) ? [id] : []));
}
