/** Why a score moved, in the order in which equal contributions are told. */
export const CAUSES = [
  ...(['resource-added', 'resource-deleted', 'turned-unhealthy', 'turned-healthy'] as const),
  ...(['became-not-applicable', 'became-applicable', 'exempted', 'exemption-ended'] as const),
  ...(['recommendation-added', 'recommendation-removed'] as const),
  ...(['control-added', 'control-removed', 'control-max-changed'] as const),
  ...(['subscription-added', 'subscription-removed', 'weight-changed'] as const),
] as const;
export type Cause = (typeof CAUSES)[number];

/** Causes of a single resource's move inside one control; the others are about weights. */
export type FlowCause = Exclude<
  Cause,
  `control-${string}` | 'subscription-added' | 'subscription-removed' | 'weight-changed'
>;

/**
 * `moved`: to or from another management group; `became-visible`: it was there before and could not be read; `stays`: it
 * is there before and after, and only came to count or ceased to (it was disabled, its score or its weight went).
 */
export type Why = 'moved' | 'became-visible' | 'stays' | null;

/** A resource's state in a control: 0 not counted, 1 healthy, 2 unhealthy. The worst of several is their maximum. */
export type ControlState = 0 | 1 | 2;

/** What one assessment says. `absent`: there is none. */
export type RowState = { state: ControlState; exempt: boolean; absent: boolean };

/** A resource that is in another state of a control after a stretch than before it. `resource`: the store's number. */
export type NetFlow = {
  resource: number;
  cause: FlowCause;
  /** Those that moved it; never empty where they are known. */
  recommendations: readonly string[];
  before: ControlState;
  after: ControlState;
};

/** What of the score's change belongs together. `delta` in percentage points of the scope. */
export type Contribution = {
  cause: Cause;
  control: string | null;
  recommendation: string | null;
  why: Why;
  /** Numbers of resources, in ascending order; empty where `members` says what it is about. */
  resources: readonly number[];
  /** Subscriptions or connectors that it is about as wholes; in ascending order. */
  members: readonly string[];
  delta: number;
};

/**
 * Happened, and moved no score. `not-recalculated`: its control has not taken it in yet; `another-recommendation`: the
 * resource's state in the control hangs on another one.
 */
export type Pending = Pick<Contribution, 'control' | 'recommendation' | 'resources'> & {
  cause: FlowCause;
  why: 'not-recalculated' | 'another-recommendation';
};

/**
 * What no contribution explains. `rounding`: Azure rounds what its controls have to 2 decimals; `counts-ahead`: counts
 * moved by more or less than the assessments did; `totals-disagree`: Azure's total is not the sum of its controls.
 */
export type ResidualPart = {
  why: 'rounding' | 'counts-ahead' | 'totals-disagree';
  control: string | null;
  delta: number;
};
