import { largestRemainder } from '../core/largest-remainder.ts';
import { DAY } from '../core/time.ts';
import { actorWords } from './actor-words.ts';
import type { Card } from './card.ts';
import { rowWords } from './cause-words.ts';
import type { CardContext, Contributed, ExplainData } from './data.ts';
import {
  exampleWords,
  explainHeadline,
  explainNotes,
  moments,
  mostlyBecause,
  movedLine,
  pendingWords,
  residualWords,
  whereWords,
} from './explain-words.ts';
import { formatChange, formatNumber, formatTenths, tenthsShown } from './format.ts';
import { buttonsOf, cautions, footerOf, lineOf, noteRows, pageOf, unlessUnreadable } from './parts.ts';
import { scopeUrl } from './portal.ts';
import { TONES } from './score-words.ts';
import { type Button, button, type Verbatim, verbatim } from './view.ts';
import { shownName } from './words.ts';

type Row = {
  amount: string;
  tone: string;
  what: string;
  where: string;
  /** Who caused it; empty where that is not known. */
  who: string;
  hasWho: boolean;
  whereAndWho: string;
  /** The button that shows its resources. */
  show: string;
  line: Verbatim;
  hasShow: boolean;
};

/** What moved a score: each cause with its share, what is not explained, and a sum that adds up as it is shown. */
export function explainCard(data: ExplainData, ctx: CardContext): Card<ExplainData> {
  const headline = explainHeadline(data, ctx);
  const because = mostlyBecause(data);
  const page = pageOf(data.contributions, pinned(data, ctx));
  const rows = explainRows(data, page, ctx);
  const sum = data.delta === null ? '' : `sum ${formatChange(data.delta)}`;
  const notes = [...cautions(data.asOf, ctx), ...explainNotes(data, ctx)];
  const pending = pendingWords(data);
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const view = {
    headline,
    name: shownName(data.scope.name),
    url: verbatim(scopeUrl(ctx.portal, data.scope)),
    because,
    hasBecause: because !== '',
    shown: page.words === '' ? 'largest first' : `largest first, ${page.words}`,
    causes: rows.filter(isCause),
    rest: rows.filter((row) => !isCause(row)),
    hasRows: rows.length > 0,
    sum,
    pending,
    hasPending: pending !== '',
    notes: noteRows(notes),
    footer: footer.view,
    rowButtons: rows.filter(({ hasShow }) => hasShow).map(rowButton),
    buttons: explainButtons(data, ctx, page.next),
  };
  const said = rows.map(
    ({ amount, what, where, who }) =>
      `${amount}  ${what}${where === '' ? '' : ` (${where})`}${who === '' ? '' : `, ${who}`}`,
  );
  const list = rows.length === 0 ? [] : [...said, sum];
  const lines = [headline, ...some(because), ...list, ...some(pending), ...notes, footer.text];
  return { name: 'explain', data, view, text: lines.join('\n') };
}

function explainButtons(data: ExplainData, ctx: CardContext, next: Button | null): Button[] {
  const scope = ctx.address(data.scope);
  return buttonsOf(
    ctx,
    unlessUnreadable(data, ctx, data.contributions, [
      next,
      data.contributions.length === 0 ? null : button('Show resources', movedLine(data, ctx, null)),
      button('What to fix', lineOf('fix', scope)),
      isMonth(data)
        ? button('Since last week', lineOf('explain', scope))
        : button('Since last month', lineOf('explain', scope, 'since last month')),
      data.contributions.length === 0 ? button('Resources', lineOf('resources', scope)) : null,
    ]),
  );
}

/** Another page is one of the same explanation, whatever is stored meanwhile. */
const pinned = (data: ExplainData, ctx: CardContext): CardContext => ({
  ...ctx,
  line: lineOf('explain', ctx.address(data.scope), moments(data)),
});

const some = (line: string): string[] => (line === '' ? [] : [line]);

const isMonth = ({ asked }: ExplainData): boolean =>
  Math.round((Date.parse(asked.to) - Date.parse(asked.from)) / DAY) >= 30;

/** One page of contributions, the others as one row, and what is not explained where that can be seen. */
function explainRows(
  data: ExplainData,
  page: { rows: readonly Contributed[]; from: number; more: number },
  ctx: CardContext,
): Row[] {
  const { contributions, residual, delta } = data;
  if (delta === null || residual === null) return [];
  const deltas = [...contributions.map((one) => one.delta), residual];
  const tenths = largestRemainder(deltas, 0.1, tenthsShown(delta));
  const shown = page.rows.map((one, at) =>
    contributionRow(
      one,
      tenths[page.from + at] ?? 0,
      movedLine(data, ctx, page.from + at + 1),
      actorWords(one, ctx),
    ),
  );
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

function contributionRow(one: Contributed, tenths: number, line: string, who: string): Row {
  const where = [whereWords(one), exampleWords(one)].filter((words) => words !== '').join(' · ');
  const show = `Show ${formatNumber(one.count)}`;
  const row = rowOf(amountOf(tenths, one.delta), rowWords(one), where === '' ? NOWHERE : where);
  const whereAndWho = who === '' ? row.where : `${row.where} · ${who}`;
  return { ...row, who, hasWho: who !== '', whereAndWho, show, line: verbatim(line), hasShow: one.count > 0 };
}

const plainRow = (tenths: number, what: string): Row => rowOf(amountOf(tenths, 0), what, '');

const rowOf = (amount: { amount: string; tone: string }, what: string, where: string): Row => ({
  ...{ ...amount, what, where, who: '', hasWho: false, whereAndWho: where },
  ...{ show: '', line: verbatim(''), hasShow: false },
});

/** "others" and what is not explained are about no one place. */
const isCause = ({ where }: Row): boolean => where !== '';
const NOWHERE = 'no control of its own';
const rowButton = ({ show, line }: Row): Button => ({ title: show, line });

/** `exact` gives the direction of what is too small to be shown. */
function amountOf(tenths: number, exact: number): { amount: string; tone: string } {
  const way = tenths > 0 ? 'up' : tenths < 0 ? 'down' : 'unchanged';
  return { amount: formatTenths(tenths, exact), tone: TONES[way] };
}
