import type { AlertRule } from '../core/order.ts';
import type { AlertTestData } from './alert-test-data.ts';
import type { CardContext } from './data.ts';
import { formatCount, formatDrop, formatMoment, formatTarget } from './format.ts';
import { shownName } from './words.ts';

/** A rule as a person types it, without its scope: `drop 5`, `below 70`. */
export function ruleLine(rule: AlertRule): string {
  switch (rule.of) {
    case 'drop':
      return `drop ${rule.points}`;
    case 'below':
      return `below ${rule.percentage}`;
    case 'control':
      return `control ${rule.control} drop ${rule.points}`;
  }
}

/** A rule in words: `a drop of 5 pp`, `a score below 70 %`. */
function ruleWords(rule: AlertRule): string {
  if (rule.of === 'below') return `a score below ${formatTarget(rule.percentage)}`;
  return `a drop of ${formatDrop(rule.points)}`;
}

/** The answer in one sentence: how often it would have been told, and over how much history. */
export function headlineOf({ scope, rule, alerts, snapshots, days }: AlertTestData): string {
  const [name, what] = [shownName(scope.name), ruleWords(rule)];
  if (snapshots < 2) return `${name}: ${what} cannot be tried, because there is no history yet.`;
  const window = `in the last ${formatCount(days, 'day')}`;
  if (alerts.length === 0) return `${name}: ${what} would not have alerted ${window}.`;
  const times = alerts.length === 1 ? 'once' : formatCount(alerts.length, 'time');
  return `${name}: ${what} would have alerted ${times} ${window}.`;
}

/** How far history reaches, and how a drop is told apart from a half-finished recalculation. */
export function historyNotes(
  { from, days, asOf, snapshots, rule }: AlertTestData,
  ctx: CardContext,
): string[] {
  const start = Date.parse(ctx.now) - days * 86_400_000;
  const short = from !== null && Date.parse(from) > start;
  const history = `History starts on ${formatMoment(from ?? asOf, ctx.zone, ctx.now)}: nothing is stored from before.`;
  const huge = rule.of === 'below' ? '' : ', unless it is huge';
  return [
    ...(short && snapshots >= 2 ? [history] : []),
    `Told when a second snapshot, 8 hours later or more, still sees it${huge}.`,
  ];
}

export const direct = (at: string): string => at.replace('.000Z', 'Z');
