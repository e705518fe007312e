import { choicesOf, orderFormCard } from '../../src/cards/order-form.ts';
import { HOSTILE, many } from './card-facts.ts';
import type { Sample } from './card-samples.ts';

const PROD = { name: 'Contoso Prod', line: "'Contoso Prod'" };
const card = (
  order: 'digest' | 'alert',
  scopes: readonly { name: string; line: string }[],
  zone: string | null,
) => orderFormCard({ order, ...choicesOf(scopes), zone });
const hostile = many(130, (n) => ({ name: `${HOSTILE}${n}`, line: `'scope ${n}'` }));

/** Forms in their ordinary, empty and worst cases. */
export const ORDER_FORMS: readonly Sample[] = [
  { name: 'order-form', case: 'digest', card: card('digest', [PROD], 'Europe/Oslo') },
  { name: 'order-form', case: 'alert', card: card('alert', [PROD], null) },
  {
    name: 'order-form',
    case: 'edit',
    card: orderFormCard({
      ...{ order: 'digest', ...choicesOf([PROD]), zone: 'Asia/Tokyo' },
      editing: {
        ...{ id: 'D1GE', line: "digest monthly 15 10:30 Asia/Tokyo for 'Contoso Prod' brief" },
        values: { scope: PROD.line, when: 'monthly 15', time: '10:30', brief: true },
      },
    }),
  },
  { name: 'order-form', case: 'empty', card: card('digest', [], null) },
  { name: 'order-form', case: 'worst', card: card('digest', hostile, 'America/Argentina/ComodRivadavia') },
];
