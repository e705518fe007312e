/** A letter with more marks than this is cut like a word: nothing human is written with them. */
const LONGEST_LETTER = 16;

/**
 * Shortens in the middle, between letters as people see them (an emoji or an accented letter stays whole). `longest` is
 * in UTF-16 units, which is what the platforms count.
 */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const head = fitting(letters(text.slice(0, longest)), Math.ceil((longest - 1) / 2)).join('');
  const room = longest - 1 - head.length;
  const end = text.slice(startOfLetter(text, Math.max(head.length, text.length - room)));
  const tail = fitting(letters(end).toReversed(), room).toReversed().join('');
  return `${head.trimEnd()}…${tail.trimStart()}`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function letters(text: string): string[] {
  if (/^[ -~]*$/.test(text)) return text.split('');
  return Array.from(graphemes.segment(text), ({ segment }) => segment).flatMap((segment) =>
    segment.length > LONGEST_LETTER ? [...segment] : [segment],
  );
}

/** A place at or before `at` where surely a letter begins: most others belong to what stands in front of them. */
function startOfLetter(text: string, at: number): number {
  let start = at;
  while (start > 0 && !/[ -~]/.test(text.charAt(start))) start -= 1;
  return start;
}

function fitting(all: readonly string[], room: number): string[] {
  let used = 0;
  const end = all.findIndex((letter) => {
    used += letter.length;
    return used > room;
  });
  return all.slice(0, end === -1 ? all.length : end);
}
