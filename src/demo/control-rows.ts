import type { Assessment, ControlDefinition, ControlRow, Health, ScoreRow } from '../core/snapshot.ts';
import { CONTROLS } from './controls.ts';

/** One row and how Azure's controls count it: mitigated exemptions count as healthy while the row says otherwise. */
export type Counted = { row: Assessment; as: Health };

/** The controls that each recommendation counts in: none for a preview one. */
export type Membership = ReadonlyMap<string, readonly string[]>;

const RANK: Record<Health, number> = { 'not-applicable': 0, healthy: 1, unhealthy: 2 };

export function membership(
  controls: readonly ControlDefinition[],
  recommendations: readonly { id: string; preview: boolean }[],
): Membership {
  return new Map(
    recommendations
      .filter(({ preview }) => !preview)
      .map(({ id }) => [id, controls.filter((one) => one.recommendations.includes(id)).map((one) => one.id)]),
  );
}

/**
 * Azure's rows of the controls that have a resource. `max` is 0 where none is healthy or unhealthy; `current` is
 * rounded to 2 decimals. `maxima`: a control's maximum where it is not the documented one.
 */
export function controlRows(
  rows: Iterable<Counted>,
  counting: Membership,
  maxima: ReadonlyMap<string, number>,
): ControlRow[] {
  const worst = worstByControl(rows, counting);
  return CONTROLS.flatMap(({ id, max }) => {
    const resources = worst.get(id);
    return resources === undefined ? [] : [controlRow(id, maxima.get(id) ?? max, [...resources.values()])];
  });
}

/** Azure's total: the sum of rounded currents, of the maxima that count. */
export function scoreRow(controls: readonly ControlRow[], weight: number): ScoreRow {
  const current = controls.reduce((sum, control) => sum + control.current, 0);
  const max = controls.reduce((sum, control) => sum + control.max, 0);
  return { current: rounded(current), max, weight };
}

/** Per control, the worst that its recommendations say of each resource. */
function worstByControl(rows: Iterable<Counted>, counting: Membership): Map<string, Map<string, number>> {
  const controls = new Map<string, Map<string, number>>();
  for (const { row, as } of rows) {
    const rank = RANK[as];
    for (const id of counting.get(row.recommendation) ?? []) {
      const resources = controls.get(id) ?? new Map<string, number>();
      if (resources.size === 0) controls.set(id, resources);
      if (rank > (resources.get(row.resource) ?? -1)) resources.set(row.resource, rank);
    }
  }
  return controls;
}

function controlRow(control: string, documented: number, ranks: readonly number[]): ControlRow {
  const count = (health: Health) => ranks.filter((rank) => rank === RANK[health]).length;
  const [healthy, unhealthy] = [count('healthy'), count('unhealthy')];
  const max = healthy + unhealthy > 0 ? documented : 0;
  const current = max > 0 ? rounded((max * healthy) / (healthy + unhealthy)) : 0;
  return { control, current, max, healthy, unhealthy, notApplicable: count('not-applicable') };
}

function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}
