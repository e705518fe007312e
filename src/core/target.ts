import { Temporal } from 'temporal-polyfill';
import { type Forecast, forecast } from './forecast.ts';
import type { Scope } from './scope.ts';
import type { Sample } from './stretches.ts';
import { DAY } from './time.ts';
import { dayStart } from './when.ts';

/** A score that one conversation wants a scope to reach. */
export type Target = {
  scope: Pick<Scope, 'kind' | 'id'>;
  /** Above 0 and at most 100. */
  percent: number;
  /** The last day to reach it, `YYYY-MM-DD` in `zone` (IANA). */
  day: string;
  zone: string;
  /** The score when it was set, 0 to 100; null: unknown then. */
  start: number | null;
  /** A person's key. */
  by: string;
  /** ISO 8601 UTC. */
  at: string;
};

/**
 * `unknown`: the score is; `reached`: it stands there now; `missed`: the day has passed; `ahead` and `behind`: the pace
 * of the past is enough, or is not; `open`: there is too little history to tell.
 */
export type TargetState = 'unknown' | 'reached' | 'missed' | 'ahead' | 'behind' | 'open';

/** Where a target stands. Paces are percentage points a day, null where they are not known or not needed. */
export type Progress = {
  /** The end of its day, ISO 8601 UTC. */
  due: string;
  percentage: number | null;
  /** Percentage points to go; 0 where it is reached. */
  missing: number | null;
  /** 0 to 1: how much of the way from the score at which it was set is done. */
  done: number | null;
  pace: number | null;
  neededPace: number | null;
  state: TargetState;
  /** null where there is nothing left to foretell. */
  forecast: Forecast | null;
};

/** A pace is of the last quarter, and of as long a time as lies ahead where that is longer. */
const PACE_DAYS = 90;

/** The end of its day. */
export const dueOf = ({ day, zone }: Pick<Target, 'day' | 'zone'>): Date =>
  dayStart(Temporal.PlainDate.from(day).add({ days: 1 }), zone);

/**
 * From when on history tells how it goes on; `newest`: its last reading. A day more than lies ahead, because readings are
 * told apart by up to a day: without it a forecast that far would always find its history a little short.
 */
export function paceFrom(target: Target, newest: Date): Date {
  const ahead = dueOf(target).getTime() - newest.getTime();
  return new Date(newest.getTime() - Math.max(PACE_DAYS * DAY, ahead + DAY));
}

/** `samples`: the history from `paceFrom` on; `percentage`: the score now. */
export function progressOf(
  target: Target,
  percentage: number | null,
  samples: readonly Sample[],
  now: Date,
): Progress {
  const due = dueOf(target);
  const told = { due: due.toISOString(), percentage, done: doneOf(target, percentage) };
  const nothing = { pace: null, neededPace: null, forecast: null };
  if (percentage === null) return { ...told, ...nothing, missing: null, state: 'unknown' };
  const missing = Math.max(0, target.percent - percentage);
  if (missing === 0) return { ...told, ...nothing, missing, state: 'reached' };
  const days = (due.getTime() - now.getTime()) / DAY;
  if (days <= 0) return { ...told, ...nothing, missing, state: 'missed' };
  const expected = forecast(samples, due);
  const { pace } = expected;
  const neededPace = missing / days;
  const state = pace === null ? 'open' : pace >= neededPace ? 'ahead' : 'behind';
  return { ...told, missing, pace, neededPace, state, forecast: expected };
}

function doneOf({ start, percent }: Target, percentage: number | null): number | null {
  if (start === null || percentage === null || percent <= start) return null;
  return Math.min(1, Math.max(0, (percentage - start) / (percent - start)));
}
