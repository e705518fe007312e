import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import { choicesIn, type OrderFormData, valuesIn } from '../../cards/order-form.ts';
import { clean, shorten } from '../../cards/words.ts';
import { EVERYTHING, type OrderForm } from '../../core/order-line.ts';

/** The name of our form among views. */
export const FORM = 'order';
/** Characters of the title of a choice. */
const LONGEST_TITLE = 75;

/** A scope or day to choose, a time, a zone: fields are blocks, each with one action of the same name. */
const Field = z.object({
  value: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});
const Values = z.record(z.string(), z.record(z.string(), Field));

/** What a filled-in form holds; `order` says of which form. */
export function filled(order: OrderFormData['order'], values: unknown): OrderForm {
  const read = Values.parse(values);
  const said = (name: string): string => {
    const field = read[name]?.[name];
    return field?.selected_option?.value ?? field?.selected_time ?? field?.value ?? '';
  };
  const scope = said('scope');
  switch (order) {
    case 'digest': {
      const brief = (read.brief?.brief?.selected_options ?? []).length > 0;
      return { order, when: said('when'), time: said('time'), zone: said('zone'), scope, brief };
    }
    case 'alert':
      return { order, of: said('of') === 'below' ? 'below' : 'drop', amount: said('amount'), scope };
  }
}

/** The field that a mistake is about: the one whose words it repeats, else the first that was typed. */
export function fieldAtFault(form: OrderForm, message: string): string {
  const fields = form.order === 'digest' ? ['zone', 'time', 'when', 'scope'] : ['amount', 'scope'];
  const words = new Map<string, string>(Object.entries(form).map(([name, value]) => [name, String(value)]));
  const repeated = fields.find((name) => {
    const value = words.get(name) ?? '';
    return value !== '' && value !== EVERYTHING && message.includes(value);
  });
  return repeated ?? (form.order === 'digest' ? 'time' : 'amount');
}

/** Null: no form. */
export const formOf = (card: Card): OrderFormData | null =>
  card.name === 'order-form' ? (card.data as OrderFormData) : null;

/** The form as a view of Slack's. `memory`: what is needed when it comes back, at most 3,000 characters. */
export function formView(data: OrderFormData, memory: string) {
  const fields = data.order === 'digest' ? digestFields(data) : alertFields(data);
  const verb = data.editing === undefined ? 'Set up' : 'Change';
  const hint =
    data.more > 0
      ? { hint: plain(`${data.more} more scopes can be typed: ${data.order} … for <scope>`) }
      : {};
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: memory,
    title: plain(data.order === 'digest' ? `${verb} a digest` : `${verb} an alert`),
    submit: plain(verb),
    close: plain('Cancel'),
    blocks: [
      { ...input('scope', 'For', select(choicesIn(data).scopes, valuesIn(data).scope)), ...hint },
      ...fields,
    ],
  };
}

const digestFields = (data: OrderFormData) => [
  input('when', 'When', select(choicesIn(data).days, valuesIn(data).when)),
  input('time', 'At', { type: 'timepicker', initial_time: valuesIn(data).time }),
  {
    ...input('zone', 'Time zone', {
      ...{ type: 'plain_text_input', initial_value: data.zone ?? 'UTC', max_length: 64 },
    }),
    hint: plain('A continent and a city, as Europe/Oslo.'),
  },
  {
    ...input('brief', 'How much', {
      type: 'checkboxes',
      options: [BRIEF],
      ...(valuesIn(data).brief ? { initial_options: [BRIEF] } : {}),
    }),
    optional: true,
  },
];

const alertFields = (data: OrderFormData) => [
  input(
    'of',
    'Tell when the score',
    select(
      [
        { title: 'drops by so many percentage points', value: 'drop' },
        { title: 'is below so many percent', value: 'below' },
      ],
      valuesIn(data).of,
    ),
  ),
  input('amount', 'How many', {
    ...{ type: 'plain_text_input', initial_value: valuesIn(data).amount, max_length: 10 },
  }),
];

type Choice = { title: string; value: string };

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
const BRIEF = { text: plain('Brief: the score and who moved, nothing else'), value: 'brief' };
const input = (name: string, label: string, element: object) => ({
  type: 'input',
  block_id: name,
  label: plain(label),
  element: { ...element, action_id: name },
});

/** The choice of that value is taken unless another one is. */
function select(choices: readonly Choice[], value: string) {
  const options = choices.map(({ title, value }) => ({
    text: plain(shorten(clean(title), LONGEST_TITLE)),
    value,
  }));
  return { type: 'static_select', options, initial_option: options.find((one) => one.value === value) };
}
