import { scopeOfOrder } from '../answers/orders.ts';
import { formatCount } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { orderWords } from '../cards/order-words.ts';
import { nameWithin, shownName } from '../cards/words.ts';
import { UserError } from '../core/errors.ts';
import type { StandingOrder } from '../core/order.ts';
import type { Scope } from '../core/scope.ts';
import { type Word, withoutFillers } from '../core/words.ts';
import type { Context } from './command.ts';
import { inFile, lineOfOrder, ordersFor } from './standing-order.ts';

/** `digest off` stops all of them here, `digest off for <scope>` the one of that scope. */
export const namesScope = (words: readonly Word[]): boolean => withoutFillers(words).length > 0;

/** Stops the orders of a kind; each can be brought back. */
export async function stopOrders(context: Context, kind: 'digest' | 'alert', scope: Scope | null) {
  const found = await ordersFor(context, kind, scope);
  const [first, ...others] = found;
  const where = scope === null ? 'here' : `for ${nameWithin(scope)} here`;
  if (first === undefined)
    throw new UserError(`There is no ${kind} ${where}. "settings" lists what there is.`, ['settings', kind]);
  const typed = found.filter(({ source }) => source === 'typed');
  if (typed.length === 0) throw inFile(first);
  for (const { id } of typed) await context.orders.remove(id);
  const left = found.length - typed.length;
  const kept = left === 0 ? '' : ` ${formatCount(left, 'further one')} set in the configuration file stays.`;
  const message = `${stopped(context, kind, typed)}${kept}`;
  if (others.length === 0) return noticeCard({ message, undo: lineOfOrder(context, first) });
  return noticeCard({ message, undo: null, undoEach: typed.flatMap((one) => undoOne(context, one)) });
}

function undoOne(context: Context, order: StandingOrder): { title: string; line: string }[] {
  const line = lineOfOrder(context, order);
  const scope = scopeOfOrder(context.world, order);
  return line === null || scope === null ? [] : [{ title: shownName(scope.name), line }];
}

function stopped(context: Context, kind: 'digest' | 'alert', removed: readonly StandingOrder[]): string {
  const [first, ...others] = removed;
  if (first === undefined || others.length > 0)
    return `${formatCount(removed.length, kind)} of this conversation will not come any more.`;
  return `Stopped: ${describe(context, first)}.`;
}

/** An order in words, with the names that this conversation may see. */
export function describe({ world }: Context, { rule, scope }: StandingOrder): string {
  const found = scopeOfOrder(world, { scope });
  const shown = found === null ? 'a scope that this conversation may not see any more' : nameWithin(found);
  return orderWords(rule, shown, (id) => shownName(world.controls.find((one) => one.id === id)?.name ?? id));
}
