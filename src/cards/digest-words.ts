import type { Mover } from '../core/movers.ts';
import type { CardContext } from './data.ts';
import type { DigestData } from './digest-data.ts';
import { becauseOf } from './explain-words.ts';
import { changeWords, formatChange, formatCount, formatGain, formatMoment, formatPercent } from './format.ts';
import { scheduleWords } from './order-words.ts';
import { targetLine } from './target-words.ts';
import { LONGEST_SENTENCE, listed, shownName, shownNames } from './words.ts';

export const TITLES = { day: 'Daily score', week: 'Weekly score', month: 'Monthly score' } as const;
const PERIODS = { day: 'in a day', week: 'this week', month: 'this month' } as const;

/** The answer in one sentence, which stands alone in a notification. */
export function digestHeadline(
  { scope, after, before, delta, quiet, rule, from }: DigestData,
  ctx: CardContext,
): string {
  const name = shownName(scope.name);
  const verb = scope.kind === 'all' ? 'are' : 'is';
  if (after.percentage === null) return `${name} ${scope.kind === 'all' ? 'have' : 'has'} no score yet.`;
  const stands = `${name} ${verb} at ${formatPercent(after.percentage)}`;
  if (quiet) return `${stands}, unchanged ${PERIODS[rule.schedule.every]} (nothing moved more than 0.1 pp).`;
  const since = formatMoment(before.takenAt, ctx.zone, ctx.now);
  if (before.takenAt === after.takenAt && Date.parse(before.takenAt) <= Date.parse(from))
    return `${stands}; nothing was read since ${since}, so nobody knows what moved.`;
  if (delta === null || before.takenAt === after.takenAt) return `${stands}; nothing is stored from before.`;
  return `${stands}, ${changeWords(delta)} since ${since}.`;
}

/** `Mostly because 12 storage accounts were added (…).`; empty where nobody can say. */
export function becauseWords({ why }: DigestData): string {
  const [top] = why;
  return top === undefined ? '' : becauseOf(top);
}

export type Fact = { label: string; text: string };

/** What to fix first, a line each: empty in a quiet period and in brief. */
export const fixLines = ({ fixes, quiet, rule }: DigestData): string[] =>
  quiet || rule.brief ? [] : fixes.map(fixWords);

/** Who moved, and how far the target is: a line each, none of them empty. */
export function digestFacts(data: DigestData, ctx: CardContext): Fact[] {
  const { fell, rose, target, rule } = data;
  if (data.quiet) return [];
  const movers = [
    { label: 'Fell', text: moverWords(fell, [...fell, ...rose]) },
    { label: 'Rose', text: moverWords(rose, [...fell, ...rose]) },
  ];
  const goal = { label: 'Target', text: targetLine(target, ctx.now).replace(/^Target /, '') };
  return [...movers, ...(rule.brief ? [] : [goal])].filter(({ text }) => text !== '');
}

/** What is missing in the numbers, after all that they tell. */
export function digestProblems(data: DigestData, ctx: CardContext): Fact[] {
  const text = data.quiet || data.rule.brief ? '' : problemWords(data, ctx);
  return text === '' ? [] : [{ label: 'Needs attention', text }];
}

function moverWords(movers: readonly Mover[], all: readonly Mover[]): string {
  const nameOf = shownNames(all.map(({ scope }) => scope));
  return movers.map(({ scope, change }) => `${nameOf(scope)} ${formatChange(change)}`).join(' · ');
}

const fixWords = ({ name, potentialIncrease, unhealthy }: DigestData['fixes'][number]): string =>
  `${shownName(name, LONGEST_SENTENCE)} ${formatGain(potentialIncrease)} (${formatCount(unhealthy, 'resource')})`;

function problemWords({ problems }: DigestData, ctx: CardContext): string {
  const { unreadable, withoutScore, stale } = problems;
  const since = (at: string) => formatMoment(at, ctx.zone, ctx.now);
  const names = unreadable.slice(0, 3).map((one) => `${shownName(one.name)} since ${since(one.since)}`);
  const more = unreadable.length - names.length;
  return [
    ...(stale === null ? [] : [`nothing was read since ${since(stale)}`]),
    ...(names.length === 0
      ? []
      : [
          `${formatCount(unreadable.length, 'subscription')} not readable: ${listed([...names, ...(more > 0 ? [`${more} more`] : [])])}`,
        ]),
    ...(withoutScore === 0
      ? []
      : [`${formatCount(withoutScore, 'subscription')} without a score (posture management is off)`]),
  ].join(' · ');
}

/** Why one gets this, and when it comes again. */
export function orderedWords({ order, rule, late, preview, to }: DigestData, ctx: CardContext): string {
  const when = scheduleWords(rule.schedule);
  if (preview && order === null) return `A preview of what would come ${when}: nothing was ordered.`;
  const by = order?.by == null ? '' : `, ordered by ${shownName(order.by)}`;
  const next = order?.next == null ? '' : ` Next: ${formatMoment(order.next, rule.schedule.zone, ctx.now)}.`;
  const due = late ? ` Late: it was due ${formatMoment(to, rule.schedule.zone, ctx.now)}.` : '';
  const first = preview ? 'A preview. ' : '';
  return `${first}${when.charAt(0).toUpperCase()}${when.slice(1)}${by}.${due}${next}`;
}
