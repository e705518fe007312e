import { extremes, type Known, stretchesOf } from '../core/stretches.ts';
import { DAY } from '../core/time.ts';
import type { Card } from './card.ts';
import { chartOf } from './chart.ts';
import type { CardContext, TrendData } from './data.ts';
import { eventNotes } from './events.ts';
import { formatMoment, formatPercent, formatPointsOf } from './format.ts';
import { buttonsOf, cautions, footerOf, lineOf, noteRows, unlessUnreadable } from './parts.ts';
import { scopeUrl } from './portal.ts';
import { targetLine } from './target-words.ts';
import { changeTone, gapNotes, trendHeadline, windowNotes } from './trend-words.ts';
import { type Button, button, instant, verbatim } from './view.ts';
import { shownName } from './words.ts';

/** A score over time: a chart, the numbers that matter in it, and what is missing from it. */
export function trendCard(data: TrendData, ctx: CardContext): Card<TrendData> {
  const stretches = stretchesOf(data.points);
  const headline = trendHeadline(data, stretches, ctx);
  const target = targetLine(data.target, ctx.now);
  const chart = chartOf(data.points, ctx, data.target?.percent ?? null);
  const rows = numberRows(data, stretches.flat(), ctx);
  const notes = [
    ...cautions(data.asOf, ctx),
    ...(target === '' ? [] : [target]),
    ...windowNotes(data, stretches, ctx),
    ...eventNotes(chart.view.hasChart ? data.events : [], ctx.now),
    ...gapNotes(stretches, ctx),
  ];
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const view = {
    headline,
    name: shownName(data.scope.name),
    url: verbatim(scopeUrl(ctx.portal, data.scope)),
    chart: chart.view,
    rows,
    hasRows: rows.length > 0,
    notes: noteRows(notes),
    footer: footer.view,
    buttons: trendButtons(data, ctx),
  };
  const numbers = rows.map(({ label, value, detail, at }) => `${label} ${value} ${detail} ${at.text}`);
  const text = [headline, ...chart.text.slice(0, 1), ...numbers, ...notes, footer.text].join('\n');
  return { name: 'trend', data, view, text };
}

function numberRows(data: TrendData, all: readonly Known[], ctx: CardContext) {
  const [first, last] = [all[0], all.at(-1)];
  const { lowest, highest } = extremes(all);
  if (!first || !last || !lowest || !highest) return [];
  const row = (label: string, { at, percentage }: Known, detail = 'on') => ({
    ...{ label, value: formatPercent(percentage), detail, tone: 'Default' },
    at: instant(at, formatMoment(at, ctx.zone, ctx.now)),
  });
  const now = row('Last', last, pointsWords(data, last));
  if (all.length === 1) return [now];
  const change = {
    ...row('Change', first),
    ...changeTone(last.percentage - first.percentage),
    detail: 'since',
  };
  return [now, row('First', first), change, row('Lowest', lowest), row('Highest', highest)];
}

function pointsWords({ points }: TrendData, { at }: Known): string {
  const point = points.findLast((one) => one.at === at);
  return point?.current == null ? 'on' : `(${formatPointsOf(point.current, point.max)}) on`;
}

/** Days of the windows that the buttons offer; the one that is shown is left out. */
const WINDOWS = [7, 30, 90, 365];

function trendButtons(data: TrendData, ctx: CardContext): Button[] {
  const scope = ctx.address(data.scope);
  const shown = Math.round((Date.parse(data.to) - Date.parse(data.from)) / DAY);
  const windows = WINDOWS.filter((days) => days !== shown)
    .sort((a, b) => Math.abs(a - shown * 3) - Math.abs(b - shown * 3))
    .slice(0, 1)
    .map((days) => button(`Last ${days} days`, lineOf('trend', scope, `${days}d`)));
  const nothing = data.points.every(({ percentage }) => percentage === null);
  return buttonsOf(
    ctx,
    unlessUnreadable(data, ctx, nothing ? [] : data.points, [
      ...windows,
      button('Score', lineOf('score', scope)),
      nothing ? button('Help', 'help') : button('What to fix', lineOf('fix', scope)),
    ]),
  );
}
