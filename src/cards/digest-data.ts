import type { Mover } from '../core/movers.ts';
import type { DigestRule } from '../core/order.ts';
import type { Scope } from '../core/scope.ts';
import type { FixRow, NotVisible, ScoreCause } from './data.ts';
import type { TargetRow } from './target-data.ts';

/** One period of a standing order. Percentages 0 to 100, changes in percentage points, times ISO 8601; unknown is null. */
export type DigestData = {
  scope: Scope;
  /** The order that it is posted for; null in a preview of one that is not made yet. */
  order: { id: string; by: string | null; next: string | null } | null;
  rule: DigestRule;
  /** The period, and whether it is posted long after its end because nothing ran then. */
  from: string;
  to: string;
  late: boolean;
  preview: boolean;
  /** The snapshots compared. */
  before: { takenAt: string; percentage: number | null };
  after: { takenAt: string; percentage: number | null };
  delta: number | null;
  /** What moved it most, largest first; empty where it hardly moved, or nobody can say. */
  why: readonly ScoreCause[];
  /** Nothing moved by more than 0.1 percentage points, and no trouble is new: a line is enough. */
  quiet: boolean;
  /** Twelve weeks, oldest first. */
  trend: readonly { at: string; percentage: number | null }[];
  target: TargetRow | null;
  /** The three that moved most each way; empty of a single subscription, which is the headline. */
  rose: readonly Mover[];
  fell: readonly Mover[];
  /** By gain, at most five; only those that gain something. */
  fixes: readonly FixRow[];
  /** What numbers are missing from it, and since when; `stale`: nothing was read since then. */
  problems: {
    unreadable: readonly { name: string; since: string }[];
    withoutScore: number;
    stale: string | null;
  };
  asOf: string;
  notVisible: NotVisible;
};
