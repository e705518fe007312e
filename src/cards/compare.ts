import type { Card } from './card.ts';
import type { CompareData, ComparedControl } from './compare-data.ts';
import {
  bothKnown,
  compareHeadline,
  compareNotes,
  counts,
  type Names,
  notVisibleInBoth,
  weekWords,
} from './compare-words.ts';
import type { CardContext, ScoreData } from './data.ts';
import { direction, formatPercent, formatPointsOf, formatShare } from './format.ts';
import { buttonsOf, cautions, footerOf, lineOf, namedButton, noteRows, pageOf } from './parts.ts';
import { scopeUrl } from './portal.ts';
import { TONES } from './score-words.ts';
import type { Button } from './view.ts';
import { verbatim } from './view.ts';
import { shownName, shownNames } from './words.ts';

/** A column of a table, and a name that stands in every row, is no wider than this. */
const LONGEST = 30;

/** Two scopes side by side: where each stands, how it moved, and the controls that differ most. */
export function compareCard(data: CompareData, ctx: CardContext): Card<CompareData> {
  const [left, right] = data.scopes;
  const names = namesOf(data);
  const short = namesOf(data, LONGEST);
  const headline = compareHeadline(data, names, ctx);
  const sides = [sideOf(left, names[0], ctx), sideOf(right, names[1], ctx)];
  const shown = bothKnown(data) ? data.controls.filter(counts) : [];
  const page = pageOf(shown, ctx);
  const rows = page.rows.map((control) => controlRow(control, short));
  const notes = [...cautions(left.asOf, ctx), ...compareNotes(data, names)];
  const footer = footerOf(left.asOf, notVisibleInBoth(data.scopes), ctx);
  const order = `percent of a control's points, ${short[0]} less ${short[1]}, largest difference first`;
  const view = {
    headline,
    title: `${short[0]} and ${short[1]}`,
    sides,
    leftName: short[0],
    rightName: short[1],
    shown: page.words === '' ? order : `${order}, ${page.words}`,
    rows,
    hasRows: rows.length > 0,
    more: page.more > 0 ? `and ${page.more} more` : '',
    hasMore: page.more > 0,
    notes: noteRows(notes),
    footer: footer.view,
    buttons: compareButtons(data, names, ctx, page.next),
  };
  const said = [
    ...sides.map(({ text }) => text),
    ...(rows.length === 0 ? [] : [`Controls, ${view.shown}:`]),
    ...rows.map(({ name, both, difference }) => `${name}: ${both}, ${difference}`),
    ...(view.hasMore ? [view.more] : []),
  ];
  return { name: 'compare', data, view, text: [headline, ...said, ...notes, footer.text].join('\n') };
}

function namesOf({ scopes }: CompareData, longest?: number): Names {
  const both = scopes.map(({ scope }) => scope);
  const nameOf = shownNames(both, longest);
  return [nameOf(scopes[0].scope), nameOf(scopes[1].scope)];
}

function sideOf(data: ScoreData, name: string, ctx: CardContext) {
  const week = weekWords(data, ctx);
  const known = data.percentage !== null;
  const unseen = !known && data.subscriptions[0]?.state === 'not-visible';
  const percent = known ? formatPercent(data.percentage) : unseen ? 'not visible' : 'no score';
  const points = known ? formatPointsOf(data.current, data.max) : 'points unknown';
  const moved = week.hasSince ? `${week.change} since ${week.since.text}` : week.change;
  return {
    ...{ name, percent, points, moved, ...week },
    url: verbatim(scopeUrl(ctx.portal, data.scope)),
    text: `${name}: ${percent}, ${points}; ${moved}.`,
  };
}

function controlRow({ name, left, right }: ComparedControl, [ours, theirs]: Names) {
  const [a, b] = [shareWords(left), shareWords(right)];
  const difference = left === null || right === null ? null : left - right;
  return {
    name: shownName(name),
    ...{ left: a, right: b, both: `${ours} ${a}, ${theirs} ${b}` },
    difference: differenceWords(difference),
    tone: TONES[direction(difference ?? 0)],
  };
}

const shareWords = (share: number | null): string => (share === null ? 'not counted' : formatPercent(share));

function differenceWords(difference: number | null): string {
  if (difference === null) return 'one side only';
  return direction(difference) === 'unchanged' ? 'level' : formatShare(difference);
}

function compareButtons(
  { scopes }: CompareData,
  names: Names,
  ctx: CardContext,
  next: Button | null,
): Button[] {
  const [left, right] = scopes;
  const ask = (verb: string, command: string, at: 0 | 1) =>
    namedButton(`${verb} ${names[at]}`, lineOf(command, ctx.address(scopes[at].scope)));
  const difference = (left.percentage ?? 0) - (right.percentage ?? 0);
  const known = left.percentage !== null && right.percentage !== null;
  const level = !known || direction(difference) === 'unchanged';
  const fix = level ? null : ask('Fix', 'fix', difference < 0 ? 0 : 1);
  return buttonsOf(ctx, [next, fix, ask('Explain', 'explain', 0), ask('Explain', 'explain', 1)]);
}
