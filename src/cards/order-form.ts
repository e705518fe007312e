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
  /** The order that is being changed, and its line. */
  editing?: { id: string; line: string; values: FormValues };
};

/** What the fields of a form hold at first; what is left out, as it is usual. */
export type FormValues = {
  scope: string;
  when?: string;
  time?: string;
  brief?: boolean;
  of?: 'drop' | 'below';
  amount?: string;
};
const USUAL = {
  ...{ scope: EVERYTHING, when: 'weekly monday', time: '09:00', brief: false, of: 'drop', amount: '5' },
} as const satisfies FormValues;

/** What the fields of this form begin with. */
export const valuesIn = ({ editing }: OrderFormData): Required<FormValues> => ({
  ...USUAL,
  ...editing?.values,
});

/** The line whose answer is this form. */
export const openingLine = ({ order, editing }: OrderFormData): string =>
  editing === undefined ? order : `order ${editing.id} edit`;

type Choice = { title: string; value: string };

/** What the form offers; the order as it is can be chosen too, where nobody else would choose that. */
export function choicesIn(data: OrderFormData): { days: Choice[]; scopes: Choice[] } {
  const { scope, when } = valuesIn(data);
  const scopes = [
    { title: 'Everything this conversation may see', value: EVERYTHING },
    ...data.scopes.map(({ name, line }) => ({ title: clean(name), value: line })),
  ];
  return { days: withValue(DAYS, when), scopes: withValue(scopes, scope) };
}

const withValue = (choices: readonly Choice[], value: string): Choice[] =>
  choices.some((choice) => choice.value === value)
    ? [...choices]
    : [...choices, { title: shorten(clean(value)), value }];

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
  const { editing } = data;
  const typed =
    editing === undefined
      ? `Or type it: ${example}`
      : `Or type it with your changes: ${openingLine(data)} ${clean(editing.line)}`;
  const values = valuesIn(data);
  const { days, scopes } = choicesIn(data);
  const choices = (all: readonly Choice[]) =>
    all.map(({ title, value }) => ({ title, value: verbatim(value) }));
  const note = data.more > 0 ? `${data.more} more scopes can be typed.` : '';
  const view = {
    headline,
    typed,
    note,
    hasNote: note !== '',
    isDigest: data.order === 'digest',
    isAlert: data.order === 'alert',
    zone: data.zone ?? 'UTC',
    days: choices(days),
    scopes: choices(scopes),
    scope: verbatim(values.scope),
    when: verbatim(values.when),
    time: verbatim(values.time),
    brief: String(values.brief),
    of: values.of,
    amount: verbatim(values.amount),
    buttons: [button(editing === undefined ? open : 'Change it', openingLine(data))],
  };
  return {
    name: 'order-form',
    data,
    view,
    text: [headline, typed, ...(note === '' ? [] : [note])].join('\n'),
  };
}
