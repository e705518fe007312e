import type { Scope } from '../core/scope.ts';
import type { NotVisible, ShownState } from './data.ts';
import type { NoGainAlone } from './what-if-data.ts';

export type FixData = {
  scope: Scope;
  asOf: string;
  /** Why there may be nothing to show. */
  state: ShownState;
  recommendations: readonly FixRow[];
  notVisible: NotVisible;
};
export type FixRow = {
  id: string;
  name: string;
  /** Id of the control where it gains most, else of the one of most points. */
  control: string;
  controlName: string;
  severity: string | null;
  effort: string | null;
  unhealthy: number;
  /** Percentage points of the scope, summed over its controls. */
  potentialIncrease: number;
  /** Why that is 0; null where there is a gain. */
  noGain: NoGainAlone | null;
};
