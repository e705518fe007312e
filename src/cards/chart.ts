import { extremes, type Known, type Sample, type Stretch, stretchesOf, thinned } from '../core/stretches.ts';
import { axisOf, formatLabels, isoDay } from './axis.ts';
import type { CardContext } from './data.ts';
import { chartPercent, formatMoment, formatPercent, formatTarget } from './format.ts';
import { sparkline } from './sparkline.ts';
import { type Instant, instant } from './view.ts';
import { shorten } from './words.ts';

/** Points of a chart in Teams, and of one in Slack, which takes no more than 20 categories. */
const TEAMS_POINTS = 60;
const SLACK_POINTS = 20;
/** Slack takes two charts a message. */
const SLACK_CHARTS = 2;
/** More lines than this need no legend: every one of them is the score. */
const MOST_LEGENDS = 3;
const TITLE = 50;

/** A score over time for both templates, and in plain words. */
export type Chart = { view: ChartView; text: string[] };
export type ChartView = {
  hasChart: boolean;
  title: string;
  spark: string;
  /** Percent; the axis does not begin at zero. */
  yMin: number;
  yMax: number;
  showLegend: boolean;
  /** One line a stretch: what was missed is not drawn. */
  series: { legend: string; color: string; points: { x: string; y: number }[] }[];
  /** Slack draws a value at every category, so a stretch is a chart of its own. */
  slack: {
    title: string;
    zone: string;
    categories: string[];
    points: { label: string; value: number }[];
    hasTarget: boolean;
    targetName: string;
    targetPoints: { label: string; value: number }[];
  }[];
  range: {
    first: string;
    firstAt: Instant;
    lowest: string;
    lowestAt: Instant;
    highest: string;
    highestAt: Instant;
  };
};

/**
 * A line over time with at least two known samples; else nothing. Where something was missed the line is broken.
 * `target`: a percentage that has a line of its own.
 */
export function chartOf(samples: readonly Sample[], ctx: CardContext, target: number | null = null): Chart {
  const stretches = stretchesOf(samples);
  const all = stretches.flat();
  if (all.length < 2) return { view: NO_CHART, text: [] };
  const spark = sparkline(stretches);
  const series = seriesOf(thinned(stretches, TEAMS_POINTS), ctx, target);
  const [from, to] = formatLabels([all[0]?.at ?? '', all.at(-1)?.at ?? ''], ctx.zone);
  const view = {
    hasChart: true,
    title: `Secure score in percent, ${from} to ${to}`,
    spark,
    ...axisOf(stretches, target),
    showLegend: series.length <= MOST_LEGENDS,
    series,
    slack: slackCharts(stretches, ctx, target),
    range: rangeOf(all, ctx),
  };
  return { view, text: [spark, rangeWords(view.range)] };
}

/** The numbers that stand beside every chart, less the last, which is the headline's. */
function rangeOf(all: readonly Known[], { zone, now }: CardContext): ChartView['range'] {
  const { lowest, highest } = extremes(all);
  const moment = (at = '') => instant(at, formatMoment(at, zone, now));
  return {
    ...{ first: formatPercent(all[0]?.percentage), firstAt: moment(all[0]?.at) },
    ...{ lowest: formatPercent(lowest?.percentage), lowestAt: moment(lowest?.at) },
    ...{ highest: formatPercent(highest?.percentage), highestAt: moment(highest?.at) },
  };
}

const rangeWords = ({ first, firstAt, lowest, lowestAt, highest, highestAt }: ChartView['range']): string =>
  `From ${first} on ${firstAt.text}; lowest ${lowest} on ${lowestAt.text}, highest ${highest} on ${highestAt.text}.`;

const NOWHEN = instant('', '');
const NO_CHART: ChartView = {
  ...{ hasChart: false, title: '', spark: '', yMin: 0, yMax: 100, showLegend: false, series: [], slack: [] },
  range: { first: '', firstAt: NOWHEN, lowest: '', lowestAt: NOWHEN, highest: '', highestAt: NOWHEN },
};

/** Days where each point has one of its own, which Teams draws to scale; else moments side by side. */
function seriesOf(
  stretches: readonly Stretch[],
  { zone }: CardContext,
  target: number | null,
): ChartView['series'] {
  const moments = stretches.flat().map(({ at }) => at);
  const days = moments.map((at) => isoDay(at, zone));
  const xs = new Set(days).size === days.length ? days : formatLabels(moments, zone);
  const labels = formatLabels(moments, zone);
  let n = 0;
  const lines = stretches.map((of) => {
    const from = n;
    n += of.length;
    const legend = stretches.length === 1 ? 'Secure score, percent' : spanWords(labels[from], labels[n - 1]);
    const points = of.map(({ percentage }, at) => ({ x: xs[from + at] ?? '', y: chartPercent(percentage) }));
    return { legend, color: 'categoricalBlue', points };
  });
  if (target === null) return lines;
  const ends = [...new Set([xs[0] ?? '', xs.at(-1) ?? ''])].map((x) => ({ x, y: chartPercent(target) }));
  return [...lines, { legend: targetName(target), color: 'categoricalMarigold', points: ends }];
}

const targetName = (target: number): string => `Target ${formatTarget(target)}`;

const spanWords = (from = '', to = ''): string => (from === to ? from : `${from} to ${to}`);

/** The newest stretch and the longest of the others, oldest first. */
function slackCharts(
  stretches: readonly Stretch[],
  { zone }: CardContext,
  target: number | null,
): ChartView['slack'] {
  const lines = stretches.filter((of) => of.length > 1);
  const longest = lines.slice(0, -1).sort((a, b) => lengthOf(b) - lengthOf(a));
  const drawn = new Set([...lines.slice(-1), ...longest.slice(0, SLACK_CHARTS - 1)]);
  return lines.filter((of) => drawn.has(of)).map((of) => slackChart(of, zone, target));
}

function slackChart(of: Stretch, zone: string | null, target: number | null): ChartView['slack'][number] {
  const points = thinned([of], SLACK_POINTS).flat();
  const labels = formatLabels(
    points.map(({ at }) => at),
    zone,
  );
  return {
    title: shorten(`Secure score, ${labels[0]} to ${labels.at(-1)}`, TITLE),
    zone: shorten(zone ?? 'UTC', TITLE),
    categories: labels,
    points: points.map(({ percentage }, n) => ({
      label: labels[n] ?? '',
      value: chartPercent(percentage),
    })),
    hasTarget: target !== null,
    targetName: target === null ? '' : targetName(target),
    targetPoints: target === null ? [] : labels.map((label) => ({ label, value: chartPercent(target) })),
  };
}

const lengthOf = (of: Stretch): number => Date.parse(of.at(-1)?.at ?? '') - Date.parse(of[0]?.at ?? '');
