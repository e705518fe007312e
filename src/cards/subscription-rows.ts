import type { CardContext, ShownState, SubscriptionRow } from './data.ts';
import { formatCount, formatNumber, formatPercent } from './format.ts';
import { subscriptionUrl } from './portal.ts';
import { type Verbatim, verbatim } from './view.ts';
import { listed, shownNames } from './words.ts';

/** A subscription or connector in a wider scope's table; `standing` is its percent, or its state in words. */
export type ShownSubscription = { name: string; standing: string; url: Verbatim };

/** The rows of one page; names that repeat anywhere in the scope are told apart on every page. */
export function subscriptionRows(
  all: readonly SubscriptionRow[],
  rows: readonly SubscriptionRow[],
  ctx: CardContext,
): ShownSubscription[] {
  const nameOf = shownNames(all);
  return rows.map((row) => ({
    name: nameOf(row),
    standing: standingWords(row),
    url: verbatim(subscriptionUrl(ctx.portal, row.id)),
  }));
}

const STATES: Readonly<Record<ShownState, string>> = {
  ok: 'no score yet',
  'no-score': 'no score yet',
  'nothing-assessed': 'nothing assessed yet',
  'not-visible': 'not visible',
  disabled: 'disabled',
};

function standingWords({ percentage, state }: SubscriptionRow): string {
  if (percentage === null) return STATES[state];
  return state === 'ok' ? formatPercent(percentage) : `${formatPercent(percentage)}, ${STATES[state]} now`;
}

const COUNTED: Readonly<Record<ShownState, string>> = {
  ok: 'without a score yet',
  'no-score': 'without a score yet',
  'nothing-assessed': 'with nothing assessed yet',
  'not-visible': 'not visible',
  disabled: 'disabled',
};

/** "12 subscriptions and 1 connector", "11 with a score, 1 not visible, 1 disabled". */
export function subscriptionsSummary(all: readonly SubscriptionRow[]): { kinds: string; states: string } {
  const connectors = all.filter(({ id }) => id.startsWith('/')).length;
  const kinds = [
    ...(all.length > connectors ? [formatCount(all.length - connectors, 'subscription')] : []),
    ...(connectors > 0 ? [formatCount(connectors, 'connector')] : []),
  ];
  const hasScore = ({ state, percentage }: SubscriptionRow) => state !== 'not-visible' && percentage !== null;
  const scored = all.filter(hasScore).length;
  const states = Map.groupBy(
    all.filter((row) => !hasScore(row)),
    ({ state }) => COUNTED[state],
  );
  const parts = [...states].map(([words, rows]) => `${formatNumber(rows.length)} ${words}`);
  return { kinds: listed(kinds), states: [`${formatNumber(scored)} with a score`, ...parts].join(', ') };
}
