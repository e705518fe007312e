import { type Known, type Sample, type Stretch, stretchesOf } from '../core/stretches.ts';
import { DAY } from '../core/time.ts';
import type { CardContext, TrendData } from './data.ts';
import { changeWords, direction, formatChange, formatCount, formatMoment, formatPercent } from './format.ts';
import { stateSentence, TONES } from './score-words.ts';
import { shownName } from './words.ts';

/** The answer in one sentence: where it stands, and how it moved since the first sample. */
export function trendHeadline(data: TrendData, stretches: readonly Stretch[], ctx: CardContext): string {
  const all = stretches.flat();
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) return nothingHeadline(data);
  const name = shownName(data.scope.name);
  const now = last.at === data.asOf;
  const verb = data.scope.kind === 'all' ? (now ? 'are' : 'were') : now ? 'is' : 'was';
  const at = now ? '' : ` on ${formatMoment(last.at, ctx.zone, ctx.now)}`;
  const here = `${name} ${verb} at ${formatPercent(last.percentage)}${at}`;
  return all.length === 1
    ? `${here}; there is one reading, and no trend yet.`
    : `${here}, ${moved(first, last, ctx)}.`;
}

function moved(first: Known, last: Known, ctx: CardContext): string {
  const change = last.percentage - first.percentage;
  const since = `since ${formatMoment(first.at, ctx.zone, ctx.now)}`;
  const from = direction(change) === 'unchanged' ? '' : ` from ${formatPercent(first.percentage)}`;
  return `${changeWords(change)}${from} ${since}`;
}

function nothingHeadline({ scope, state, points }: TrendData): string {
  if (state !== 'ok') return stateSentence(state, scope);
  const name = shownName(scope.name);
  return points.length === 0
    ? `Nothing is stored about ${name} from that time.`
    : `The score of ${name} is not known from that time.`;
}

/** `▼ −3.2 pp` and its colour. */
export const changeTone = (change: number) => ({
  value: formatChange(change),
  tone: TONES[direction(change)],
});

/** How far the stored history reaches, where it is shorter than what was asked about. */
export function windowNotes(
  { from, points }: TrendData,
  stretches: readonly Stretch[],
  ctx: CardContext,
): string[] {
  const [first] = points;
  if (first === undefined || stretches.length === 0 || Date.parse(first.at) - Date.parse(from) <= DAY)
    return [];
  return [`History starts on ${formatMoment(first.at, ctx.zone, ctx.now)}: nothing is stored from before.`];
}

const MOST_GAPS = 3;

/** Between which moments nothing is known; the newest few. */
export function gapNotes(stretches: readonly Stretch[], ctx: CardContext): string[] {
  const moment = (at = '') => formatMoment(at, ctx.zone, ctx.now);
  const gaps = stretches
    .slice(1)
    .map((of, n) => `Nothing is known between ${moment(stretches[n]?.at(-1)?.at)} and ${moment(of[0]?.at)}.`)
    .toReversed();
  const more = gaps.length - MOST_GAPS;
  return more > 0
    ? [...gaps.slice(0, MOST_GAPS), `There are ${formatCount(more, 'more gap')} before.`]
    : gaps;
}

/** The newest gap of more than a day, for a card on which the chart is not all. */
export function newestGapNote(samples: readonly Sample[], ctx: CardContext): string[] {
  const stretches = stretchesOf(samples);
  const at = stretches.findLastIndex((of, n) => n > 0 && between(stretches[n - 1], of) > DAY);
  return at === -1 ? [] : gapNotes(stretches.slice(at - 1, at + 1), ctx);
}

const between = (before: Stretch | undefined, after: Stretch): number =>
  Date.parse(after[0]?.at ?? '') - Date.parse(before?.at(-1)?.at ?? '');
