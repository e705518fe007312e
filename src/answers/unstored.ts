import { UserError } from '../core/errors.ts';
import type { History } from '../core/history.ts';
import { type Cell, scopeMax } from '../core/secure-score.ts';
import type { Posture, PostureReads, ScorePoint } from '../ports.ts';

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
    history: async () => onePoint(points, cells, now),
    maximum: async (_, ids) => scopeMax(cells.filter(({ subscription }) => wanted(ids)(subscription))),
    tallies: async () => {
      throw needsSnapshot('recommendations');
    },
    types: async () => {
      throw needsSnapshot('resources');
    },
    failing: () => {
      throw needsSnapshot('resources');
    },
    controls: async () => [...controls],
    recommendations: async () => {
      throw needsSnapshot('recommendations');
    },
    log: {
      changes: async () => 0,
      read: async () => {
        throw needsSnapshot('explanations');
      },
      cellSteps: async () => [],
      resources: async () => new Map(),
      becameVisible: async () => [],
      members: async () => new Map(),
      actors: async () => [],
    },
  };
}

/** The reading as the only snapshot of its history. */
function onePoint(points: readonly ScorePoint[], cells: readonly Cell[], now: Date): History {
  const maxima = Map.groupBy(cells, ({ subscription }) => subscription);
  const members = points.map(({ snapshot, subscription, score }) => ({
    id: subscription.id,
    places: [{ snapshot, place: subscription }],
    scores: [{ snapshot, score }],
    maxima: (maxima.get(subscription.id) ?? []).map(({ control, max }) => ({ snapshot, control, max })),
  }));
  return { snapshots: [{ id: 0, at: now.getTime() }], members: once(members) };
}

async function* once<T>(slice: T): AsyncGenerator<T> {
  yield slice;
}

const needsSnapshot = (what: string) =>
  new UserError(`There is no snapshot yet, and ${what} are read from one. Take it with: npm run snapshot`);
