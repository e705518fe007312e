/**
 * Assessments of one subscription: by resource, its recommendations and their states in turns. Lists, because most
 * resources have a handful and a `Map` each would cost more than all the comparing.
 */
export type Assessments = Map<number, number[]>;

/** The rows of a resource, to be added to. */
export function rowsOf(assessments: Assessments, resource: number): number[] {
  const known = assessments.get(resource);
  if (known !== undefined) return known;
  const rows: number[] = [];
  assessments.set(resource, rows);
  return rows;
}

/**
 * Where the recommendation stands in the rows, or -1. `guess` is looked at first: two readings list the same resource
 * in the same order, give or take.
 */
export function placeOf(rows: readonly number[], recommendation: number, guess = 0): number {
  if (rows[guess] === recommendation) return guess;
  for (let at = 0; at < rows.length; at += 2) if (rows[at] === recommendation) return at;
  return -1;
}

/** Recommendation → state. */
export function byRecommendation(rows: readonly number[] | undefined): Map<number, number> {
  const states = new Map<number, number>();
  for (let at = 0; at + 1 < (rows?.length ?? 0); at += 2) states.set(rows?.[at] ?? 0, rows?.[at + 1] ?? 0);
  return states;
}
