import { DAYS, EVERYTHING } from '../core/order-line.ts';
import type { Card } from './card.ts';
import { button, verbatim } from './view.ts';
import { clean, shorten } from './words.ts';

/**
 * `scopes`: what may be chosen, each with the words that name it in a command line, beside everything; `more`: how many
 * further ones can only be typed. `zone`: that of the conversation, else of whoever asks; null is UTC.
 */
export type OrderFormData = {
  order: 'digest' | 'alert';
  scopes: readonly { name: string; line: string }[];
  more: number;
  zone: string | null;
  /** The line of the order that is being changed. */
  current?: string | null;
};

/** Of a list to choose from: Slack takes no more. */
const MOST_CHOICES = 100;
/** Characters of the value of a choice in Slack. */
const LONGEST_VALUE = 150;

/** Bytes of all choices: a card of Teams holds 28 KB. */
const ROOM = 14_000;

/** What a form offers of all scopes that the conversation may see; the first ones, as far as both platforms take them. */
export function choicesOf(scopes: OrderFormData['scopes']): Pick<OrderFormData, 'scopes' | 'more'> {
  const taken: { name: string; line: string }[] = [];
  let room = ROOM;
  for (const { name, line } of scopes) {
    if (line.length > LONGEST_VALUE || taken.length === MOST_CHOICES - 1) continue;
    const choice = { name: shorten(clean(name)), line };
    room -= new TextEncoder().encode(JSON.stringify({ title: choice.name, value: line })).length;
    if (room < 0) break;
    taken.push(choice);
  }
  return { scopes: taken, more: scopes.length - taken.length };
}

const WORDS = {
  digest: {
    headline: 'A digest tells this conversation its score every week, every day or every month.',
    open: 'Set up a digest',
    example: 'digest weekly monday 09:00',
  },
  alert: {
    headline: 'An alert tells this conversation once when its score really drops, and why.',
    open: 'Set up an alert',
    example: 'alert drop 5',
  },
} as const;

/** Answers `digest` or `alert` alone: a form on Teams, the button that opens one on Slack, the line to type in words. */
export function orderFormCard(data: OrderFormData): Card<OrderFormData> {
  const { headline, open, example } = WORDS[data.order];
  const typed =
    data.current == null
      ? `Or type it: ${example}`
      : `Or type it with your changes. It is now: ${clean(data.current)}`;
  const note = data.more > 0 ? `${data.more} more scopes can be typed.` : '';
  const view = {
    headline,
    typed,
    note,
    hasNote: note !== '',
    isDigest: data.order === 'digest',
    isAlert: data.order === 'alert',
    zone: data.zone ?? 'UTC',
    days: DAYS.map(({ title, value }) => ({ title, value: verbatim(value) })),
    scopes: [
      { title: 'Everything this conversation may see', value: verbatim(EVERYTHING) },
      ...data.scopes.map(({ name, line }) => ({ title: clean(name), value: verbatim(line) })),
    ],
    buttons: [button(open, data.order)],
  };
  return {
    name: 'order-form',
    data,
    view,
    text: [headline, typed, ...(note === '' ? [] : [note])].join('\n'),
  };
}
