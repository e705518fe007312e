import type { Card } from './card.ts';
import type { CardContext, FixData, FixRow } from './data.ts';
import { formatCount, formatGain } from './format.ts';
import {
  buttonsOf,
  cautions,
  controlLine,
  footerOf,
  lineOf,
  namedButton,
  noteRows,
  pageOf,
  unlessUnreadable,
} from './parts.ts';
import { gainSentence, recommendationRows, whyNoGain } from './recommendation-rows.ts';
import { stateSentence } from './score-words.ts';
import { button } from './view.ts';
import { clean, LONGEST_SENTENCE, shownName } from './words.ts';

/** What to fix first: recommendations by what they gain, each with what all so far gain together. */
export function fixCard(data: FixData, ctx: CardContext): Card<FixData> {
  const headline = fixHeadline(data);
  const page = pageOf(data.recommendations, ctx);
  const rows = recommendationRows(data.recommendations, page.rows, ctx).map((shown, index) => ({
    ...shown,
    control: shownName(shown.row.controlName),
    together: formatGain(sum(data.recommendations.slice(0, page.from + index + 1))),
    effort: effortWords(shown.row.effort),
  }));
  const notes = cautions(data.asOf, ctx);
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const why = whyNoGain(page.rows);
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const view = {
    headline,
    name: shownName(data.scope.name),
    notes: noteRows(notes),
    recommendations: rows.map(({ row: _, ...shown }) => shown),
    hasRecommendations: rows.length > 0,
    why,
    hasWhy: why !== '',
    more,
    hasMore: more !== '',
    footer: footer.view,
    buttons: fixButtons(data, ctx, page.next),
  };
  const said = rows.map(
    ({ row, name, control, unhealthy, severity, effort, together }) =>
      `${name} (${control}): ${unhealthy} unhealthy, ${severity}${effort}, ${gainSentence(row)}, together ${together}`,
  );
  const text = [headline, ...notes, ...said, ...(more === '' ? [] : [more]), footer.text].join('\n');
  return { name: 'fix', data, view, text };
}

function fixButtons(data: FixData, ctx: CardContext, next: ReturnType<typeof button> | null) {
  const scope = ctx.address(data.scope);
  const [top] = data.recommendations;
  const control = top === undefined ? null : { id: top.control, name: top.controlName };
  return buttonsOf(
    ctx,
    unlessUnreadable(data, ctx, data.recommendations, [
      next,
      control === null ? null : namedButton(control.name, controlLine(control, data.scope, ctx)),
      button('Controls', lineOf('controls', scope)),
      button('Score', lineOf('score', scope)),
    ]),
  );
}

const sum = (rows: readonly FixRow[]): number =>
  rows.reduce((total, { potentialIncrease }) => total + potentialIncrease, 0);

function effortWords(effort: string | null): string {
  const words = clean(effort ?? '');
  return words === '' ? '' : `, ${words.toLowerCase()} effort`;
}

function fixHeadline({ scope, state, recommendations }: FixData): string {
  const where = shownName(scope.name);
  const [top] = recommendations;
  if (top === undefined && state !== 'ok') return stateSentence(state, scope);
  if (top === undefined) return `Nothing to fix in ${where}: no counting recommendation is unhealthy there.`;
  if (top.potentialIncrease <= 0) {
    const many = formatCount(recommendations.length, 'recommendation');
    return `${where}: ${many} to fix, none of which gains points by itself.`;
  }
  return `Worth fixing first in ${where}: ${shownName(top.name, LONGEST_SENTENCE)}, ${gainOf(top)}.`;
}

const gainOf = ({ potentialIncrease, unhealthy }: FixRow): string =>
  `${formatGain(potentialIncrease)} for ${formatCount(unhealthy, 'resource')}`;
