import type { Contributed } from '../cards/data.ts';
import { deedOf, sharesOf } from '../core/actor.ts';
import type { Contribution } from '../core/explain.ts';
import type { StoredActor } from '../ports/actors.ts';
import type { World } from './world.ts';

/** Of so many resources it is looked up at most who changed them: some 100 ms. */
const MOST = 20_000;

/** A contribution of which it is not yet told who caused it. */
export type Anonymous = Omit<Contributed, 'actors'>;

/** The same contributions with their actors, where any are stored. `causes`: what they were told from, in their order. */
export async function withActors(
  world: World,
  contributions: readonly Anonymous[],
  causes: readonly Contribution[],
  range: { from: number; to: number },
): Promise<Contributed[]> {
  const acted = actedOn(causes);
  const stored = acted.length === 0 ? [] : await world.posture.log.actors(range, acted);
  const known = new Map(stored.map((one) => [`${one.resource} ${one.deed}`, one]));
  return contributions.map((one, at) => ({ ...one, actors: sharesOf(actorsOf(causes[at], known)) }));
}

function actedOn(causes: readonly Contribution[]): number[] {
  const found = new Set<number>();
  for (const { cause, resources } of causes) {
    if (deedOf(cause) === null) continue;
    for (const resource of resources) {
      if (found.size === MOST) return [...found];
      found.add(resource);
    }
  }
  return [...found];
}

function actorsOf(one: Contribution | undefined, known: ReadonlyMap<string, StoredActor>): StoredActor[] {
  const deed = one === undefined ? null : deedOf(one.cause);
  if (one === undefined || deed === null || known.size === 0) return [];
  return one.resources.flatMap((resource) => known.get(`${resource} ${deed}`) ?? []);
}
