import type { Scope } from '../core/scope.ts';
import type { Standing } from '../core/secure-score.ts';
import type { NotVisible, ShownState } from './data.ts';
import type { FixRow } from './fix-data.ts';

/**
 * One recommendation to fix. `gain`: percentage points on top of the steps before it; `percentage`: the score after it.
 * `potentialIncrease` is what it gains by itself, as `fix` has it.
 */
export type FixStep = FixRow & { gain: number; percentage: number };

/** `unknown`: there is no score; `already`: it stands there now; `short`: fixing recommendations does not get there. */
export type FixToReachOutcome = 'unknown' | 'already' | 'short' | 'reached';

export type FixToReachData = {
  scope: Scope;
  asOf: string;
  state: ShownState;
  /** Percent, above 0 and at most 100. */
  target: number;
  outcome: FixToReachOutcome;
  before: Standing;
  /** After all steps; unknown where there are none. */
  after: Standing;
  /** The score with every recommendation fixed; null where it is unknown or was not asked. */
  most: number | null;
  /** In the order in which they gain most; empty unless `reached`. */
  steps: readonly FixStep[];
  /** No fewer recommendations reach it: proven, not guessed. Null without steps. */
  smallest: boolean | null;
  /** So many recommendations it takes at least. Null without steps. */
  fewest: number | null;
  /** Distinct resources that fail any of the steps. Null without steps. */
  resources: number | null;
  notVisible: NotVisible;
};
