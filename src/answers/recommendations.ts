import type { Recommendation } from '../core/snapshot.ts';
import type { World } from './world.ts';

/** The recommendations that may be named here: those with an assessment in what this conversation may see. */
export async function namedRecommendations({
  posture,
  estate,
  everything,
}: World): Promise<Recommendation[]> {
  const all = await posture.recommendations();
  if (estate.subscriptions.length === everything.subscriptions.length) return all;
  const { tallies } = await posture.tallies(estate.subscriptions.map(({ id }) => id));
  const seen = new Set(tallies.map(({ recommendation }) => recommendation));
  return all.filter(({ id }) => seen.has(id));
}
