import type { Scope } from './scope.ts';

/** Wall time in an IANA zone. `day`: of the week 1 (Monday) to 7, of the month 1 to 31 (a shorter month: its last). */
export type Schedule = { hour: number; minute: number; zone: string } & (
  | { every: 'day' }
  | { every: 'week'; day: number }
  | { every: 'month'; day: number }
);

/** `brief`: the headline and the movers only. */
export type DigestRule = { kind: 'digest'; schedule: Schedule; brief: boolean };

/**
 * `drop`, `control`: so many percentage points below what was last announced, of the scope or of that control's own
 * percentage; `below`: under that percentage, 0 to 100. `control` is its id.
 */
export type AlertRule = { kind: 'alert' } & (
  | { of: 'drop'; points: number }
  | { of: 'below'; percentage: number }
  | { of: 'control'; control: string; points: number }
);

/** Why nothing is posted: `paused`: the platform refuses, or a person asked for it; `waiting`: its scope is not known yet. */
export type OrderState =
  | { kind: 'active' }
  | { kind: 'paused'; why: string; at: string }
  /** `by`: the name of whoever wanted it, where it is known. */
  | { kind: 'snoozed'; until: string; by?: string | null }
  | { kind: 'waiting'; why: string };

/** What a conversation has asked to be told without asking again. */
export type StandingOrder = {
  /** 4 characters, Crockford base 32, upper case. */
  id: string;
  conversation: string;
  scope: Pick<Scope, 'kind' | 'id'>;
  rule: DigestRule | AlertRule;
  state: OrderState;
  /** The key of the person who made it, and their name as the platform told it then; of a file's order, its name. */
  by: string;
  byName: string | null;
  at: string;
  /** `file`: from the YAML file, and read-only here. */
  source: 'typed' | 'file';
  /** Of a digest: when it is due, ISO 8601. */
  next: string | null;
};

/** What tells an order from another: a second one of the same kind for the same thing replaces the first. */
export function sameOrder(a: StandingOrder, b: StandingOrder): boolean {
  return a.conversation === b.conversation && orderSubject(a) === orderSubject(b);
}

/** What an order is about, as one text; of a conversation's orders no two have the same. */
export function orderSubject({ scope, rule }: Pick<StandingOrder, 'scope' | 'rule'>): string {
  const what = rule.kind === 'digest' ? 'digest' : `alert ${rule.of}`;
  const control = rule.kind === 'alert' && rule.of === 'control' ? ` ${rule.control}` : '';
  return `${what}${control} ${scope.kind} ${scope.id}`;
}
