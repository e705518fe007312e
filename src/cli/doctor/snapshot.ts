import { formatAge, formatCount, formatMoment } from '../../cards/format.ts';
import { TAKE_SNAPSHOT } from '../../jobs/take-snapshot.ts';
import type { Check, Clock, JobRun, Stores } from '../../ports.ts';

const NAME = 'snapshot';
const NOW = 'take one now:\nnpm run snapshot';

/** How old the numbers are, and where they are old, why. Two times `every` (milliseconds) is old. */
export async function checkSnapshot(
  { posture, jobs }: Pick<Stores, 'posture' | 'jobs'>,
  every: number,
  clock: Clock,
): Promise<Check> {
  const now = clock();
  const latest = await posture.latest();
  const { last, lastDone } = await jobs.last(TAKE_SNAPSHOT);
  if (latest === null) return missing(last, now.toISOString());
  const age = now.getTime() - Date.parse(latest.takenAt);
  const when = `${formatMoment(latest.takenAt, null, now.toISOString())}, ${formatAge(latest.takenAt, now.toISOString())}`;
  if (age < 0) {
    return {
      name: NAME,
      state: 'failed',
      message: `The newest is of ${formatMoment(latest.takenAt, null, now.toISOString())}, which is still to come: a clock is or was wrong.`,
      cure: 'Set the clock of this machine right; until then nothing is stored.',
    };
  }
  if (age > 2 * every) return stale(when, last, latest.takenAt, now.toISOString());
  return fresh(when, lastDone, latest.id);
}

/** `last`: the last attempt, as far as any is recorded. */
export function missing(last: JobRun | null, now: string): Check {
  if (last?.outcome === 'failed') return failed('None is stored.', last, now);
  const cure = 'The service takes them by itself (npm start); or take the first one now:\nnpm run snapshot';
  return { name: NAME, state: 'warning', message: 'None is stored yet.', cure };
}

function stale(when: string, last: JobRun | null, takenAt: string, now: string): Check {
  const message = `The newest is old: ${when}.`;
  const since = last !== null && Date.parse(last.startedAt) > Date.parse(takenAt);
  if (since && last.outcome === 'failed') return failed(message, last, now);
  return {
    name: NAME,
    state: 'failed',
    message: `${message} Nobody has tried to take one since.`,
    cure: `Run the service (npm start), or ${NOW}`,
  };
}

function failed(message: string, { startedAt, why }: JobRun, now: string): Check {
  return {
    name: NAME,
    state: 'failed',
    message: `${message} The last attempt (${formatMoment(startedAt, null, now)}) failed: ${why}`,
    cure: `Mend that, then ${NOW}`,
  };
}

function fresh(when: string, lastDone: JobRun | null, id: number): Check {
  const { snapshot, assessments, changes, requests, unreadable } = lastDone?.facts ?? {};
  const facts =
    snapshot === id
      ? `, ${formatCount(Number(assessments), 'assessment')}, ${formatCount(Number(changes), 'change')}, ${formatCount(Number(requests), 'request')}`
      : '';
  const unread = Array.isArray(unreadable) && snapshot === id ? unreadable : [];
  if (unread.length === 0) return { name: NAME, state: 'ok', message: `${when}${facts}`, cure: null };
  return {
    name: NAME,
    state: 'warning',
    message: `${when}${facts}; not visible: ${unread.slice(0, 5).join(', ')}${unread.length > 5 ? ` and ${unread.length - 5} more` : ''}`,
    cure: 'Give the identity Security Reader there, or take what is gone out of AZURE_SCOPES.',
  };
}
