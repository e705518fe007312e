import type { ActorShare } from '../core/actor.ts';
import type { ScoreEvent } from '../core/events.ts';
import type { Cause, Pending, ResidualPart, Why } from '../core/explain.ts';
import type { Scope } from '../core/scope.ts';
import type { NotVisible, ShownState } from './data.ts';

/** What belongs together of a change. `delta` in percentage points of the scope. */
export type Contributed = {
  cause: Cause;
  control: string | null;
  recommendation: string | null;
  /** Ids in lower case, the first 50; of `weight-changed` and the like, subscriptions and connectors. */
  resources: readonly string[];
  /** Names of subscriptions and connectors that it is about as wholes, the first 50. */
  members: readonly string[];
  count: number;
  delta: number;
  why: Exclude<Why, 'stays'>;
  /** A subscription or connector that was neither added nor removed: it only began to count, or ceased to. */
  stays?: boolean;
  controlName: string | null;
  recommendationName: string | null;
  /** The resource type (lower case) of all that are named, also of connectors; null where they are not of one. */
  type: string | null;
  /** Who added, deleted or last changed them, most resources first; of the others it is not known or not kept. */
  actors: readonly ActorShare[];
};

/**
 * What moved the score between two stored snapshots: contributions and `residual` sum to `delta` (1e-9), all of them
 * null or empty where the score is not known on both sides.
 */
export type ExplainData = {
  scope: Scope;
  before: { takenAt: string; percentage: number | null };
  after: { takenAt: string; percentage: number | null };
  delta: number | null;
  /** The largest first. */
  contributions: readonly Contributed[];
  residual: number | null;
  residualParts: readonly (ResidualPart & { controlName: string | null })[];
  /** Happened, and moved no score: `why` says whether it may do so yet. */
  pending: readonly (Omit<Contributed, 'delta' | 'why' | 'cause' | 'actors'> &
    Pick<Pending, 'cause' | 'why'>)[];
  /** The time that was asked for. */
  asked: { from: string; to: string };
  state: ShownState;
  asOf: string;
  /** Subscriptions of the scope that cannot be read now and stand at their last numbers. */
  frozen: readonly { name: string; since: string }[];
  /** What Microsoft changed for everybody in between, oldest first. */
  events: readonly ScoreEvent[];
  notVisible: NotVisible;
};
