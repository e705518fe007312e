import { UserError } from './errors.ts';

/** One word of what was typed; a quoted part is one word whatever it holds. */
export type Word = { readonly text: string; readonly quoted: boolean };

const LONGEST = 1000;
/** Every way to part the words is tried, so their number has a limit of its own. */
const MOST_WORDS = 60;
const LOOKALIKES: readonly [RegExp, string][] = [
  [/[\u2018\u2019\u201A\u201B\u2032\u00B4`]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' '],
  // Joiners hold an emoji or a letter together; every other format character goes.
  [/[\p{Cf}--[\u200C\u200D]]/gv, ''],
];

/** Phones' quotes and dashes, odd spaces and control characters become their plain forms. */
export function plain(text: string): string {
  return LOOKALIKES.reduce((line, [from, to]) => line.replace(from, to), text.normalize('NFC')).trim();
}

/** Splits a line into words. A quote opens at the start of a word only, so that O'Brien stays whole. */
export function splitWords(line: string): Word[] {
  if (line.length > LONGEST) {
    throw new UserError(`That is ${line.length} characters; a question has at most ${LONGEST}.`, ['help']);
  }
  const words: Word[] = [];
  for (const match of plain(line).matchAll(/'([^']*)'(?=[\s?,.!]|$)|"([^"]*)"(?=[\s?,.!]|$)|(\S+)/g)) {
    const quoted = match[1] ?? match[2];
    if (quoted !== undefined) words.push({ text: quoted.trim(), quoted: true });
    else words.push(...bare(match[3] ?? ''));
  }
  const read = words.filter((word) => word.text !== '');
  if (read.length <= MOST_WORDS) return read;
  throw new UserError(`That is ${read.length} words; a question has at most ${MOST_WORDS}.`, ['help']);
}

/** A word without the marks that end a sentence. */
function bare(text: string): Word[] {
  const kept = text.replace(/[?!,]+$/, '').replace(/^[?!,]+/, '');
  return kept === '' ? [] : [{ text: kept, quoted: false }];
}

export const joinWords = (words: readonly Word[]): string => words.map((word) => word.text).join(' ');

/** The words as a line that splits into the same words again. */
export function lineOf(words: readonly Word[]): string {
  return words
    .map(({ text, quoted }) => (quoted ? (text.includes("'") ? `"${text}"` : `'${text}'`) : text))
    .join(' ');
}

/** As names are compared: without case, and without what cannot be seen. */
export const fold = (text: string): string =>
  plain(text)
    .replace(/[\u200C\u200D]/g, '')
    .trim()
    .toLowerCase();

const FILLERS = ['show me', 'what is', "what's", 'the', 'my', 'please', 'for', 'of', 'in', 'show'];

/** The words after the filler that they begin with, else null. */
export function afterFiller(words: readonly Word[]): readonly Word[] | null {
  for (const filler of FILLERS) {
    const rest = after(words, filler);
    if (rest !== null) return rest;
  }
  return null;
}

/** The words without the fillers in front of them. */
export function skipFillers(words: readonly Word[]): readonly Word[] {
  const rest = afterFiller(words);
  return rest === null ? words : skipFillers(rest);
}

/** The words without any filler. */
export function withoutFillers(words: readonly Word[]): readonly Word[] {
  const [first, ...rest] = skipFillers(words);
  return first === undefined ? [] : [first, ...withoutFillers(rest)];
}

/** The words after `phrase` where they begin with it, else null. */
export function after(words: readonly Word[], phrase: string): readonly Word[] | null {
  const parts = phrase.split(' ');
  const fits = parts.every(
    (part, at) => words[at]?.quoted === false && words[at].text.toLowerCase() === part,
  );
  return fits ? words.slice(parts.length) : null;
}
