import { largestFirst, type Mover } from '../core/movers.ts';
import { DAY } from '../core/time.ts';
import type { Card } from './card.ts';
import type { CardContext } from './data.ts';
import { direction, formatChange, formatPercent, formatTenths } from './format.ts';
import type { MoversData } from './movers-data.ts';
import { moversHeadline, moversNotes } from './movers-words.ts';
import { buttonsOf, cautions, footerOf, lineOf, noteRows, pageOf } from './parts.ts';
import { scopeUrl } from './portal.ts';
import { TONES } from './score-words.ts';
import { type Button, button, type Verbatim, verbatim } from './view.ts';
import { shorten, shownName, shownNames } from './words.ts';

/** `line` explains this one; `title` and `label` (in Slack) are its button to a screen reader, which sees no row. */
type Row = {
  name: string;
  amount: string;
  tone: string;
  detail: string;
  title: string;
  label: string;
  line: Verbatim;
};

/** Who rose and who fell, largest change first, each with a button that explains it. */
export function moversCard(data: MoversData, ctx: CardContext): Card<MoversData> {
  const all = [...data.fell, ...data.rose].sort(largestFirst);
  const headline = moversHeadline(data, all, ctx);
  const page = pageOf(all, ctx);
  const rows = rowsOf(data, all, page.rows, ctx);
  const notes = [...cautions(data.asOf, ctx), ...moversNotes(data, all, ctx)];
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const view = {
    headline,
    name: shownName(data.scope.name),
    url: verbatim(scopeUrl(ctx.portal, data.scope)),
    shown: page.words === '' ? 'largest change first' : `largest change first, ${page.words}`,
    rows,
    hasRows: rows.length > 0,
    rowButtons: rows.map(({ title, line }) => ({ title, line })),
    more,
    hasMore: more !== '',
    notes: noteRows(notes),
    footer: footer.view,
    buttons: moversButtons(data, ctx, page.next),
  };
  const said = rows.map(({ name, amount, detail }) => `${name}: ${amount}, ${detail}`);
  const list = more === '' ? said : [...said, more];
  return { name: 'movers', data, view, text: [headline, ...list, ...notes, footer.text].join('\n') };
}

/** What Slack reads out for a button. */
const LONGEST_LABEL = 75;

function rowsOf(
  { asked }: MoversData,
  all: readonly Mover[],
  rows: readonly Mover[],
  ctx: CardContext,
): Row[] {
  const nameOf = shownNames(all.map(({ scope }) => scope));
  return rows.map(({ scope, percentage, change }) => {
    const name = nameOf(scope);
    return {
      name,
      amount: direction(change) === 'unchanged' ? formatTenths(0, change) : formatChange(change),
      tone: TONES[change > 0 ? 'up' : 'down'],
      detail: `from ${formatPercent(percentage - change)} to ${formatPercent(percentage)}`,
      title: `Explain ${name}`,
      label: shorten(`Explain ${name}`, LONGEST_LABEL),
      line: verbatim(lineOf('explain', ctx.address(scope), asked.words)),
    };
  });
}

/** Days back, and the words for them, of the window that a button offers: the one that is shown is left out. */
const WINDOWS = [
  { days: 30, title: 'Since last month', words: 'last month' },
  { days: 7, title: 'Since last week', words: 'last week' },
];

function moversButtons(data: MoversData, ctx: CardContext, next: Button | null): Button[] {
  const scope = ctx.address(data.scope);
  const days = Math.round((Date.parse(data.asked.to) - Date.parse(data.asked.from)) / DAY);
  const other = WINDOWS.find((window) => window.days !== days);
  return buttonsOf(ctx, [
    next,
    button('Explain', lineOf('explain', scope, data.asked.words)),
    other === undefined ? null : button(other.title, lineOf('movers', scope, other.words)),
    button('Score', lineOf('score', scope)),
  ]);
}
