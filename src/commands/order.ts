import { scopeOfOrder } from '../answers/orders.ts';
import { formatCount, formatMoment } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { snoozedWords } from '../cards/order-words.ts';
import { UserError } from '../core/errors.ts';
import type { StandingOrder } from '../core/order.ts';
import { nextRun } from '../core/schedule.ts';
import { after, joinWords, type Word } from '../core/words.ts';
import type { Command, Context, Question } from './command.ts';
import { changeFrom, editForm } from './edit-order.ts';
import { settingsHere } from './settings.ts';
import { snoozeTime } from './snooze-until.ts';
import { inFile, lineOfOrder } from './standing-order.ts';
import { describe } from './stop-orders.ts';

export const order: Command = {
  name: 'order',
  phrases: ['order'],
  group: 'be told',
  summary: 'One digest or alert of this conversation: its id is in settings.',
  forms: [
    'order <id> edit [<digest or alert>]',
    'order <id> snooze <time>',
    'order <id> resume',
    'order <id> send again',
    'order <id> remove',
  ],
  examples: [],
  who: 'member',
  read(words, vocabulary) {
    const [first, ...rest] = words;
    const id = idIn(first);
    if (id === null)
      throw new UserError('Which order? "settings" lists them with their ids.', ['settings', 'help order']);
    const changed = after(rest, 'edit');
    if (changed !== null && changed.length > 0) return on(id, changeFrom(id, changed, vocabulary));
    return actionOf(id, rest);
  },
};

/** Crockford's base 32 is read as it is spoken: no difference between O and 0, I, L and 1. */
export function idIn(word: Word | undefined): string | null {
  const typed = word?.text.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1') ?? '';
  return /^[0-9A-HJKMNP-TV-Z]{4}$/.test(typed) ? typed : null;
}

function actionOf(id: string, words: readonly Word[]): Question {
  const line = `order ${id}`;
  const snooze = after(words, 'snooze');
  if (snooze !== null) {
    const lasts = snoozeTime(snooze, `${line} snooze`);
    return on(id, (context, found) => silence(context, found, lasts));
  }
  switch (joinWords(words).toLowerCase()) {
    case 'remove':
    case 'delete':
    case 'stop':
    case 'off':
      return on(id, remove);
    case 'resume':
    case 'start':
      return on(id, resume);
    case 'send again':
    case 'resend':
      return on(id, sendAgain);
    case '':
      return on(id, show);
    case 'edit':
      return on(id, editForm);
    default:
      throw new UserError(
        `An order can be edited, snoozed, resumed, sent again or removed, not "${joinWords(words).slice(0, 40)}".`,
        [`${line} edit`, `${line} snooze 2d`, `${line} remove`],
      );
  }
}

type Action = (context: Context, found: StandingOrder) => ReturnType<Question>;

/** Another conversation's order is answered like one that does not exist. */
const on =
  (id: string, action: Action): Question =>
  async (context) => {
    const found = await context.orders.find(id);
    if (found === null || found.conversation !== context.invocation.conversation.key)
      throw await gone(context, id);
    return action(context, found);
  };

const MOST_NAMED = 3;

/** A button of an old card: what has come in the place of its order is among what there is now. */
async function gone(context: Context, id: string): Promise<UserError> {
  const all = await context.orders.of(context.invocation.conversation.key);
  const why = `There is no order ${id} here any more.`;
  if (all.length === 0)
    return new UserError(`${why} Nothing is ordered here now.`, ['settings', 'digest', 'alert']);
  const named = all.slice(0, MOST_NAMED).map((order) => `${describe(context, order)} (${order.id})`);
  const more = all.length > MOST_NAMED ? ' "settings" lists the others.' : '';
  const lines = all.slice(0, MOST_NAMED).map((order) => `order ${order.id}`);
  return new UserError(`${why} There is now: ${named.join('; ')}.${more}`, [...lines, 'settings']);
}

const show: Action = (context, found) => settingsHere(context, found);

async function remove(context: Context, found: StandingOrder) {
  if (found.source === 'file') throw inFile(found);
  await context.orders.remove(found.id);
  return noticeCard({ message: `Removed: ${describe(context, found)}.`, undo: lineOfOrder(context, found) });
}

async function silence(context: Context, found: StandingOrder, lasts: number) {
  const { orders, invocation, clock, card } = context;
  const by = invocation.person.name;
  // It would come back by itself, and nobody would see any more what has to be mended first.
  if (found.state.kind === 'paused')
    throw new UserError(`It is paused already, and silent until somebody resumes it. ${found.state.why}`, [
      `order ${found.id} resume`,
      'settings',
    ]);
  const until = new Date(clock().getTime() + lasts).toISOString();
  await orders.setState(found.id, { kind: 'snoozed', until, by });
  const message = `${snoozedWords({ until, by }, card)}: ${describe(context, found)}.`;
  return noticeCard({ message, undo: `order ${found.id} resume` });
}

async function resume(context: Context, found: StandingOrder) {
  if (scopeOfOrder(context.world, found) === null)
    throw new UserError(
      'This conversation may not see the scope of that order: an operator can grant it again.',
      ['settings'],
    );
  await context.orders.setState(found.id, { kind: 'active' });
  const { rule } = found;
  const next =
    rule.kind === 'digest'
      ? `, next on ${formatMoment(nextRun(rule.schedule, context.clock()).toISOString(), rule.schedule.zone, context.card.now)}`
      : '';
  return noticeCard({ message: `On again: ${describe(context, found)}${next}.`, undo: null });
}

async function sendAgain(context: Context, found: StandingOrder) {
  const count = await context.outbox.sendAgain(found.id, context.clock());
  if (count === 0)
    throw new UserError(`No post of order ${found.id} was given up, so there is none to send again.`, [
      'settings',
    ]);
  return noticeCard({
    message: `${formatCount(count, 'post')} of this order ${count === 1 ? 'is' : 'are'} tried again now.`,
    undo: null,
  });
}
