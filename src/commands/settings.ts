import { settingsOf } from '../answers/orders.ts';
import { settingsCard } from '../cards/settings.ts';
import type { OrderRow } from '../cards/settings-data.ts';
import { UserError } from '../core/errors.ts';
import type { StandingOrder } from '../core/order.ts';
import { orderLineOf } from '../core/rule-line.ts';
import { joinWords, withoutFillers } from '../core/words.ts';
import type { Command, Context } from './command.ts';
import { waitingOf } from './file-lines.ts';
import { controlNamer } from './standing-order.ts';

export const settings: Command = {
  name: 'settings',
  phrases: ['settings', 'orders', 'my orders'],
  group: 'be told',
  summary: 'What this conversation receives, when next, and how the last one went.',
  forms: ['settings', 'orders'],
  examples: ['settings'],
  who: 'granted',
  always: true,
  read(words, vocabulary) {
    if (withoutFillers(words).length === 0)
      return (context) => settingsHere(context, null, waitingOf(context, vocabulary));
    throw new UserError(
      `"settings" takes nothing after it, and was given "${joinWords(words).slice(0, 60)}". One order: order <id> edit.`,
      ['settings', 'help order'],
    );
  },
};

/** All standing orders of this conversation, or the one that was asked for. */
export async function settingsHere(
  context: Context,
  only: StandingOrder | null,
  waiting: readonly OrderRow[] = [],
) {
  const { orders, outbox, invocation, world, card, settled } = context;
  const conversation = invocation.conversation.key;
  const all = only === null ? await orders.of(conversation) : [only];
  const last = await outbox.last(all.map(({ id }) => id));
  const control = controlNamer(world.controls);
  const rows = settingsOf(world, all, last, (order, scope) =>
    orderLineOf(order.rule, card.address(scope), control),
  );
  const names = { control: (id: string) => world.controls.find((one) => one.id === id)?.name ?? id };
  return settingsCard(
    { conversation, timezone: settled.zone, quiet: settled.quiet, orders: [...waiting, ...rows] },
    names,
    card,
    only !== null,
  );
}
