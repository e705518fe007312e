import { stateAt } from '../answers/orders.ts';
import { formatCount } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { snoozedWords } from '../cards/order-words.ts';
import { UserError } from '../core/errors.ts';
import { after } from '../core/words.ts';
import type { Command, Context } from './command.ts';
import { snoozeTime } from './snooze-until.ts';

export const snooze: Command = {
  name: 'snooze',
  phrases: ['snooze', 'mute'],
  group: 'be told',
  summary: 'Silence here for a while; what still holds after it is told then.',
  forms: ['snooze <time>', 'snooze off'],
  examples: ['snooze 2d', 'snooze 1 week', 'snooze off'],
  who: 'member',
  read(words) {
    if (after(words, 'off')?.length === 0) return wake;
    const lasts = snoozeTime(words, 'snooze');
    return (context) => silence(context, lasts);
  },
};

async function silence(context: Context, lasts: number) {
  const { orders, invocation, clock, card } = context;
  const by = invocation.person.name;
  const until = new Date(clock().getTime() + lasts).toISOString();
  const all = await orders.of(invocation.conversation.key);
  const found = all.filter(({ state }) => state.kind === 'active' || state.kind === 'snoozed');
  if (found.length === 0) throw nothing();
  for (const { id } of found) await orders.setState(id, { kind: 'snoozed', until, by });
  const message = `${snoozedWords({ until, by }, card)}: ${formatCount(found.length, 'order')} of this conversation. An alert that still holds then is told once.`;
  return noticeCard({ message, undo: 'snooze off' });
}

async function wake(context: Context) {
  const { orders, invocation, clock } = context;
  const now = clock();
  const all = await orders.of(invocation.conversation.key);
  const found = all.filter(({ state }) => stateAt(state, now).kind === 'snoozed');
  if (found.length === 0) throw nothing('Nothing is snoozed here.');
  for (const { id } of found) await orders.setState(id, { kind: 'active' });
  const message = `${formatCount(found.length, 'order')} of this conversation ${found.length === 1 ? 'is' : 'are'} awake again.`;
  return noticeCard({ message, undo: null });
}

const nothing = (why = 'This conversation has no digest and no alert to snooze.'): UserError =>
  new UserError(`${why} "settings" lists what there is.`, ['settings']);
