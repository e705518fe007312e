import type { Recommendation, SnapshotPart } from '../core/snapshot.ts';
import { recommendationReader } from './assessment-rows.ts';
import type { Overview } from './overview.ts';
import { recommendationsQuery } from './queries.ts';
import { type Reading, readSlices, type Slicing } from './reading.ts';

type Catalog = Extract<SnapshotPart, { kind: 'catalog' }>;

/** A summary answers 1000 keys and pages no further; half of that leaves room for an uneven hash. */
const KEYS: Slicing = { whole: 1000, each: 500, most: 1000 };

/** Recommendations of all scopes, and whether a control counts individual findings, so that they must be read too. */
export async function readRecommendations(
  reading: Reading,
  overview: Overview,
  tenant: string | null,
): Promise<{ recommendations: Recommendation[]; findings: boolean }> {
  const all = new Map<string, Recommendation>();
  for (const [index, scope] of overview.scopes.entries()) {
    if (overview.denied.has(index)) continue;
    const query = (slice: { k: number; of: number } | null) => recommendationsQuery({ tenant, slice });
    for await (const { outcome } of readSlices(reading, recommendationReader, query, scope, KEYS)) {
      if (outcome.kind === 'no-role') overview.denied.add(index);
      else for (const each of outcome.rows) if (!all.has(each.id)) all.set(each.id, each);
    }
  }
  return findingsAmong(reading, overview, [...all.values()]);
}

/** Findings have a category of their own; they are left out unless a control's definition names one of them. */
function findingsAmong(reading: Reading, overview: Overview, all: Recommendation[]) {
  const counting = new Set([...overview.definitions.values()].flatMap((each) => each.recommendations));
  const plain = all.filter(({ category }) => category === null || category.toLowerCase() === 'unknown');
  const findings =
    plain.length < all.length && all.some((each) => counting.has(each.id) && !plain.includes(each));
  if (findings) reading.log.info('A control counts individual findings, so they are read as well');
  return { recommendations: findings ? all : plain, findings };
}

/** Groups that were named or stored before and that nothing shows now are unread; a mere ancestor is not. */
export function catalogOf(
  overview: Overview,
  recommendations: Recommendation[],
  groups: readonly string[],
): Catalog {
  const wanted = [...new Set(groups.map((id) => id.toLowerCase()))];
  return {
    kind: 'catalog',
    groups: [...overview.groups.values()],
    unreadGroups: wanted.filter((id) => !overview.groups.has(id)),
    controls: [...overview.definitions.values()],
    recommendations,
  };
}
