import type { CardContext } from './data.ts';
import { formatGain, formatNumber } from './format.ts';
import { recommendationUrl } from './portal.ts';
import { type Verbatim, verbatim } from './view.ts';
import { clean, LONGEST_SENTENCE, shownNames } from './words.ts';

export type Fixable = {
  id: string;
  name: string;
  severity: string | null;
  unhealthy: number;
  potentialIncrease: number;
};
export type RecommendationRow = {
  name: string;
  url: Verbatim;
  severity: string;
  unhealthy: string;
  gain: string;
  weight: 'Bolder' | 'Default';
};

export function recommendationRows<Row extends Fixable>(
  all: readonly Row[],
  rows: readonly Row[],
  ctx: CardContext,
): (RecommendationRow & { row: Row })[] {
  const nameOf = shownNames(all, LONGEST_SENTENCE);
  return rows.map((row) => ({
    row,
    name: nameOf(row),
    url: verbatim(recommendationUrl(ctx.portal, row.id)),
    severity: severityWords(row.severity),
    unhealthy: formatNumber(row.unhealthy),
    gain: gainWords(row),
    weight: row.potentialIncrease > 0 ? 'Bolder' : 'Default',
  }));
}

function severityWords(severity: string | null): string {
  const words = clean(severity ?? '');
  return words === '' ? 'unknown severity' : `${words.toLowerCase()} severity`;
}

function gainWords({ unhealthy, potentialIncrease }: Fixable): string {
  if (unhealthy === 0) return 'nothing to fix';
  return potentialIncrease > 0 ? formatGain(potentialIncrease) : 'no points by itself';
}

/** How the gain ends a sentence: 0 is a true answer, and has a reason. */
export function gainSentence({ unhealthy, potentialIncrease }: Fixable): string {
  if (unhealthy === 0) return 'nothing to fix';
  if (potentialIncrease > 0) return `fixing it gives ${formatGain(potentialIncrease)}`;
  return 'no points by itself: its resources fail another recommendation too';
}

/** Said once under a table in which a gain of 0 stands. */
export const whyNoGain = (rows: readonly Fixable[]): string =>
  rows.some(({ unhealthy, potentialIncrease }) => unhealthy > 0 && potentialIncrease <= 0)
    ? 'No points by itself: its resources fail another recommendation too.'
    : '';
