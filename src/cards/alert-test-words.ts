import type { AlertTestData } from './alert-test-data.ts';
import type { CardContext } from './data.ts';
import { formatCount, formatMoment } from './format.ts';
import { ruleWords } from './order-words.ts';
import { shownName } from './words.ts';

/** The answer in one sentence: how often it would have been told, and over how much history. */
export function headlineOf({ scope, rule, control, alerts, snapshots, days }: AlertTestData): string {
  const [name, what] = [shownName(scope.name), ruleWords(rule, () => shownName(control ?? ''))];
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
  const sampled = 'One snapshot a day was looked at, because each control is read by itself.';
  return [
    ...(short && snapshots >= 2 ? [history] : []),
    ...(rule.of === 'control' ? [sampled] : []),
    `Told when a second snapshot, 8 hours later or more, still sees it${huge}.`,
  ];
}

export const direct = (at: string): string => at.replace('.000Z', 'Z');
