/** So many resources of one control in one subscription would turn healthy. */
export type Turned = { subscription: string; control: string; resources: number };
/** Recommendation → the controls that it counts in. */
export type Membership = ReadonlyMap<string, readonly string[]>;
type Row = { subscription: string; resource: number; recommendation: string };

/**
 * Which resources turn healthy in which control once the recommendations in `fixed` are fixed, out of all that they fail
 * now. A resource is unhealthy in a control while any counting recommendation there is (DOMAIN: "counts once per
 * control"), so it turns only where all that it fails there are fixed. `rows` hold every row of a resource.
 */
export function turnedHealthy(
  rows: readonly Row[],
  membership: Membership,
  fixed: ReadonlySet<string>,
): Turned[] {
  const turned = new Map<string, Turned>();
  for (const of of Map.groupBy(rows, ({ resource }) => resource).values()) {
    const left = new Set(of.filter((row) => !fixed.has(row.recommendation)).flatMap(controlsOf(membership)));
    const gone = new Set(of.filter((row) => fixed.has(row.recommendation)).flatMap(controlsOf(membership)));
    const subscription = of[0]?.subscription ?? '';
    for (const control of gone) {
      if (left.has(control)) continue;
      const key = `${subscription} ${control}`;
      const before = turned.get(key)?.resources ?? 0;
      turned.set(key, { subscription, control, resources: before + 1 });
    }
  }
  return [...turned.values()];
}

const controlsOf =
  (membership: Membership) =>
  ({ recommendation }: Row): readonly string[] =>
    membership.get(recommendation) ?? [];

/** How many of the resources that fail any of `fixed` fail each of the other recommendations. */
export function companions(rows: readonly Row[], fixed: ReadonlySet<string>): Map<string, number> {
  const counted = new Map<string, number>();
  for (const of of Map.groupBy(rows, ({ resource }) => resource).values()) {
    if (!of.some(({ recommendation }) => fixed.has(recommendation))) continue;
    for (const { recommendation } of of) {
      if (!fixed.has(recommendation)) counted.set(recommendation, (counted.get(recommendation) ?? 0) + 1);
    }
  }
  return counted;
}
