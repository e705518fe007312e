import type { Fixed } from '../cards/what-if-data.ts';
import type { Cell, Weighed } from '../core/secure-score.ts';
import type { Recommendation } from '../core/snapshot.ts';
import type { Membership } from '../core/what-if.ts';
import type { Sole, Tally } from '../ports.ts';
import type { World } from './world.ts';

/** What `what if` knows of its scope before any resource is looked at. */
export type WhatIfKnown = {
  fixed: readonly Fixed[];
  fixedControls: ReadonlySet<string>;
  fixedRecommendations: ReadonlySet<string>;
  /** Counting recommendations of the fixed controls. */
  inFixed: ReadonlySet<string>;
  /** By counting recommendations only: a preview is in no control. */
  membership: Membership;
  recommendations: ReadonlyMap<string, Recommendation>;
  /** Names of controls. */
  names: ReadonlyMap<string, string>;
  cells: readonly Cell[];
  tallies: readonly Tally[];
  soles: readonly Sole[];
  /** Recommendation → subscriptions in which some resource fails it. */
  unhealthy: ReadonlyMap<string, ReadonlySet<string>>;
};

export async function knownFor(
  world: World,
  rows: readonly Weighed[],
  cells: readonly Cell[],
  fixed: readonly Fixed[],
): Promise<WhatIfKnown> {
  const { tallies, soles } = await world.posture.tallies(rows.map(({ id }) => id));
  const recommendations = new Map((await world.posture.recommendations()).map((one) => [one.id, one]));
  const idsOf = (kind: Fixed['kind']) =>
    new Set(fixed.filter((one) => one.kind === kind).map(({ id }) => id));
  const fixedControls = idsOf('control');
  const pairs = world.controls.flatMap(({ id: control, recommendations: listed }) =>
    listed
      .filter((id) => recommendations.get(id)?.preview === false)
      .map((recommendation) => ({ control, recommendation })),
  );
  const failed = Map.groupBy(
    tallies.filter(({ unhealthy }) => unhealthy > 0),
    ({ recommendation }) => recommendation,
  );
  return {
    fixed,
    fixedControls,
    fixedRecommendations: idsOf('recommendation'),
    inFixed: new Set(
      pairs.filter(({ control }) => fixedControls.has(control)).map(({ recommendation }) => recommendation),
    ),
    membership: new Map(
      [...Map.groupBy(pairs, ({ recommendation }) => recommendation)].map(([id, of]) => [
        id,
        of.map(({ control }) => control),
      ]),
    ),
    recommendations,
    names: new Map(world.controls.map(({ id, name }) => [id, name])),
    cells,
    tallies,
    soles,
    unhealthy: new Map(
      [...failed].map(([id, of]) => [id, new Set(of.map(({ subscription }) => subscription))]),
    ),
  };
}
