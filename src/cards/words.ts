/** Line breaks and control characters: a name is one line. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;
/** Characters without a shape of their own that reorder, join or hide text, and those that `render.ts` fences with. */
const UNSEEN =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uE000-\uE003]/gu;
/** Longest name on a card, in UTF-16 units, which is what the platforms count. */
const LONGEST = 60;
/** A letter with more marks than this is cut like a word: nothing human is written with them. */
const LONGEST_LETTER = 16;

/** Words from outside on one line, well formed, without characters that act on the reader's screen. */
export function clean(text: string): string {
  return text.toWellFormed().replace(BREAKS, ' ').replace(UNSEEN, '').trim();
}

/** Shortens in the middle, between letters as people see them (an emoji or an accented letter stays whole). */
export function shorten(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  const all = letters(text);
  const head = fitting(all, Math.ceil((longest - 1) / 2));
  const tail = fitting(all.slice(head.length).toReversed(), longest - 1 - head.join('').length);
  return `${head.join('').trimEnd()}…${tail.toReversed().join('').trimStart()}`;
}

function letters(text: string): string[] {
  const segments = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text);
  return [...segments].flatMap(({ segment }) => (segment.length > LONGEST_LETTER ? [...segment] : [segment]));
}

function fitting(all: readonly string[], room: number): string[] {
  let used = 0;
  const end = all.findIndex((letter) => {
    used += letter.length;
    return used > room;
  });
  return all.slice(0, end === -1 ? all.length : end);
}

/** A name from Azure as a card shows it; a blank one is said to be one. */
export function shownName(name: string, longest = LONGEST): string {
  const seen = clean(name);
  return seen === '' ? '(no name)' : shorten(seen, longest);
}

/** A recommendation's name is a sentence, and wraps: cut like a name it would lose its verb. */
export const LONGEST_SENTENCE = 100;

/** The name as the title of its own card, which has room for almost any: Slack's header takes 150 characters. */
export const fullName = (name: string): string => shownName(name, 120);

/** A message of ours may quote what was typed; no card gets longer by it than a screen. */
export const shownMessage = (message: string): string => shorten(clean(message), 700);

type Named = { readonly id: string; readonly name: string };

/** How a card shows each of these: where two would look the same, the last 4 of the id tell them apart. */
export function shownNames(all: readonly Named[], longest = LONGEST): (thing: Named) => string {
  const uses = Map.groupBy(all, (thing) => shownName(thing.name, longest));
  return (thing) => {
    const name = shownName(thing.name, longest);
    return (uses.get(name)?.length ?? 0) > 1 ? `${name} (…${clean(thing.id).slice(-4)})` : name;
  };
}

/** `["a", "b", "c"]` as "a, b and c". */
export function listed(parts: readonly string[]): string {
  const [last, ...before] = parts.toReversed();
  if (last === undefined) return '';
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}

/** The first letter large, for the beginning of a sentence. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
