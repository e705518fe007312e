import type { ControlRow, ScoreRow } from './snapshot.ts';

/** A score at one moment. `percentage` 0 to 100; `current` and `max` in Azure's points; null is unknown, never 0. */
export type Standing = { percentage: number | null; current: number | null; max: number | null };

/** One subscription's or connector's row in an aggregate. */
export type Weighed = { id: string; score: ScoreRow | null };

/** One control in one subscription. */
export type Cell = ControlRow & { subscription: string };

/**
 * A control of a scope. `current` and `max` in points, `potentialIncrease` in percentage points of the scope. `current`
 * is null where it would count, and no subscription that it is assessed in has a score.
 */
export type Control = {
  id: string;
  current: number | null;
  max: number;
  healthy: number;
  unhealthy: number;
  notApplicable: number;
  potentialIncrease: number;
};

const UNKNOWN: Standing = { percentage: null, current: null, max: null };

/** Azure's row as it stands: `100 · current / max`; unknown where nothing is assessed (`max` 0). */
export function standing(score: ScoreRow | null): Standing {
  if (score === null || !(score.max > 0)) return UNKNOWN;
  return { percentage: (100 * score.current) / score.max, current: score.current, max: score.max };
}

/**
 * Percent of several subscriptions: `Σ w·(current/max) / Σ w` over those with `max > 0` and a known weight, 0 to 100.
 * null where no weight counts. As the built-in workbook and the Power BI model have it, and Microsoft's own overview
 * query (microsoft/zerotrustassessment, `Add-ZtOverviewCloudSecureScore.ps1`).
 */
export function scopePercentage(rows: readonly Weighed[]): number | null {
  const counted = weighed(rows);
  const total = sum(counted, ({ weight }) => weight);
  return total > 0 ? (100 * sum(counted, (row) => row.weight * row.ratio)) / total : null;
}

/** Percent of several subscriptions and its points: `max` is given by `scopeMax`, `current = max · percentage / 100`. */
export function scopeStanding(rows: readonly Weighed[], max: number): Standing {
  const percentage = scopePercentage(rows);
  return percentage === null ? UNKNOWN : { percentage, current: (max * percentage) / 100, max };
}

/** Points a scope can reach, for display only: the largest `max` of each control, summed. */
export function scopeMax(cells: readonly Cell[]): number {
  return sum([...byControl(cells).values()], (of) => Math.max(...of.map((cell) => cell.max)));
}

/** Controls of one subscription: `current` and `max` are Azure's own (rounded); the increase comes from counts. */
export function subscriptionControls(score: ScoreRow | null, cells: readonly Cell[]): Control[] {
  return cells.map((row) => ({
    ...counts(row.control, [row]),
    current: row.current,
    max: row.max,
    potentialIncrease: score !== null && score.max > 0 ? (100 * missing(row)) / score.max : 0,
  }));
}

/**
 * Controls over several subscriptions: `max · Σ k·ρ / Σ k` with `k = weight / max of the subscription`, over those
 * where the control counts; increase `100 · Σ (w/Σw) · max_c·u/(h+u) / max_s`. By its shape the portal's query:
 * microsoft/zerotrustassessment, `Test-Assessment.50001.ps1`.
 */
export function scopeControls(rows: readonly Weighed[], cells: readonly Cell[]): Control[] {
  const counted = new Map(weighed(rows).map((row) => [row.id, row]));
  const total = sum([...counted.values()], ({ weight }) => weight);
  return [...byControl(cells)].map(([id, of]) => {
    const parts = of.flatMap((cell) => {
      const row = counted.get(cell.subscription);
      return row === undefined || !scores(cell) ? [] : [{ cell, k: row.weight / row.max }];
    });
    const k = sum(parts, (part) => part.k);
    const max = Math.max(...of.map((cell) => cell.max));
    const own = counts(id, of);
    // Assessed and worth points, but in no subscription with a score: what it stands at there nobody knows.
    const without = max > 0 && own.healthy + own.unhealthy > 0 ? null : 0;
    const current = k > 0 ? max * (sum(parts, (part) => part.k * ratioOf(part.cell)) / k) : without;
    const gain = total > 0 ? (100 * sum(parts, (part) => part.k * missing(part.cell))) / total : 0;
    return { ...own, current, max, potentialIncrease: gain };
  });
}

/** The share of one subscription in a scope's percent, times 100 / max: what one regained point of it is worth there. */
export function pointValue(rows: readonly Weighed[]): (subscription: string) => number {
  const counted = new Map(weighed(rows).map((row) => [row.id, row]));
  const total = sum([...counted.values()], ({ weight }) => weight);
  return (id) => {
    const row = counted.get(id);
    return row === undefined || total === 0 ? 0 : (100 * row.weight) / (total * row.max);
  };
}

/** As `pointValue`, of one subscription by itself: its weight does not matter. */
export function ownPointValue(rows: readonly Weighed[]): (subscription: string) => number {
  const max = new Map(rows.map(({ id, score }) => [id, score?.max ?? 0]));
  return (id) => {
    const of = max.get(id) ?? 0;
    return of > 0 ? 100 / of : 0;
  };
}

/**
 * Points that `resources` of a control regain when they turn healthy: `max · resources / (h + u)`. Microsoft, "Secure
 * score in Defender for Cloud": max 6, 78 resources, 4 of them healthy are 0.0769 · 4 = 0.31.
 */
export function pointsOf(cell: ControlRow, resources: number): number {
  const assessed = cell.healthy + cell.unhealthy;
  return assessed === 0 ? 0 : (cell.max * resources) / assessed;
}

type Counted = { id: string; ratio: number; max: number; weight: number };

function weighed(rows: readonly Weighed[]): Counted[] {
  return rows.flatMap(({ id, score }) =>
    score !== null && score.max > 0 && score.weight !== null
      ? [{ id, ratio: score.current / score.max, max: score.max, weight: score.weight }]
      : [],
  );
}

const scores = (cell: ControlRow) => cell.max > 0 && cell.healthy + cell.unhealthy > 0;
const ratioOf = (cell: ControlRow) => cell.healthy / (cell.healthy + cell.unhealthy);
const missing = (cell: ControlRow) => pointsOf(cell, cell.unhealthy);

function counts(id: string, cells: readonly ControlRow[]) {
  return {
    id,
    healthy: sum(cells, (cell) => cell.healthy),
    unhealthy: sum(cells, (cell) => cell.unhealthy),
    notApplicable: sum(cells, (cell) => cell.notApplicable),
  };
}

function byControl(cells: readonly Cell[]): Map<string, Cell[]> {
  return Map.groupBy(cells, (cell) => cell.control);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
