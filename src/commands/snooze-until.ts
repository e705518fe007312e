import { UserError } from '../core/errors.ts';
import { parseWhen } from '../core/parse-when.ts';
import { DAY } from '../core/time.ts';
import { joinWords, skipFillers, type Word } from '../core/words.ts';

/** Days that a snooze lasts at most: who wants it off for longer says `off`. */
const MOST_DAYS = 92;
const HOURS_OF_A_MONTH = 30 * 24;

/** Milliseconds that the words say: `2d`, `1 week`, `12 hours`. Throws a `UserError` with lines that begin with `line`. */
export function snoozeTime(words: readonly Word[], line: string): number {
  const said = skipFillers(words);
  const when = parseWhen(said);
  const hours = when?.kind === 'ago' ? when.hours + when.months * HOURS_OF_A_MONTH : 0;
  if (hours > 0 && hours * 3_600_000 <= MOST_DAYS * DAY) return hours * 3_600_000;
  const typed = joinWords(said).slice(0, 60);
  const wrong = typed === '' ? 'For how long?' : `I can't read "${typed}" as a time to be silent.`;
  throw new UserError(`${wrong} A snooze lasts from 1 hour to ${MOST_DAYS} days, such as 2d or 1 week.`, [
    `${line} 2d`,
    `${line} 1 week`,
  ]);
}
