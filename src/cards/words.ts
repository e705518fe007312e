import { endings } from '../core/endings.ts';
import { ISOLATION, isolate, runsRightToLeft } from '../core/isolate.ts';
import { shorten as shortened } from '../core/shorten.ts';

/** Line breaks and control characters: a name is one line. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;
/**
 * Characters without a shape of their own that reorder, join or hide text, and a few that no font has. A pair that
 * isolates what is in it (`core/isolate.ts`) acts on nothing else, and stays; half of one would act on all that follows.
 */
const UNSEEN =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2067\u206A-\u206F\uFEFF\uFFF9-\uFFFB\uE000-\uE003]|\u2068(?![^\u2068\u2069]*\u2069)|(?<!\u2068[^\u2068\u2069]*)\u2069/gu;
const ISOLATES = /[\u2068\u2069]/g;
/** Printable ASCII, Latin letters, dashes, arrows and signs, without a space at an end, are clean already. */
const ANYTHING_ELSE =
  /[^ -~\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u27BF]|^[ \u00A0]|[ \u00A0]$/;
/** Longest name on a card, in UTF-16 units, which is what the platforms count. */
const LONGEST = 60;
/** Words from outside on one line, well formed, without characters that act on the reader's screen. */
export function clean(text: string): string {
  if (!ANYTHING_ELSE.test(text)) return text;
  return text.toWellFormed().replace(BREAKS, ' ').replace(UNSEEN, '').trim();
}

/** Shortens in the middle, between letters as people see them. */
export const shorten = (text: string, longest = LONGEST): string => shortened(text, longest);

/** A name from Azure as a card shows it, isolated where it runs from right to left; a blank one is said to be one. */
export function shownName(name: string, longest = LONGEST): string {
  const seen = clean(name).replace(ISOLATES, '').trim();
  if (seen === '') return '(no name)';
  const short = shorten(seen, longest);
  return runsRightToLeft(short) ? isolate(shorten(seen, longest - ISOLATION)) : short;
}

/** A scope in the middle of a sentence: `all subscriptions` is no name. */
export const nameWithin = ({ kind, name }: { kind: string; name: string }): string =>
  kind === 'all' ? name.toLowerCase() : shownName(name);

/** A recommendation's name is a sentence, and wraps: cut like a name it would lose its verb. */
export const LONGEST_SENTENCE = 100;

/** The name as the title of its own card, which has room for almost any: Slack's header takes 150 characters. */
export const fullName = (name: string): string => shownName(name, 120);

/** A message of ours may quote what was typed; no card gets longer by it than a screen. */
export const shownMessage = (message: string): string => shorten(clean(message), 700);

type Named = { readonly id: string; readonly name: string };

/**
 * How a card shows each of these: where two would look the same, the last 4 of the id tell them apart, or as many more
 * as it takes.
 */
export function shownNames(all: readonly Named[], longest = LONGEST): (thing: Named) => string {
  const names = new Map(all.map(({ name }) => [name, shownName(name, longest)]));
  const uses = Map.groupBy(all, ({ name }) => names.get(name) ?? name);
  const ends = new Map<string, (id: string) => string>();
  return (thing) => {
    const name = names.get(thing.name) ?? shownName(thing.name, longest);
    const alike = uses.get(name) ?? [];
    if (alike.length < 2) return name;
    const end = ends.get(name) ?? endings(alike.map(({ id }) => clean(id)));
    ends.set(name, end);
    return `${name} (${end(clean(thing.id))})`;
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
