import type { CardContext, ShownState, SubscriptionRow } from './data.ts';
import { direction, formatChange, formatCount, formatNumber, formatPercent } from './format.ts';
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

function standingWords({ percentage, state, change, weight }: SubscriptionRow): string {
  if (percentage === null) return STATES[state];
  if (weight === null) return `${formatPercent(percentage)}, not counted: Azure sent no weight`;
  if (state !== 'ok') return `${formatPercent(percentage)}, ${STATES[state]} now`;
  const moved = change !== null && direction(change) !== 'unchanged';
  return moved ? `${formatPercent(percentage)}, ${formatChange(change)}` : formatPercent(percentage);
}

/** "9 rose, 14 fell", of those whose earlier score is known; empty where none moved. */
function movedWords(all: readonly SubscriptionRow[], since: string): string[] {
  const moved = (way: 'up' | 'down') =>
    all.filter(({ change }) => change !== null && direction(change) === way).length;
  const [rose, fell] = [moved('up'), moved('down')];
  return rose + fell === 0 ? [] : [`${formatNumber(rose)} rose, ${formatNumber(fell)} fell since ${since}`];
}

const COUNTED: Readonly<Record<ShownState, string>> = {
  ok: 'without a score yet',
  'no-score': 'without a score yet',
  'nothing-assessed': 'with nothing assessed yet',
  'not-visible': 'not visible',
  disabled: 'disabled',
};

/** "12 subscriptions and 1 connector", "11 with a score, 1 disabled, 9 rose, 1 fell since Mon 16 Nov 09:00". */
export function subscriptionsSummary(
  all: readonly SubscriptionRow[],
  since: string,
): { kinds: string; states: string } {
  const connectors = all.filter(({ id }) => id.startsWith('/')).length;
  const kinds = [
    ...(all.length > connectors ? [formatCount(all.length - connectors, 'subscription')] : []),
    ...(connectors > 0 ? [formatCount(connectors, 'connector')] : []),
  ];
  const hasScore = ({ state, percentage }: SubscriptionRow) => state !== 'not-visible' && percentage !== null;
  const scored = all.filter(hasScore).length;
  const others = Map.groupBy(
    all.filter((row) => !hasScore(row)),
    ({ state }) => COUNTED[state],
  );
  const parts = [...others].map(([words, rows]) => `${formatNumber(rows.length)} ${words}`);
  const states = [`${formatNumber(scored)} with a score`, ...parts, ...movedWords(all, since)];
  return { kinds: listed(kinds), states: states.join(', ') };
}
