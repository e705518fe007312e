import type { NamedControl } from './data.ts';
import { formatCount, formatGain, formatNumber, formatPoints, formatPointsOf } from './format.ts';
import { shownName } from './words.ts';

/**
 * A control as a row. `detail` is the sentence part under its name, `points` and `unhealthy` are the same as table cells.
 * `weight` makes a gain stand out where there is one.
 */
export type ControlRow = {
  name: string;
  detail: string;
  points: string;
  unhealthy: string;
  gain: string;
  weight: 'Bolder' | 'Default';
};

export function controlRow(control: NamedControl): ControlRow {
  return {
    name: shownName(control.name),
    detail: detailWords(control),
    points: cellWords(control),
    unhealthy: formatNumber(control.unhealthy),
    gain: gainWords(control),
    weight: gains(control) ? 'Bolder' : 'Default',
  };
}

/** The same as a sentence. */
export function controlSentence(control: NamedControl): string {
  const { name, detail, gain } = controlRow(control);
  return gains(control) ? `${name}: ${detail}, fixing it gives ${gain}` : `${name}: ${detail}, ${gain}`;
}

/** Whether anything can be gained here. */
export const gains = (control: NamedControl): boolean => control.potentialIncrease > 0;

export const isAssessed = ({ healthy, unhealthy }: Pick<NamedControl, 'healthy' | 'unhealthy'>): boolean =>
  healthy + unhealthy > 0;

/** Where a control stands: `0 of 10 points`. */
export function pointsWords(control: NamedControl): string {
  if (!isAssessed(control)) return 'nothing assessed';
  if (control.max === 0) return 'counts no points';
  return control.current === null ? 'counts in no score' : formatPointsOf(control.current, control.max);
}

function detailWords(control: NamedControl): string {
  if (!isAssessed(control)) return pointsWords(control);
  const unhealthy = control.unhealthy === 0 ? 'none' : formatNumber(control.unhealthy);
  return `${pointsWords(control)}, ${unhealthy} unhealthy`;
}

function cellWords(control: NamedControl): string {
  if (!isAssessed(control)) return 'not assessed';
  if (control.max === 0) return 'no points';
  return control.current === null ? 'no score' : formatPoints(control.current, control.max);
}

function gainWords(control: NamedControl): string {
  if (control.unhealthy === 0) return 'nothing to fix';
  return control.max === 0 || control.current === null ? 'no gain' : formatGain(control.potentialIncrease);
}

/** `3 unhealthy, 12 healthy, 1 not applicable`. */
export const countsWords = (counts: Pick<NamedControl, 'healthy' | 'unhealthy' | 'notApplicable'>): string =>
  [
    formatCount(counts.unhealthy, 'unhealthy', 'unhealthy'),
    formatCount(counts.healthy, 'healthy', 'healthy'),
    ...(counts.notApplicable > 0
      ? [formatCount(counts.notApplicable, 'not applicable', 'not applicable')]
      : []),
  ].join(', ');
