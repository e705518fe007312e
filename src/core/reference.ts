/** Crockford's base 32: can be read aloud without a doubt. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What a failure is found by in the log: 4 characters. `random` gives an integer from 0 to below its argument. */
export function referenceOf(random: (below: number) => number): string {
  return Array.from({ length: 4 }, () => DIGITS[random(DIGITS.length)]).join('');
}
