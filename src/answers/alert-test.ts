import type { AlertTestData, WouldAlert } from '../cards/alert-test-data.ts';
import { type AlertMemory, alertStep } from '../core/alert.ts';
import type { AlertRule } from '../core/order.ts';
import type { Scope } from '../core/scope.ts';
import { DAY } from '../core/time.ts';
import { controlReadings, type Seen, scoresSince } from './readings.ts';
import { notVisible, type World } from './world.ts';

/** How far back a rule is tried. */
const DAYS = 90;

/** What a rule about a scope's score would have told over the stored history of the last 90 days. */
export async function alertTestOf(world: World, scope: Scope, rule: AlertRule): Promise<AlertTestData> {
  const scores = await scoresSince(world, scope, new Date(world.now.getTime() - DAYS * DAY));
  const points =
    rule.of === 'control' ? await controlReadings(world, scope, rule.control, daily(scores)) : scores;
  return {
    ...{ scope, rule, days: DAYS, snapshots: points.length },
    control: controlName(world, rule),
    from: points[0]?.at ?? null,
    to: points.at(-1)?.at ?? null,
    alerts: wouldAlert(rule, points),
    asOf: world.latest.takenAt,
    notVisible: notVisible(world, scope),
  };
}

const controlName = ({ controls }: World, rule: AlertRule): string | null =>
  rule.of === 'control' ? (controls.find(({ id }) => id === rule.control)?.name ?? rule.control) : null;

/** The last of each day (UTC): of one control every snapshot is a read of its own. */
const daily = (scores: readonly Seen[]): Seen[] => [
  ...new Map(scores.map((score) => [score.at.slice(0, 10), score])).values(),
];

function wouldAlert(rule: AlertRule, points: readonly Seen[]): WouldAlert[] {
  const alerts: WouldAlert[] = [];
  let memory: AlertMemory | null = null;
  for (const { at, value } of points) {
    const step = alertStep(rule, memory, { at, value });
    memory = step.memory;
    if (step.event?.kind === 'alert') {
      const { from, now, again } = step.event;
      alerts.push({ at, from, value: now.value, again, recovered: null });
    }
    if (step.event?.kind === 'recovery') for (const alert of alerts) alert.recovered ??= at;
  }
  return alerts;
}
