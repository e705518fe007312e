/** What a form for an order was filled with, as a platform tells it: words of a person's, not yet read by anybody. */
export type OrderForm =
  | {
      order: 'digest';
      /** `daily`, `weekly monday` … or `monthly 1`. */
      when: string;
      /** Wall time, `09:00`. */
      time: string;
      zone: string;
      scope: string;
      brief: boolean;
    }
  /** `amount` as typed: percentage points of a drop, or the percentage that the score is not to fall below. */
  | { order: 'alert'; of: 'drop' | 'below'; amount: string; scope: string };

/** The choice that stands for everything which the conversation may see: no form takes an empty one. */
export const EVERYTHING = '*';

/** Days that forms offer; what else there is can be typed. */
export const DAYS: readonly { title: string; value: string }[] = [
  ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((day) => ({
    title: `Every ${day}`,
    value: `weekly ${day.toLowerCase()}`,
  })),
  { title: 'Every day', value: 'daily' },
  { title: 'On the 1st of each month', value: 'monthly 1' },
];

/** The command line of a form, to be parsed and permitted like any other; what is wrong in it, the grammar says. */
export function orderLine(form: OrderForm): string {
  const scope = form.scope === EVERYTHING || form.scope.trim() === '' ? [] : ['for', form.scope];
  switch (form.order) {
    case 'digest':
      return line('digest', form.when, form.time, form.zone, ...scope, form.brief ? 'brief' : '');
    case 'alert':
      return line('alert', form.of, form.amount, ...scope);
  }
}

/** The line of a form that a line opened: of `order <id> edit` it changes that order. */
export const formLine = (opened: string, form: OrderForm): string =>
  opened.startsWith('order ') ? `${opened} ${orderLine(form)}` : orderLine(form);

/** On one line, whatever was pasted into a field. */
const line = (...words: readonly string[]): string =>
  words
    .map((word) => word.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim())
    .filter((word) => word !== '')
    .join(' ');
