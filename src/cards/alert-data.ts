import type { AlertFacts } from '../core/announcement.ts';
import type { AlertRule } from '../core/order.ts';
import type { ScoreCause } from './data.ts';

/** An alert as it is posted. `acknowledged`, `recovered`: what became of it, on the card that is changed later. */
export type AlertData = AlertFacts & {
  rule: AlertRule;
  /** What moved it most, largest first; empty where nobody can say. */
  why: readonly ScoreCause[];
  acknowledged: { by: string | null; at: string } | null;
  recovered: { value: number; at: string; hours: number } | null;
};

/** In the thread of the alert. */
export type RecoveryData = Pick<AlertFacts, 'alert' | 'scope' | 'control' | 'now'> & { hours: number };

/** Several scopes fell in one snapshot, or `held` back by quiet hours. `common`: the cause that most of
 * them share; `recovered`: the ids of the alerts that are over. */
export type RollUpData = {
  at: string;
  held: boolean;
  alerts: readonly AlertFacts[];
  recovered: readonly string[];
  common: { count: number; words: ScoreCause } | null;
};

/** Nothing has been read since then; or it is read again. */
export type StaleData = { since: string; over: boolean; hours: number };
