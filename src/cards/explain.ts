import { largestRemainder } from '../core/largest-remainder.ts';
import type { Card } from './card.ts';
import type { CardContext, Contributed, ExplainData } from './data.ts';
import {
  exampleWords,
  explainHeadline,
  explainNotes,
  mostlyBecause,
  pendingWords,
  residualWords,
  rowWords,
  whereWords,
} from './explain-words.ts';
import { formatChange, formatTenths } from './format.ts';
import { buttonsOf, cautions, footerOf, lineOf, noteRows, pageOf } from './parts.ts';
import { scopeUrl } from './portal.ts';
import { TONES } from './score-words.ts';
import { button, verbatim } from './view.ts';
import { shownName } from './words.ts';

/** `shownWhere`: a cell of a Slack table is never empty. */
type Row = {
  amount: string;
  tone: string;
  what: string;
  where: string;
  hasWhere: boolean;
  shownWhere: string;
};

/** What moved a score: each cause with its share, what is not explained, and a sum that adds up as it is shown. */
export function explainCard(data: ExplainData, ctx: CardContext): Card<ExplainData> {
  const headline = explainHeadline(data, ctx);
  const because = mostlyBecause(data);
  const page = pageOf(data.contributions, ctx);
  const rows = explainRows(data, page);
  const sum = data.delta === null ? '' : `sum ${formatChange(data.delta)}`;
  const notes = [...cautions(data.asOf, ctx), ...explainNotes(data, ctx)];
  const pending = pendingWords(data);
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const scope = ctx.address(data.scope);
  const view = {
    headline,
    name: shownName(data.scope.name),
    url: verbatim(scopeUrl(ctx.portal, data.scope)),
    because,
    hasBecause: because !== '',
    shown: page.words === '' ? 'largest first' : `largest first, ${page.words}`,
    rows,
    hasRows: rows.length > 0,
    sum,
    pending,
    hasPending: pending !== '',
    notes: noteRows(notes),
    footer: footer.view,
    buttons: buttonsOf(ctx, [
      page.next,
      button('What to fix', lineOf('fix', scope)),
      isMonth(data)
        ? button('Since last week', lineOf('explain', scope))
        : button('Since last month', lineOf('explain', scope, 'since last month')),
      button('Show resources', lineOf('resources', scope)),
    ]),
  };
  const said = rows.map(
    ({ amount, what, where }) => `${amount}  ${what}${where === '' ? '' : ` (${where})`}`,
  );
  const list = rows.length === 0 ? [] : [...said, sum];
  const lines = [headline, ...some(because), ...list, ...some(pending), ...notes, footer.text];
  return { name: 'explain', data, view, text: lines.join('\n') };
}

const some = (line: string): string[] => (line === '' ? [] : [line]);

const DAY = 86_400_000;
const isMonth = ({ asked }: ExplainData): boolean =>
  Math.round((Date.parse(asked.to) - Date.parse(asked.from)) / DAY) >= 30;

/** One page of contributions, the others as one row, and what is not explained where that can be seen. */
function explainRows(
  data: ExplainData,
  page: { rows: readonly Contributed[]; from: number; more: number },
): Row[] {
  const { contributions, residual, delta } = data;
  if (delta === null || residual === null) return [];
  const tenths = largestRemainder([...contributions.map((one) => one.delta), residual], 0.1);
  const shown = page.rows.map((one, at) => contributionRow(one, tenths[page.from + at] ?? 0));
  const away = tenths.filter(
    (_, at) => at < contributions.length && (at < page.from || at >= page.from + page.rows.length),
  );
  const others = away.reduce((sum, value) => sum + value, 0);
  const left = tenths.at(-1) ?? 0;
  return [
    ...shown,
    ...(away.length > 0 ? [plainRow(others, `others (${away.length})`)] : []),
    ...(left === 0 ? [] : [plainRow(left, residualWords(data))]),
  ];
}

function contributionRow(one: Contributed, tenths: number): Row {
  const where = [whereWords(one), exampleWords(one)].filter((words) => words !== '').join(' · ');
  return rowOf(amountOf(tenths, one.delta), rowWords(one), where);
}

const plainRow = (tenths: number, what: string): Row => rowOf(amountOf(tenths, 0), what, '');

const rowOf = (amount: { amount: string; tone: string }, what: string, where: string): Row => ({
  ...{ ...amount, what, where, hasWhere: where !== '' },
  shownWhere: where === '' ? '–' : where,
});

/** `exact` gives the direction of what is too small to be shown. */
function amountOf(tenths: number, exact: number): { amount: string; tone: string } {
  const way = tenths > 0 ? 'up' : tenths < 0 ? 'down' : 'unchanged';
  return { amount: formatTenths(tenths, exact), tone: TONES[way] };
}
