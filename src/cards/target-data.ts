import type { Scope } from '../core/scope.ts';
import type { Progress, Target } from '../core/target.ts';

/** A target and where it stands. */
export type TargetRow = Omit<Target, 'scope'> & Progress & { scope: Scope };

/** What this conversation wants, of what it may see, in the order in which it was set. `of`: what was asked about. */
export type TargetData = { of: Scope; targets: readonly TargetRow[] };
