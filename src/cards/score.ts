import type { Card } from './card.ts';
import { chartOf } from './chart.ts';
import { controlRow, controlSentence, gains } from './control-rows.ts';
import type { CardContext, ScoreData } from './data.ts';
import { eventNotes } from './events.ts';
import { whyWords } from './explain-words.ts';
import { formatMoment, formatPercent, formatPointsOf } from './format.ts';
import {
  buttonsOf,
  cautions,
  controlLine,
  footerOf,
  isWide,
  lineOf,
  namedButton,
  noteRows,
  pageOf,
} from './parts.ts';
import { scopeUrl } from './portal.ts';
import { changeRows, scoreHeadline, whyUnknown } from './score-words.ts';
import { subscriptionRows, subscriptionsSummary } from './subscription-rows.ts';
import { targetLine } from './target-words.ts';
import { newestGapNote } from './trend-words.ts';
import { button, verbatim } from './view.ts';
import { shownName } from './words.ts';

const FIRST = 3;

/** The score of a scope: where it stands, how it moved, what to fix first, and its subscriptions where it is wide. */
export function scoreCard(data: ScoreData, ctx: CardContext): Card<ScoreData> {
  const headline = scoreHeadline(data, ctx);
  const changes = changeRows(data, ctx);
  const first = data.controls.filter(gains).slice(0, FIRST);
  const wide = isWide(data.scope) ? widePart(data, ctx) : NARROW;
  const chart = chartOf(data.trend, ctx);
  const footer = footerOf(data.asOf, data.notVisible, ctx, data.live);
  const notes = [...cautions(data.asOf, ctx), ...whyUnknown(data)];
  const { marks, why, target, view: remarks } = remarksOf(data, ctx, chart.view.hasChart);
  const view = {
    headline,
    name: shownName(data.scope.name),
    url: verbatim(scopeUrl(ctx.portal, data.scope)),
    percent: data.percentage === null ? 'No score yet' : formatPercent(data.percentage),
    points: data.percentage === null ? 'points unknown' : formatPointsOf(data.current, data.max),
    notes: noteRows(notes),
    changes,
    hasChanges: changes.length > 0,
    chart: chart.view,
    ...remarks,
    first: first.map(controlRow),
    hasFirst: first.length > 0,
    ...wide.view,
    footer: footer.view,
    buttons: scoreButtons(data, ctx, wide.next),
  };
  const text = [
    headline,
    ...notes,
    ...(data.percentage === null ? [] : [`${formatPointsOf(data.current, data.max)}.`]),
    ...changes.map((change) => `${change.amount}, ${change.from} since ${change.since.text}`),
    ...chart.text,
    ...marks,
    ...(why === '' ? [] : [why]),
    ...(first.length === 0 ? [] : ['Worth fixing first:', ...first.map(controlSentence)]),
    ...(target === '' ? [] : [target]),
    ...wide.text,
    footer.text,
  ].join('\n');
  return { name: 'score', data, view, text };
}

/** What is said beside the numbers: what moved everybody's, why these moved, and what this conversation wants. */
function remarksOf(data: ScoreData, ctx: CardContext, hasChart: boolean) {
  const marks = hasChart ? [...eventNotes(data.events, ctx.now), ...newestGapNote(data.trend, ctx)] : [];
  const why = whyWords(data.why);
  const target = targetLine(data.target, ctx.now);
  const flags = { hasWhy: why !== '', hasTarget: target !== '' };
  return { marks, why, target, view: { marks: noteRows(marks), why, target, ...flags } };
}

function scoreButtons(data: ScoreData, ctx: CardContext, next: ReturnType<typeof button> | null) {
  const scope = ctx.address(data.scope);
  if (data.percentage === null && data.controls.length === 0 && next === null) {
    // Nothing is known of it, so no question about it has an answer.
    const others = isWide(data.scope) ? null : button('All scores', 'score');
    return buttonsOf(ctx, [others, button('Help', 'help')]);
  }
  const [top] = data.controls.filter(gains);
  return buttonsOf(ctx, [
    data.changes.length === 0 ? null : button('Explain', lineOf('explain', scope)),
    next,
    button('What to fix', lineOf('fix', scope)),
    button('Controls', lineOf('controls', scope)),
    button('Trend', lineOf('trend', scope)),
    top === undefined ? null : namedButton(top.name, controlLine(top, data.scope, ctx)),
  ]);
}

const NARROW = {
  view: { isWide: false, kinds: '', states: '', order: '', more: '', hasMore: false, subscriptions: [] },
  next: null,
  text: [],
};

function widePart(data: ScoreData, ctx: CardContext) {
  const page = pageOf(data.subscriptions, ctx);
  const rows = subscriptionRows(data.subscriptions, page.rows, ctx);
  const lastWeek = data.changes[1]?.since;
  const since = lastWeek === undefined ? '' : formatMoment(lastWeek, ctx.zone, ctx.now);
  const { kinds, states } = subscriptionsSummary(data.subscriptions, since);
  const order = page.words === '' ? 'lowest first' : `lowest first, ${page.words}`;
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const table = { order, more, hasMore: page.more > 0, subscriptions: rows };
  return {
    view: { isWide: rows.length > 0, kinds, states, ...table },
    next: page.next,
    text:
      rows.length === 0
        ? []
        : [`${kinds}: ${states}; ${order}:`, ...rows.map(said), ...(more === '' ? [] : [more])],
  };
}

const said = (row: { name: string; standing: string }) => `${row.name}: ${row.standing}`;
