/** Letters of scripts that run from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko, Adlam and their neighbours. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Characters that an isolated text has more than the text: the first opens it, the last closes it. */
const [OPEN, CLOSE] = ['\u2068', '\u2069'];
export const ISOLATION = 2;

export const runsRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

/**
 * A name inside a sentence: one that runs from right to left would else take the numbers and marks beside it along.
 * Every other name stays as it is. For what people read; never for command lines and URLs.
 */
export const isolate = (name: string): string => (runsRightToLeft(name) ? `${OPEN}${name}${CLOSE}` : name);
