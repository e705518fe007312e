import type { CardContext } from './data.ts';
import { formatGain, formatNumber } from './format.ts';
import { recommendationUrl } from './portal.ts';
import { type Verbatim, verbatim } from './view.ts';
import type { NoGainAlone } from './what-if-data.ts';
import { clean, LONGEST_SENTENCE, shownNames } from './words.ts';

export type Fixable = {
  id: string;
  name: string;
  severity: string | null;
  unhealthy: number;
  potentialIncrease: number;
  noGain: NoGainAlone | null;
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

export function severityWords(severity: string | null): string {
  const words = clean(severity ?? '');
  return words === '' ? 'unknown severity' : `${words.toLowerCase()} severity`;
}

function gainWords({ potentialIncrease, noGain }: Fixable): string {
  return noGain === null ? formatGain(potentialIncrease) : noPoints(noGain).short;
}

/** How the gain ends a sentence: 0 is a true answer, and has a reason. */
export function gainSentence({ potentialIncrease, noGain }: Fixable): string {
  if (noGain === null) return `fixing it gives ${formatGain(potentialIncrease)}`;
  const { short, why } = noPoints(noGain);
  return why === null ? short : `${short}: ${why}`;
}

/** Said once under a table in which gains of 0 stand. */
export function whyNoGain(rows: readonly Fixable[]): string {
  const reasons = rows.flatMap(({ noGain }) => (noGain === null ? [] : [noPoints(noGain)]));
  const said = reasons.flatMap(({ short, why }) => (why === null ? [] : [`${capital(short)}: ${why}.`]));
  return [...new Set(said)].join(' ');
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function noPoints(reason: NoGainAlone): { short: string; why: string | null } {
  switch (reason) {
    case 'healthy':
      return { short: 'nothing to fix', why: null };
    case 'no-points':
      return { short: 'no points', why: 'the control it is in counts none' };
    case 'others-too':
      return { short: 'no points by itself', why: 'its resources fail another recommendation too' };
    case 'not-counted-yet':
      return { short: 'no points yet', why: "Azure's own count of the control does not show it" };
  }
}
