import type { Target } from '../core/target.ts';

/** What each conversation wants its scopes to reach: at most one target a scope. */
export type TargetStore = {
  /** In the order in which they were set. */
  of(conversation: string): Promise<Target[]>;
  /** Replaces the target of that scope. */
  set(conversation: string, target: Target): Promise<void>;
  /** False where there was none. */
  remove(conversation: string, scope: Target['scope']): Promise<boolean>;
  /** Drops all of them. False where there was none. */
  forget(conversation: string): Promise<boolean>;
};
