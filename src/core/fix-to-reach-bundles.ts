import type { Membership } from './what-if.ts';

/** Percentage points of a scope that come back once all of `needs` are fixed. Recommendations go by numbers. */
export type Bundle = { needs: readonly number[]; value: number };

type Row = { subscription: string; resource: number; recommendation: string };

/** What is known of the resources of a scope, added slice by slice; a slice holds every row of its resources. */
export type Failures = {
  add(rows: readonly Row[]): void;
  bundles(): Bundle[];
  /** Resources, each once, that fail any of these. */
  resources(picks: readonly number[]): number;
};

/**
 * Resources that turn healthy in a control by the same recommendations are worth their sum together, and nothing less
 * than all of these gains it: a resource is unhealthy in a control while any counting recommendation there is (DOMAIN:
 * "counts once per control"). `worth`: percentage points that one resource regains in a control of a subscription.
 */
export function collectFailures(
  membership: Membership,
  numberOf: ReadonlyMap<string, number>,
  worth: (subscription: string, control: string) => number,
): Failures {
  const bundles = new Map<string, { needs: number[]; value: number }>();
  const failing = new Map<string, { failed: readonly number[]; resources: number }>();
  const addResource = (rows: readonly Row[]) => {
    const known = rows.filter(({ recommendation }) => numberOf.has(recommendation));
    const numbers = numbersOf(known, numberOf);
    const key = numbers.join();
    failing.set(key, { failed: numbers, resources: (failing.get(key)?.resources ?? 0) + 1 });
    for (const [control, needs] of byControl(known, membership, numberOf)) {
      const value = worth(known[0]?.subscription ?? '', control);
      if (value <= 0) continue;
      const name = needs.join();
      bundles.set(name, { needs, value: (bundles.get(name)?.value ?? 0) + value });
    }
  };
  return {
    add: (rows) => {
      for (const of of Map.groupBy(rows, ({ resource }) => resource).values()) addResource(of);
    },
    bundles: () => [...bundles.values()],
    resources: (picks) => {
      const picked = new Set(picks);
      const any = [...failing.values()].filter(({ failed }) => failed.some((one) => picked.has(one)));
      return any.reduce((sum, { resources }) => sum + resources, 0);
    },
  };
}

const numbersOf = (rows: readonly Row[], numberOf: ReadonlyMap<string, number>): number[] =>
  [...new Set(rows.flatMap(({ recommendation }) => numberOf.get(recommendation) ?? []))].sort(
    (a, b) => a - b,
  );

function byControl(rows: readonly Row[], membership: Membership, numberOf: ReadonlyMap<string, number>) {
  const counted = new Map<string, Row[]>();
  for (const row of rows) {
    for (const control of membership.get(row.recommendation) ?? []) {
      const of = counted.get(control);
      if (of === undefined) counted.set(control, [row]);
      else of.push(row);
    }
  }
  return [...counted].map(([control, of]) => [control, numbersOf(of, numberOf)] as const);
}
