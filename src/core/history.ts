import type { Subscription } from './scope.ts';
import type { ScoreRow } from './snapshot.ts';

/** Where a subscription or connector stood. */
export type Place = Pick<Subscription, 'id' | 'kind' | 'state' | 'ancestors'>;

/**
 * What one subscription or connector was in a stretch of time. Each list is in order, has a row only where something
 * changed, and begins with what held at the first snapshot; nothing held before that. `snapshot`: from there on.
 */
export type MemberHistory = {
  id: string;
  /** null: Azure said that it no longer exists. */
  places: readonly {
    snapshot: number;
    place: Place | null;
  }[];
  scores: readonly { snapshot: number; score: ScoreRow | null }[];
  /** What each control was worth; empty where it was not asked for. */
  maxima: readonly { snapshot: number; control: string; max: number }[];
};

/** `from` and `to` are both inside; `maxima`: also what every control was worth, which wider scopes need for points. */
export type HistoryRequest = { from: Date; to: Date; ids: readonly string[] | null; maxima: boolean };

/** When a snapshot was taken, in milliseconds since 1970: years of them are read, and few are shown. */
export type Moment = { id: number; at: number };

export type History = {
  /**
   * Oldest first: the newest at or before `from`, where there is one, then those after it. Where these are more than
   * 400, only the last of each UTC day.
   */
  snapshots: readonly Moment[];
  /** Every subscription and connector of the stretch once, by the order in which they were first seen. */
  members: AsyncIterable<readonly MemberHistory[]>;
};
