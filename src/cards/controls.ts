import type { Card } from './card.ts';
import { controlRow, controlSentence, gains } from './control-rows.ts';
import type { CardContext, ControlsData } from './data.ts';
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
import { stateSentence } from './score-words.ts';
import { button } from './view.ts';
import { shownName } from './words.ts';

/** Every control of a scope, what fixing it gives first. */
export function controlsCard(data: ControlsData, ctx: CardContext): Card<ControlsData> {
  const headline = controlsHeadline(data);
  const page = pageOf(data.controls, ctx);
  const notes = cautions(data.asOf, ctx);
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const scope = ctx.address(data.scope);
  const [top] = page.rows.filter(gains);
  const view = {
    headline,
    name: shownName(data.scope.name),
    notes: noteRows(notes),
    shown: page.words === '' ? 'Most to gain first' : `Most to gain first, ${page.words}`,
    controls: page.rows.map(controlRow),
    hasControls: page.rows.length > 0,
    more,
    hasMore: more !== '',
    footer: footer.view,
    buttons: buttonsOf(
      ctx,
      unlessUnreadable(data, ctx, data.controls, [
        page.next,
        top === undefined ? null : namedButton(top.name, controlLine(top, data.scope, ctx)),
        button('What to fix', lineOf('fix', scope)),
        button('Score', lineOf('score', scope)),
      ]),
    ),
  };
  const rows = page.rows.map(controlSentence);
  const text = [headline, ...notes, ...rows, ...(more === '' ? [] : [more]), footer.text].join('\n');
  return { name: 'controls', data, view, text };
}

function controlsHeadline({ scope, state, controls }: ControlsData): string {
  const name = shownName(scope.name);
  const [top] = controls.filter(gains);
  if (controls.length === 0 && state !== 'ok') return stateSentence(state, scope);
  if (controls.length === 0) return `Nothing is assessed in ${name} yet, so no control is known there.`;
  const verb = scope.kind === 'all' ? 'have' : 'has';
  const known = `${name} ${verb} ${formatCount(controls.length, 'control')}`;
  if (top === undefined)
    return `${known}, and nothing to gain in ${controls.length === 1 ? 'it' : 'any of them'}.`;
  return `${known}; fixing ${shownName(top.name)} gives the most, ${formatGain(top.potentialIncrease)}.`;
}
