import { afterFiller, joinWords, type Word, withoutFillers } from './words.ts';

/** More fillers than this at one end are noise, and dropped together. */
const MOST_FILLERS = 6;

/** What the words may mean as a name, most words first: fillers at both ends and a full stop may not belong to it. */
export function readings(words: readonly Word[]): string[] {
  const shorter = fronts(words).flatMap(ends);
  const texts = [...shorter, withoutFillers(words)].sort((a, b) => b.length - a.length).map(joinWords);
  return [...new Set(texts.flatMap((text) => [text, text.replace(/\.$/, '')]))].filter((text) => text !== '');
}

/** The words, and with one leading filler after the other dropped. */
function fronts(words: readonly Word[]): (readonly Word[])[] {
  const found = [words];
  let rest = afterFiller(words);
  while (rest !== null && found.length <= MOST_FILLERS) {
    found.push(rest);
    rest = afterFiller(rest);
  }
  return found;
}

/** The same at the other end. */
function ends(words: readonly Word[]): (readonly Word[])[] {
  const found = [words];
  let rest = words;
  while (afterFiller(rest.slice(-1))?.length === 0 && found.length <= MOST_FILLERS) {
    rest = rest.slice(0, -1);
    found.push(rest);
  }
  return found;
}
