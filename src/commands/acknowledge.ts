import { alertOf } from '../answers/alert.ts';
import { scopeOfOrder } from '../answers/orders.ts';
import { alertCard } from '../cards/alert.ts';
import { formatMoment } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { shownName } from '../cards/words.ts';
import { UserError } from '../core/errors.ts';
import type { OpenAlert } from '../ports/orders.ts';
import type { Command, Context } from './command.ts';
import { idIn } from './order.ts';

export const acknowledge: Command = {
  name: 'acknowledge',
  phrases: ['acknowledge', 'ack'],
  group: 'be told',
  summary: 'Says that you look after an alert; its card shows who.',
  forms: ['acknowledge <alert id>'],
  examples: [],
  who: 'member',
  read(words) {
    const id = idIn(words[0]);
    if (id === null || words.length > 1)
      throw new UserError('Which alert? Its button says it: acknowledge <alert id>.', [
        'settings',
        'help acknowledge',
      ]);
    return (context) => take(context, id);
  },
};

async function take(context: Context, id: string) {
  const { outbox, invocation, clock, card } = context;
  const { person, conversation } = invocation;
  const found = await outbox.alert(id);
  if (found === null || found.conversation !== conversation.key)
    throw new UserError(`There is no alert ${id} here any more. "settings" lists what there is.`, [
      'settings',
    ]);
  const by = { by: person.key, name: person.name, at: clock().toISOString() };
  const first = await outbox.acknowledge(id, by);
  const now = first ? { ...found, acknowledged: by } : ((await outbox.alert(id)) ?? found);
  // The card of one that is over says so, and is left with that.
  if (first && now.state === 'open') await show(context, now);
  return noticeCard({ message: message(now, first, card.zone, card.now), undo: null });
}

/** The card says who, where everybody sees it. That it could not be changed loses nothing: it is stored. */
async function show({ outbox, orders, messenger, world, card, settled }: Context, alert: OpenAlert) {
  const record = await outbox.find(alert.delivery);
  const rule = (await orders.find(alert.order))?.rule;
  if (record?.post == null || record.what.kind !== 'alert' || rule?.kind !== 'alert') return;
  if (scopeOfOrder(world, record.what.facts) === null) return;
  const acknowledged =
    alert.acknowledged === null ? null : { by: alert.acknowledged.name, at: alert.acknowledged.at };
  const data = await alertOf(world, record.what.facts, rule, { acknowledged, recovered: null });
  await messenger.edit(
    alert.conversation,
    record.post,
    alertCard(data, { ...card, zone: settled.zone, private: false }),
  );
}

function message(
  { state, acknowledged }: OpenAlert,
  first: boolean,
  zone: string | null,
  now: string,
): string {
  const who = shownName(acknowledged?.name ?? 'Somebody');
  const over = state === 'recovered' ? ' It has recovered since.' : '';
  if (first) return `${who} looks after this alert.${over}`;
  const at = acknowledged === null ? '' : ` since ${formatMoment(acknowledged.at, zone, now)}`;
  return `${who} looks after this alert already${at}.${over}`;
}
