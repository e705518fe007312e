import { UserError } from '../core/errors.ts';
import { scopeMax } from '../core/secure-score.ts';
import type { Posture, PostureReads } from '../ports.ts';

/** One reading of scores and controls, as if it were the only snapshot. Nothing of it is stored. */
export function unstored({ estate, scores, cells, controls }: Posture, now: Date): PostureReads {
  const scoreOf = new Map(scores.map(({ subscription, score }) => [subscription, score]));
  const wanted = (ids: readonly string[] | null) => (id: string) => ids === null || ids.includes(id);
  const points = estate.subscriptions.map((subscription) => ({
    snapshot: 0,
    subscription,
    score: scoreOf.get(subscription.id) ?? null,
  }));
  return {
    latest: async () => ({ id: 0, takenAt: now.toISOString() }),
    snapshotsAt: async () => [],
    estate: async () => estate,
    scores: async (_, ids) => points.filter(({ subscription }) => wanted(ids)(subscription.id)),
    cells: async (_, ids) => cells.filter(({ subscription }) => wanted(ids)(subscription)),
    maximum: async (_, ids) => scopeMax(cells.filter(({ subscription }) => wanted(ids)(subscription))),
    tallies: async () => {
      throw new UserError(
        'There is no snapshot yet, and recommendations are read from one. Take it with: npm run snapshot',
      );
    },
    controls: async () => [...controls],
    recommendations: async () => [],
  };
}
