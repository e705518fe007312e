import { quoteName } from '../core/quote.ts';
import type { Card } from './card.ts';
import type { CardContext } from './data.ts';
import {
  changeWords,
  formatCount,
  formatGain,
  formatPercent,
  formatPoints,
  formatPointsOf,
} from './format.ts';
import {
  buttonsOf,
  cautions,
  controlLine,
  footerOf,
  frozenNote,
  lineOf,
  namedButton,
  noteRows,
} from './parts.ts';
import { recommendationUrl, securityUrl } from './portal.ts';
import { stateSentence } from './score-words.ts';
import { button, verbatim } from './view.ts';
import type { Fixed, NoGain, WhatIfData, WonControl } from './what-if-data.ts';
import { LONGEST_SENTENCE, shownName, shownNames } from './words.ts';

const MOST_CONTROLS = 10;

/** The score after fixing something, and which controls it moves; or why it moves none. */
export function whatIfCard(data: WhatIfData, ctx: CardContext): Card<WhatIfData> {
  const headline = whatIfHeadline(data);
  const notes = [...cautions(data.asOf, ctx), ...remarks(data)];
  const fixed = fixedRows(data.fixed, ctx);
  const controls = controlRows(data.controls);
  const more = data.controls.length > MOST_CONTROLS ? `and ${data.controls.length - MOST_CONTROLS} more` : '';
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const known = data.gain !== null;
  const view = {
    headline,
    name: shownName(data.scope.name),
    isKnown: known,
    percents: known
      ? `${formatPercent(data.before.percentage)} → ${formatPercent(data.after.percentage)}`
      : 'unknown',
    points: known ? pointsWords(data) : 'unknown',
    gain: formatGain(data.gain),
    toFix: `${formatCount(data.resources ?? 0, 'resource')} to fix`,
    notes: noteRows(notes),
    fixed,
    controls,
    hasControls: controls.length > 0,
    more,
    hasMore: more !== '',
    footer: footer.view,
    buttons: whatIfButtons(data, ctx),
  };
  const said = [
    ...(known ? [`${view.points}, ${view.toFix}.`] : []),
    ...(known && fixed.length === 1 ? [] : fixed.map(({ name, kind }) => `If fixed: ${name} (${kind})`)),
    ...controls.map(({ name, detail, gain }) => `${name}: ${detail}, ${gain}`),
    ...(more === '' ? [] : [more]),
  ];
  return { name: 'what-if', data, view, text: [headline, ...notes, ...said, footer.text].join('\n') };
}

const pointsWords = ({ before, after }: WhatIfData): string =>
  `${formatPoints(before.current, before.max)} → ${formatPointsOf(after.current, after.max)}`;

/** One thing by its name, several by their number: their names stand below. */
function whatIsFixed({ fixed }: WhatIfData): string {
  const [only, ...more] = fixed;
  if (only === undefined || more.length > 0) return `these ${fixed.length} together`;
  const name = shownName(only.name, LONGEST_SENTENCE);
  return only.kind === 'control' ? name : `“${name}”`;
}

function whatIfHeadline(data: WhatIfData): string {
  const { scope, state, before, after, gain, noGain } = data;
  const where = shownName(scope.name);
  if (gain === null || before.percentage === null) return stateSentence(state, scope);
  if (noGain !== null)
    return `Fixing ${whatIsFixed(data)} gains no points in ${where}: ${why(noGain, data)}.`;
  const [from, to] = [formatPercent(before.percentage), formatPercent(after.percentage)];
  return `Fixing ${whatIsFixed(data)} takes ${where} from ${from} to ${to}, ${changeWords(gain)}.`;
}

function why(reason: NoGain, { fixed, resources }: WhatIfData): string {
  const [only, ...more] = fixed;
  const it = more.length > 0 ? 'them' : 'it';
  switch (reason) {
    case 'not-assessed':
      return `nothing there is assessed for ${it}`;
    case 'healthy':
      return only?.kind === 'control' ? 'nothing in it is unhealthy there' : `no resource there fails ${it}`;
    case 'preview':
      return 'a preview does not count yet';
    case 'no-control':
      return 'what is in no control does not count';
    case 'no-points':
      return only?.kind === 'control'
        ? 'this control counts no points'
        : 'the control it is in counts no points';
    case 'others-too':
      return resources === 1
        ? 'the resource that fails it fails another recommendation too'
        : `each of the ${formatCount(resources ?? 0, 'resource')} fails another recommendation too`;
    case 'not-counted-yet':
      return "Azure's own count of the control does not show it yet";
  }
}

function remarks({ scope, gain, other, atLeast, notVisible }: WhatIfData): string[] {
  return [
    ...(gain === null ? [] : frozenNote(scope, notVisible)),
    ...(other === null ? [] : [`Most often that is: ${shownName(other.name, LONGEST_SENTENCE)}.`]),
    ...(atLeast && gain !== null
      ? ['At least that: some of its recommendations count in other controls too.']
      : []),
  ];
}

function fixedRows(fixed: readonly Fixed[], ctx: CardContext) {
  const nameOf = shownNames(fixed, LONGEST_SENTENCE);
  return fixed.map((one) => ({
    name: nameOf(one),
    kind: one.kind,
    url: verbatim(one.kind === 'control' ? securityUrl(ctx.portal) : recommendationUrl(ctx.portal, one.id)),
  }));
}

function controlRows(controls: readonly WonControl[]) {
  const nameOf = shownNames(controls);
  return controls.slice(0, MOST_CONTROLS).map((control) => ({
    name: nameOf(control),
    detail: `${formatCount(control.healthy, 'resource turns', 'resources turn')} healthy`,
    gain: formatGain(control.gain),
  }));
}

function whatIfButtons(data: WhatIfData, ctx: CardContext) {
  const scope = ctx.address(data.scope);
  const [top] = data.controls;
  return buttonsOf(ctx, [
    data.other === null ? null : button('Both together', togetherLine([...data.fixed, data.other], scope)),
    top === undefined ? null : namedButton(top.name, controlLine(top, data.scope, ctx)),
    button('What to fix', lineOf('fix', scope)),
    button('Controls', lineOf('controls', scope)),
    button('Score', lineOf('score', scope)),
  ]);
}

const togetherLine = (fixed: readonly Fixed[], scope: string): string =>
  lineOf('what if', fixed.map(({ name, id }) => quoteName(name, id)).join(' and '), scope);
