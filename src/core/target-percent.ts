import { UserError } from './errors.ts';
import { skipFillers, type Word } from './words.ts';

/** What a person wants the score to be, and the words after it. `percent` is above 0 and at most 100. */
export type WantedPercent = { percent: number; rest: readonly Word[] };

const NUMBER = /^(\d{1,6})(?:[.,](\d{1,2}))?(%|percent)?$/i;
const UNIT = /^(?:%|percent|per cent)$/i;

/**
 * Reads `80%`, `80`, `80 %`, `82.5 percent` at the beginning; null where the words begin with no number. `line` makes a
 * command line of a percentage. Throws a `UserError` for 0 and for more than everything.
 */
export function wantedPercent(
  words: readonly Word[],
  line: (percent: string) => string,
): WantedPercent | null {
  const [first] = skipFillers(words);
  const [, whole, decimals = '0'] = (first?.quoted === false && NUMBER.exec(first.text)) || [];
  if (whole === undefined) return null;
  const percent = Number(`${whole}.${decimals}`);
  if (percent > 100) {
    throw new UserError(`${percent} % is more than a score can be: it ends at 100 %.`, [line('100%')]);
  }
  if (percent === 0)
    throw new UserError('0 % is what every score reaches. Name a higher one.', [line('80%')]);
  return { percent, rest: afterPercent(words) };
}

/** The words after a percentage, which begins them, and its unit. */
export function afterPercent(words: readonly Word[]): readonly Word[] {
  const [first, ...after] = skipFillers(words);
  const [, , , unit] = (first?.quoted === false && NUMBER.exec(first.text)) || [];
  const [next, ...more] = after;
  const apart = unit === undefined && next?.quoted === false && UNIT.test(next.text);
  return apart ? more : after;
}
