import type { AlertRule } from '../core/order.ts';
import type { Scope } from '../core/scope.ts';
import type { NotVisible } from './data.ts';

/** A drop that a rule would have told of; percentages 0 to 100. */
export type WouldAlert = {
  /** `takenAt` of the snapshot that would have told it. */
  at: string;
  /** What it is measured against, and when that was so. */
  from: { value: number; at: string };
  value: number;
  /** Told before, and a full rule worse since. */
  again: boolean;
  /** When half of it was regained; null: not yet. */
  recovered: string | null;
};

/** What a rule would have told, oldest first, had it been looking from `from` on. */
export type AlertTestData = {
  scope: Scope;
  rule: AlertRule;
  /** The name of the control that the rule is about; its own percentage is what fell then. */
  control: string | null;
  /** `takenAt` of the first and the last snapshot that were looked at; null without any. */
  from: string | null;
  to: string | null;
  /** As many days were asked for. */
  days: number;
  snapshots: number;
  alerts: readonly WouldAlert[];
  asOf: string;
  notVisible: NotVisible;
};
