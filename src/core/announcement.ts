import type { Scope } from './scope.ts';

/** What an alert is about; numbers are percentages 0 to 100, of the control where one is named. */
export type AlertFacts = {
  /** Its own id, as an order's: `acknowledge <id>`; empty where no rule of this conversation found it. */
  alert: string;
  order: string;
  scope: Pick<Scope, 'kind' | 'id'> & { name: string };
  control: { id: string; name: string } | null;
  /** What it is measured against, and when that was so. */
  from: { value: number; at: string };
  /** What was read, and when. */
  now: { value: number; at: string };
  /** The two snapshots that confirmed it; one where it was too large to wait. */
  confirmedBy: readonly string[];
  /** `again`: announced before, and a full rule worse since. */
  again: boolean;
};

/**
 * What will be posted, decided together with the state that it follows from; the card is made when it is posted.
 * `late`: it was due while nothing ran.
 */
export type Announcement =
  | { kind: 'digest'; order: string; from: string; to: string; late: boolean }
  | { kind: 'alert'; facts: AlertFacts }
  /** Several scopes of one conversation fell in one snapshot; `held`: in its quiet hours. */
  | { kind: 'roll-up'; alerts: readonly AlertFacts[]; held?: boolean }
  /** In the thread of the alert `told`, whose first line changes; `facts.now` is what it is back at. */
  | { kind: 'recovery'; facts: AlertFacts; told: AlertFacts; hours: number }
  /** No snapshot since then, or fresh ones again. */
  | { kind: 'stale'; order: string; since: string; over: boolean }
  /** To the maker of an order that the platform refuses. */
  | { kind: 'paused'; order: string; what: 'digest' | 'alert'; why: string };
