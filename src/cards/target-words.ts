import type { Forecast, NoForecast } from '../core/forecast.ts';
import { changeWords, direction, formatDay, formatMissing, formatPercent, formatTarget } from './format.ts';
import type { TargetRow } from './target-data.ts';

/** `80 % by 31 Mar`. */
export const wantedWords = ({ percent, day }: Pick<TargetRow, 'percent' | 'day'>, now: string): string =>
  `${formatTarget(percent)} by ${formatDay(day, now)}`;

/** Where it stands, as the end of a sentence. */
export function standWords({ percent, percentage, missing, state }: TargetRow): string {
  const toGo = `${formatMissing(missing)} to go`;
  switch (state) {
    case 'unknown':
      return 'the score is not known now';
    case 'reached': {
      const above = (percentage ?? percent) - percent;
      return above < 0.05 ? 'reached' : `reached, ${formatMissing(above)} above it`;
    }
    case 'missed':
      return `that day has passed, ${formatMissing(missing)} short now`;
    case 'ahead':
      return `${toGo}, at the pace needed`;
    case 'behind':
      return `${toGo}, behind the pace needed`;
    case 'open':
      return toGo;
  }
}

/** Where it leads, or why nobody can say; empty where there is nothing left to foretell. */
export function forecastWords(forecast: Forecast | null): string {
  if (forecast === null) return '';
  if (forecast.kind === 'cannot-say') return `No forecast: ${whyNot(forecast.why, forecast.days)}.`;
  const [low, high] = [formatPercent(forecast.low), formatPercent(forecast.high)];
  const range = low === high ? low : `${low} to ${high}, 8 times in 10`;
  return `Going on as in the last ${Math.round(forecast.days)} days leads to ${range}.`;
}

function whyNot(why: NoForecast, days: number): string {
  switch (why) {
    case 'short':
      return 'less than four weeks of history';
    case 'gaps':
      return 'more of the history is missing than known';
    case 'too-far':
      return `that day is further ahead than the ${Math.round(days)} days of history go back`;
    case 'vague':
      return 'the score moves about too much to tell';
  }
}

/** The line on other cards: `Target 80 % by 31 Mar: 18.6 pp to go, behind the pace needed.`, then the forecast. */
export function targetLine(row: TargetRow | null, now: string): string {
  if (row === null) return '';
  const foretold = forecastWords(row.forecast);
  return `Target ${wantedWords(row, now)}: ${standWords(row)}.${foretold === '' ? '' : ` ${foretold}`}`;
}

/** How far it has come since it was set; empty where that is unknown, and where it did not move. */
export function doneWords({ start, percentage, done }: TargetRow): string {
  if (start === null || percentage === null || done === null) return '';
  if (direction(percentage - start) === 'unchanged') return '';
  return `It was ${formatPercent(start)} when this was set, ${changeWords(percentage - start)} since: ${formatTarget(Math.floor(done * 100))} of the way.`;
}
