import type { Scope } from '../core/scope.ts';
import type { Standing } from '../core/secure-score.ts';
import type { NotVisible, ShownState } from './data.ts';

/** What is fixed in one go. A control: whatever is unhealthy in it; a recommendation: on all resources that fail it. */
export type Fixed = { kind: 'control' | 'recommendation'; id: string; name: string };
/** Points come back in this control: `healthy` resources would turn so, `gain` is percentage points of the scope. */
export type WonControl = { id: string; name: string; healthy: number; gain: number };
/**
 * Why there is no gain. `not-assessed`: no resource here has it; `healthy`: none fails it; `preview`: it does not count
 * yet; `no-control`: no control lists it; `no-points`: its controls count none; `others-too`: each resource that fails it
 * fails another counting recommendation of the same control; `not-counted-yet`: Azure's control does not show it yet.
 */
export type NoGain =
  | 'not-assessed'
  | 'healthy'
  | 'preview'
  | 'no-control'
  | 'no-points'
  | 'others-too'
  | 'not-counted-yet';
/** Why a recommendation that counts gains nothing by itself. */
export type NoGainAlone = Extract<NoGain, 'healthy' | 'no-points' | 'others-too' | 'not-counted-yet'>;
export type WhatIfData = {
  scope: Scope;
  asOf: string;
  state: ShownState;
  /** One to five, in the order of the question. */
  fixed: readonly Fixed[];
  before: Standing;
  /** `before` and the gain; never more than everything. */
  after: Standing;
  /** Percentage points of the scope, from counts, as `controls` and `fix` have it; null where the score is unknown. */
  gain: number | null;
  /** Distinct resources to fix; null where the score is unknown. */
  resources: number | null;
  /** Where the gain comes from, most first. */
  controls: readonly WonControl[];
  /** null where there is a gain. */
  noGain: NoGain | null;
  /** The recommendation that the same resources fail most often, where that is why there is no gain. */
  other: Fixed | null;
  /** A fixed control's recommendations count in others too: fixing them may bring more than `gain`. */
  atLeast: boolean;
  notVisible: NotVisible;
};
