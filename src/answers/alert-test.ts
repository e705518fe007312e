import { setImmediate as turn } from 'node:timers/promises';
import type { AlertTestData, WouldAlert } from '../cards/alert-test-data.ts';
import { type AlertMemory, alertStep } from '../core/alert.ts';
import type { AlertRule } from '../core/order.ts';
import type { Scope } from '../core/scope.ts';
import { DAY } from '../core/time.ts';
import type { TrendPoint } from '../core/trend.ts';
import { pointsOf } from './trend.ts';
import { notVisible, type World } from './world.ts';

/** How far back a rule is tried. */
const DAYS = 90;
/** Every snapshot is looked at: a longer read keeps one a day where they are taken hourly. */
const DAYS_A_READ = 15;

/** What a rule about a scope's score would have told over the stored history of the last 90 days. */
export async function alertTestOf(world: World, scope: Scope, rule: AlertRule): Promise<AlertTestData> {
  const points = await pointsSince(world, scope, new Date(world.now.getTime() - DAYS * DAY));
  return {
    ...{ scope, rule, days: DAYS, snapshots: points.length },
    from: points[0]?.at ?? null,
    to: points.at(-1)?.at ?? null,
    alerts: wouldAlert(rule, points),
    asOf: world.latest.takenAt,
    notVisible: notVisible(world, scope),
  };
}

async function pointsSince(world: World, scope: Scope, start: Date): Promise<TrendPoint[]> {
  const found = new Map<string, TrendPoint>();
  for (let from = start.getTime(); from <= world.now.getTime(); from += DAYS_A_READ * DAY) {
    const to = new Date(Math.min(from + DAYS_A_READ * DAY, world.now.getTime()));
    // Each read begins with the newest point before it, which the one before has told.
    for (const point of await pointsOf(world, scope, { from: new Date(from), to }, false))
      found.set(point.at, point);
    await turn();
  }
  return [...found.values()];
}

function wouldAlert(rule: AlertRule, points: readonly TrendPoint[]): WouldAlert[] {
  const alerts: WouldAlert[] = [];
  let memory: AlertMemory | null = null;
  for (const { at, percentage } of points) {
    const step = alertStep(rule, memory, { at, value: percentage });
    memory = step.memory;
    if (step.event?.kind === 'alert') {
      const { from, now, again } = step.event;
      alerts.push({ at, from, value: now.value, again, recovered: null });
    }
    if (step.event?.kind === 'recovery') for (const alert of alerts) alert.recovered ??= at;
  }
  return alerts;
}
