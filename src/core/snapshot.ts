import type { ManagementGroup, Subscription } from './scope.ts';

/** One stored snapshot: `id` counts up from 1, `takenAt` is ISO 8601 UTC with milliseconds. */
export type Snapshot = { id: number; takenAt: string };

export type Health = 'healthy' | 'unhealthy' | 'not-applicable';

/** Azure's score row. `current` and `max` in points; `weight` null where Azure sent none. */
export type ScoreRow = { current: number; max: number; weight: number | null };

/** Azure's row of one control in one subscription; `current` is rounded by Azure to 2 decimals. */
export type ControlRow = {
  control: string;
  current: number;
  max: number;
  healthy: number;
  unhealthy: number;
  notApplicable: number;
};

/** A control and the recommendations (assessment keys) that count in it; ids lower case. */
export type ControlDefinition = { id: string; name: string; recommendations: readonly string[] };

export type Recommendation = {
  id: string;
  name: string;
  /** `High`, `Medium`, `Low`; null where Azure sent none. */
  severity: string | null;
  effort: string | null;
  /** A preview recommendation is shown and never counts. */
  preview: boolean;
  category: string | null;
};

/** One recommendation on one resource. Ids lower case. */
export type Assessment = {
  resource: string;
  /** Lower-case resource type, e.g. `microsoft.storage/storageaccounts`. */
  type: string;
  /** `Azure`, `AWS`, `GCP`, … */
  source: string;
  recommendation: string;
  status: Health;
  /** Azure's word for why, e.g. `Exempt`, `OffByPolicy`; empty where there is none. */
  cause: string;
  /** Azure's `statusChangeDate`, ISO 8601; null where it sent none. */
  changedAt: string | null;
};

/**
 * What a posture source yields, in this order: one `catalog`, then any number of subscriptions (each at most once),
 * then one `end`. A subscription that is not mentioned at all keeps what is stored and counts as unread.
 */
export type SnapshotPart =
  | {
      kind: 'catalog';
      groups: readonly ManagementGroup[];
      unreadGroups: readonly string[];
      controls: readonly ControlDefinition[];
      recommendations: readonly Recommendation[];
    }
  | SubscriptionRead
  /** Switched off by Azure: leaves every aggregate; its resources are not compared. */
  | { kind: 'disabled'; subscription: Subscription }
  /** Exists, or was named by the operator, and was not read completely: unknown, not empty. */
  | { kind: 'unread'; id: string; name: string | null }
  /** Azure says that it no longer exists. */
  | { kind: 'gone'; id: string }
  | { kind: 'end'; requests: number; rejected: Readonly<Record<string, number>> };

/** A subscription or connector that was read completely. */
export type SubscriptionRead = {
  kind: 'subscription';
  subscription: Subscription;
  /** null: Azure keeps none. `kept`: its row was malformed, so the stored one stays. */
  score: ScoreRow | null | 'kept';
  controls: readonly ControlRow[];
  /** Controls whose row was malformed with a legible id: the stored row stays. */
  keptControls: readonly string[];
  assessments: readonly Assessment[];
  /** Likewise, assessments. */
  keptAssessments: readonly { resource: string; recommendation: string }[];
};
