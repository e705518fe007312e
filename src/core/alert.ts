import type { AlertRule } from './order.ts';

/** A score, 0 to 100, and when it was so. */
export type Reading = { value: number; at: string };

/**
 * What a rule remembers between two snapshots. `reference`: what a fall is measured against; for `below` the last value
 * that was not, null until there was one. `rising`: values above it, lowest first, and since when none was lower.
 * `falling`: the first reading of a fall that waits to be confirmed. `open`: an alert that has not recovered; `at` is
 * when it was decided, `announced` the lowest that was told.
 */
export type AlertMemory = {
  reference: Reading | null;
  rising: readonly Reading[];
  falling: Reading | null;
  open: { from: Reading; announced: Reading; at: string } | null;
};

/** `confirmedBy`: the two snapshots that saw it, or the one that was enough; `again`: it was told before, and is worse. */
export type AlertEvent =
  | { kind: 'alert'; from: Reading; now: Reading; confirmedBy: readonly string[]; again: boolean }
  | { kind: 'recovery'; from: Reading; low: Reading; now: Reading; hours: number };

export type AlertStep = { memory: AlertMemory; event: AlertEvent | null };

const HOUR = 3_600_000;
/** Azure recalculates a control about every 8 hours: what is shorter may be half of a change. */
export const HELD_HOURS = 8;
/** A fall of twice the rule and as many percentage points waits for nothing. */
const HUGE_POINTS = 10;
/** A floor is left behind with this much above it, so that a score that wavers around it is told of once. */
const ABOVE_FLOOR = 1;
/** No score is above it. */
const FULL = 100;
/** Sums of the same numbers in another order differ by less. */
const EPSILON = 1e-9;

const START: AlertMemory = { reference: null, rising: [], falling: null, open: null };

/**
 * What a rule makes of the next snapshot, in the order in which they were taken. The first never alerts; a value of
 * null is unknown and changes nothing. Values are of the scope, or of the control that the rule names.
 */
export function alertStep(
  rule: AlertRule,
  memory: AlertMemory | null,
  { at, value }: { at: string; value: number | null },
): AlertStep {
  const known = memory ?? START;
  if (value === null) return { memory: known, event: null };
  const now = { value, at };
  return known.open === null ? watching(rule, known, now) : opened(rule, known, known.open, now);
}

function watching(rule: AlertRule, memory: AlertMemory, now: Reading): AlertStep {
  const { reference } = memory;
  if (reference === null) return begun(rule, now);
  if (!isDown(rule, reference, now)) {
    const held = rule.of === 'below' ? { reference: now, rising: [] } : raised(reference, memory.rising, now);
    return { memory: { ...memory, ...held, falling: null }, event: null };
  }
  const confirmedBy = confirmed(rule, reference, memory.falling, now);
  const rising: AlertMemory['rising'] = [];
  if (confirmedBy === null)
    return { memory: { ...memory, rising, falling: memory.falling ?? now }, event: null };
  const open = { from: reference, announced: now, at: now.at };
  const event: AlertEvent = { kind: 'alert', from: reference, now, confirmedBy, again: false };
  return { memory: { reference, rising, falling: null, open }, event };
}

function begun(rule: AlertRule, now: Reading): AlertStep {
  const under = rule.of === 'below' && now.value < rule.percentage;
  return { memory: { ...START, reference: under ? null : now }, event: null };
}

function opened(
  rule: AlertRule,
  memory: AlertMemory,
  open: NonNullable<AlertMemory['open']>,
  now: Reading,
): AlertStep {
  const { from, announced } = open;
  if (isRecovered(rule, open, now)) {
    const hours = (Date.parse(now.at) - Date.parse(open.at)) / HOUR;
    const event: AlertEvent = { kind: 'recovery', from, low: announced, now, hours };
    return { memory: { ...START, reference: now }, event };
  }
  if (rule.of === 'below' || !isDown(rule, announced, now))
    return { memory: { ...memory, falling: null }, event: null };
  const confirmedBy = confirmed(rule, announced, memory.falling, now);
  if (confirmedBy === null) return { memory: { ...memory, falling: memory.falling ?? now }, event: null };
  const event: AlertEvent = { kind: 'alert', from, now, confirmedBy, again: true };
  return { memory: { ...memory, falling: null, open: { ...open, announced: now } }, event };
}

const isDown = (rule: AlertRule, reference: Reading, { value }: Reading): boolean =>
  rule.of === 'below' ? value < rule.percentage : reference.value - value >= rule.points - EPSILON;

const isRecovered = (
  rule: AlertRule,
  { from, announced }: { from: Reading; announced: Reading },
  { value }: Reading,
): boolean =>
  rule.of === 'below'
    ? value >= Math.min(rule.percentage + ABOVE_FLOOR, FULL) - EPSILON
    : value - announced.value >= (from.value - announced.value) / 2 - EPSILON;

/** The snapshots that make a fall certain; null where it has to wait. */
function confirmed(
  rule: AlertRule,
  reference: Reading,
  falling: Reading | null,
  now: Reading,
): string[] | null {
  const huge = rule.of === 'below' ? Number.POSITIVE_INFINITY : Math.max(2 * rule.points, HUGE_POINTS);
  if (reference.value - now.value >= huge - EPSILON) return [now.at];
  return falling !== null && isHeld(falling, now) ? [falling.at, now.at] : null;
}

const isHeld = (since: Reading, now: Reading): boolean =>
  Date.parse(now.at) - Date.parse(since.at) >= HELD_HOURS * HOUR;

/** The reference follows the highest value under which the score has not been for 8 hours. */
function raised(
  reference: Reading,
  rising: readonly Reading[],
  now: Reading,
): Pick<AlertMemory, 'reference' | 'rising'> {
  const lower = rising.filter(({ value }) => value < now.value);
  const since = rising.find(({ value }) => value >= now.value)?.at ?? now.at;
  const all = [...lower, { value: now.value, at: since }].filter(({ value }) => value > reference.value);
  const held = all.findLast((one) => isHeld(one, now)) ?? reference;
  return { reference: held, rising: all.filter(({ value }) => value > held.value) };
}
