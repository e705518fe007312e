import type { Mover } from '../core/movers.ts';
import type { Scope } from '../core/scope.ts';
import type { CardContext } from './data.ts';
import {
  changeWords,
  direction,
  formatCount,
  formatMoment,
  formatNumber,
  formatPercent,
  formatTenths,
} from './format.ts';
import type { MoversData } from './movers-data.ts';
import { isWide } from './parts.ts';
import { listed, shownName, shownNames } from './words.ts';

/** The answer in one sentence. `all`: everybody who moved, largest change first. */
export function moversHeadline(data: MoversData, all: readonly Mover[], ctx: CardContext): string {
  const { scope, since, until, unmoved } = data;
  if (since === null) return 'Nothing can have moved yet: history starts with the first snapshot.';
  if (since === until)
    return `Nothing can be compared yet: no snapshot is newer than that of ${moment(since, ctx)}.`;
  const where = scope.kind === 'all' || !isWide(scope) ? '' : ` in ${shownName(scope.name)}`;
  const when = whenWords(data, ctx);
  const [top] = all;
  if (top === undefined && unmoved === 0) return `Nothing${where} can be compared ${when}.`;
  if (top === undefined) return `Nothing moved${where} ${when}.`;
  const name = shownNames(all.map((one) => one.scope))(top.scope);
  const change = `${movedWords(top.change)} to ${formatPercent(top.percentage)}`;
  if (all.length === 1) return `${unmoved === 0 ? '' : 'Only '}${name} moved${where} ${when}: ${change}.`;
  return `${counted(data)}${where} ${when}; most of all ${name}, ${change}.`;
}

/** "14 fell and 9 rose". */
function counted({ fell, rose }: MoversData): string {
  return listed([
    ...(fell.length > 0 ? [`${formatNumber(fell.length)} fell`] : []),
    ...(rose.length > 0 ? [`${formatNumber(rose.length)} rose`] : []),
  ]);
}

const movedWords = (change: number): string =>
  direction(change) === 'unchanged'
    ? `${change > 0 ? 'up' : 'down'} by ${formatTenths(0, change).slice(2)}`
    : changeWords(change);

const moment = (at: string, { zone, now }: CardContext): string => formatMoment(at, zone, now);

/** "since Mon 16 Nov 09:00", or between two moments where the later one is past. */
function whenWords({ since, until, asOf }: MoversData, ctx: CardContext): string {
  const from = since === null ? '' : moment(since, ctx);
  return until === asOf ? `since ${from}` : `between ${from} and ${moment(until, ctx)}`;
}

const MOST_NAMES = 3;

/** Who did not move, who could not be compared and why, and how far history reaches. */
export function moversNotes(data: MoversData, all: readonly Mover[], ctx: CardContext): string[] {
  const { since, until, asked, appeared, unreadable } = data;
  if (since === null || since === until) return [];
  const short = Date.parse(since) > Date.parse(asked.from);
  return [
    ...(short ? [`History starts on ${moment(since, ctx)}: nothing is stored from before.`] : []),
    ...stillWords(data, all.length),
    ...(appeared.length > 0 ? [`Without an earlier score to compare with: ${names(appeared)}.`] : []),
    ...(unreadable.length > 0 ? [`Not visible to Scoreline, so not compared: ${names(unreadable)}.`] : []),
  ];
}

/** Those that have no row, counted on one line. */
function stillWords({ unmoved, unscored, left }: MoversData, moved: number): string[] {
  const parts = [
    ...(unmoved > 0 ? [unmovedWords(unmoved, moved)] : []),
    ...(unscored > 0 ? [`${formatCount(unscored, 'has', 'have')} no score.`] : []),
    ...(left > 0 ? [`${formatCount(left, 'is', 'are')} not here any more: deleted, disabled or moved.`] : []),
  ];
  return parts.length === 0 ? [] : [parts.join(' ')];
}

function unmovedWords(unmoved: number, moved: number): string {
  if (moved > 0) return `${formatNumber(unmoved)} did not move.`;
  return unmoved === 1 ? 'It stayed where it was.' : `All ${formatNumber(unmoved)} stayed where they were.`;
}

/** The first few, and how many more. */
function names(all: readonly Scope[]): string {
  const nameOf = shownNames(all);
  const more = all.length - MOST_NAMES;
  return listed([
    ...all.slice(0, MOST_NAMES).map(nameOf),
    ...(more > 0 ? [`${formatNumber(more)} more`] : []),
  ]);
}
