import type { Card } from './card.ts';
import { controlRow, countsWords, gains, isAssessed, pointsWords } from './control-rows.ts';
import type { CardContext, ControlData, NamedControl } from './data.ts';
import { formatCount } from './format.ts';
import { buttonsOf, cautions, footerOf, lineOf, noteRows, pageOf, unlessUnreadable } from './parts.ts';
import { gainSentence, recommendationRows, whyNoGain } from './recommendation-rows.ts';
import { stateSentence } from './score-words.ts';
import { button } from './view.ts';
import { fullName, shownName } from './words.ts';

/** One control of a scope and the recommendations that count in it. */
export function controlCard(data: ControlData, ctx: CardContext): Card<ControlData> {
  const [control] = data.controls;
  const headline = controlHeadline(data, control);
  const page = pageOf(data.recommendations, ctx);
  const rows = recommendationRows(data.recommendations, page.rows, ctx);
  const notes = [...cautions(data.asOf, ctx), ...emptyNote(data)];
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const why = whyNoGain(page.rows);
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const scope = ctx.address(data.scope);
  const view = {
    headline,
    name: control === undefined ? 'No such control' : fullName(control.name),
    scope: shownName(data.scope.name),
    notes: noteRows(notes),
    ...standingView(control),
    recommendations: rows.map(({ row, ...shown }) => ({ ...shown, counts: countsWords(row) })),
    hasRecommendations: rows.length > 0,
    why,
    hasWhy: why !== '',
    more,
    hasMore: more !== '',
    footer: footer.view,
    buttons: buttonsOf(
      ctx,
      unlessUnreadable(data, ctx, data.recommendations, [
        page.next,
        button('What to fix', lineOf('fix', scope)),
        button('All controls', lineOf('controls', scope)),
        button('Score', lineOf('score', scope)),
      ]),
    ),
  };
  const said = rows.map(
    ({ row, name, severity }) => `${name}: ${countsWords(row)}, ${severity}, ${gainSentence(row)}`,
  );
  const text = [headline, ...notes, ...said, ...(more === '' ? [] : [more]), footer.text].join('\n');
  return { name: 'control', data, view, text };
}

function controlHeadline({ scope, state }: ControlData, control: NamedControl | undefined): string {
  const where = shownName(scope.name);
  if (control === undefined && state !== 'ok') return stateSentence(state, scope);
  if (control === undefined) return `That control is not assessed in ${where}.`;
  const { name, gain } = controlRow(control);
  if (!isAssessed(control)) return `${name} has nothing assessed in ${where}; there is nothing to gain.`;
  const points = pointsWords(control);
  const stands = control.max === 0 || control.current === null ? points : `is at ${points}`;
  const unhealthy = formatCount(control.unhealthy, 'unhealthy', 'unhealthy');
  const rest = gains(control) ? `fixing it gives ${gain}` : 'there is nothing to gain';
  return `${name} ${stands} in ${where}, ${unhealthy}; ${rest}.`;
}

function standingView(control: NamedControl | undefined) {
  if (control === undefined) return { points: 'not assessed', counts: 'not assessed', gain: 'no gain' };
  const { gain } = controlRow(control);
  return { points: pointsWords(control), counts: countsWords(control), gain };
}

const emptyNote = ({ recommendations, state }: ControlData): string[] =>
  recommendations.length > 0 || state !== 'ok' ? [] : ['None of its recommendations is assessed here yet.'];
