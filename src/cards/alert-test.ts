import { alertLine } from '../core/rule-line.ts';
import type { AlertTestData, WouldAlert } from './alert-test-data.ts';
import { direct, headlineOf, historyNotes } from './alert-test-words.ts';
import type { Card } from './card.ts';
import type { CardContext } from './data.ts';
import { formatChange, formatMoment, formatPercent } from './format.ts';
import { buttonsOf, cautions, footerOf, lineOf, noteRows, pageOf } from './parts.ts';
import { scopeUrl } from './portal.ts';
import { type Button, button, type Verbatim, verbatim } from './view.ts';
import { shownName } from './words.ts';

/** `line` explains what happened between the value it is measured against and the alert. */
type Row = {
  name: string;
  amount: string;
  tone: string;
  detail: string;
  title: string;
  label: string;
  line: Verbatim;
};

/** What a rule would have told, newest first, so that people can choose one that is not noise. */
export function alertTestCard(data: AlertTestData, ctx: CardContext): Card<AlertTestData> {
  const headline = headlineOf(data);
  const page = pageOf(data.alerts.toReversed(), ctx);
  const rows = page.rows.map((alert) => rowOf(data, alert, ctx));
  const notes = [...cautions(data.asOf, ctx), ...historyNotes(data, ctx)];
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const view = {
    headline,
    name: shownName(data.scope.name),
    url: verbatim(scopeUrl(ctx.portal, data.scope)),
    shown: page.words === '' ? 'newest first' : `newest first, ${page.words}`,
    rows,
    hasRows: rows.length > 0,
    rowButtons: rows.map(({ title, line }) => ({ title, line })),
    more,
    hasMore: more !== '',
    notes: noteRows(notes),
    footer: footer.view,
    buttons: buttons(data, ctx, page.next),
  };
  const said = rows.map(({ name, amount, detail }) => `${name}: ${amount}, ${detail}`);
  const list = more === '' ? said : [...said, more];
  return { name: 'alert-test', data, view, text: [headline, ...list, ...notes, footer.text].join('\n') };
}

function rowOf({ scope }: AlertTestData, alert: WouldAlert, ctx: CardContext): Row {
  const name = formatMoment(alert.at, ctx.zone, ctx.now);
  const title = `Explain ${name}`;
  return {
    name,
    amount: formatChange(alert.value - alert.from.value),
    tone: 'Attention',
    detail: [
      `${alert.again ? 'worse: ' : ''}${formatPercent(alert.value)}, from ${formatPercent(alert.from.value)} on ${formatMoment(alert.from.at, ctx.zone, ctx.now)}`,
      alert.recovered === null
        ? 'not recovered yet'
        : `recovered ${formatMoment(alert.recovered, ctx.zone, ctx.now)}`,
    ].join('; '),
    title,
    label: title,
    line: verbatim(
      lineOf('explain', ctx.address(scope), `between ${direct(alert.from.at)} and ${direct(alert.at)}`),
    ),
  };
}

/** Other rules to try, the nearest first. */
const DROPS = [5, 3, 10, 2];

function buttons(data: AlertTestData, ctx: CardContext, next: Button | null): Button[] {
  const scope = ctx.address(data.scope);
  const { rule } = data;
  const tried = rule.of === 'drop' ? rule.points : null;
  const others = DROPS.filter((points) => points !== tried).slice(0, 2);
  return buttonsOf(ctx, [
    next,
    ...others.map((points) =>
      button(
        `Try ${alertLine({ kind: 'alert', of: 'drop', points })}`,
        lineOf('alert test drop', String(points), scope),
      ),
    ),
    button('Trend', lineOf('trend', scope, '90d')),
  ]);
}
