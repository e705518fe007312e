import type { Seen } from '../answers/readings.ts';
import { type AlertEvent, type AlertMemory, alertStep } from '../core/alert.ts';
import type { AlertRule } from '../core/order.ts';

/**
 * What is stored of a rule: its memory, `takenAt` of the last snapshot that it has looked at, and what its conversation
 * could see then.
 */
export type Remembered = { memory: AlertMemory | null; looked: string; view?: string };

/** A new order looks from the moment on at which it was made: the score of then is its reference. */
export const recalled = (stored: string | undefined, madeAt: string): Remembered =>
  stored === undefined ? { memory: null, looked: madeAt } : (JSON.parse(stored) as Remembered);

/**
 * The rule's memory after some snapshots, and what it has to tell. `silent`: snoozed, so nothing is told; what would have
 * been is remembered as not yet decided, and told by the first snapshot after the snooze that still shows it.
 */
export function stepOver(
  rule: AlertRule,
  { memory, looked, ...seen }: Remembered,
  readings: readonly Seen[],
  silent: boolean,
): { memory: Remembered; events: AlertEvent[] } {
  const events: AlertEvent[] = [];
  let known = memory;
  let last = looked;
  for (const reading of readings) {
    const step = alertStep(rule, known, reading);
    last = reading.at;
    if (step.event !== null && silent) {
      known = postponed(known ?? step.memory, step.event);
      continue;
    }
    known = step.memory;
    if (step.event !== null) tell(events, step.event);
  }
  return { memory: { ...seen, memory: known, looked: last }, events };
}

/**
 * Of several snapshots that nobody has looked at until now, as after a pause, what came and went between them is no news:
 * an alert that has recovered by the last of them is not told, of one that was open before its end alone, and one that
 * got worse meanwhile once, as it is now.
 */
function tell(events: AlertEvent[], event: AlertEvent): void {
  if (event.kind === 'alert') {
    const before = events.at(-1);
    if (before?.kind === 'alert') events.splice(-1, 1, { ...event, again: before.again });
    else events.push(event);
    return;
  }
  const begun = events.findIndex((one) => one.kind === 'alert' && !one.again);
  if (begun !== -1) events.splice(begun);
  else events.splice(0, events.length, event);
}

/** A fall goes on waiting to be confirmed, which it will be at once; a recovery is found again. */
const postponed = (before: AlertMemory, event: AlertEvent): AlertMemory =>
  event.kind === 'alert' ? { ...before, falling: before.falling ?? event.now } : before;
