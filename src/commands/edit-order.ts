import { noticeCard } from '../cards/notice.ts';
import { choicesOf, type FormValues, orderFormCard } from '../cards/order-form.ts';
import { UserError } from '../core/errors.ts';
import { scopesOf } from '../core/names.ts';
import type { StandingOrder } from '../core/order.ts';
import { EVERYTHING } from '../core/order-line.ts';
import { whenLine } from '../core/rule-line.ts';
import { wallTimeText } from '../core/wall-time.ts';
import { after, lineOf, type Word } from '../core/words.ts';
import { alert } from './alert.ts';
import type { Command, Context, Vocabulary } from './command.ts';
import { digest } from './digest.ts';
import { inFile, lineOfOrder } from './standing-order.ts';

/** A form that begins with the order as it is; of what no form holds, the line to type. */
export async function editForm(context: Context, found: StandingOrder) {
  if (found.source === 'file') throw inFile(found);
  const { world, card } = context;
  const line = lineOfOrder(context, found);
  const values = valuesOf(context, found);
  if (values === null || line === null)
    return noticeCard({
      message: `To change it, type it anew: order ${found.id} edit ${line ?? `${found.rule.kind} …`}`,
      undo: null,
    });
  const scopes = scopesOf(world.estate).map((scope) => ({ name: scope.name, line: card.address(scope) }));
  const zone = found.rule.kind === 'digest' ? found.rule.schedule.zone : null;
  const editing = { id: found.id, line, values };
  return orderFormCard({ order: found.rule.kind, ...choicesOf(scopes), zone, editing });
}

function valuesOf({ world, card }: Context, { rule, scope }: StandingOrder): FormValues | null {
  const named = scopesOf(world.estate).find(({ kind, id }) => kind === scope.kind && id === scope.id);
  if (named === undefined && scope.kind !== 'all') return null;
  const about = { scope: named === undefined ? EVERYTHING : card.address(named) };
  if (rule.kind === 'digest')
    return { ...about, when: whenLine(rule.schedule), time: wallTimeText(rule.schedule), brief: rule.brief };
  if (rule.of === 'control') return null;
  return { ...about, of: rule.of, amount: `${rule.of === 'drop' ? rule.points : rule.percentage}` };
}

const ORDERING: Readonly<Record<string, Command>> = { digest, alert };
const ASKING = ['preview', 'off', 'stop', 'test'];

/** `order <id> edit digest daily 09:00`: the order is what the line says from then on, and keeps its id. */
export function changeFrom(id: string, words: readonly Word[], vocabulary: Vocabulary) {
  const [first, ...rest] = words;
  const command = ORDERING[first?.text.toLowerCase() ?? ''];
  const asks = rest.length === 0 || ASKING.some((word) => after(rest, word) !== null);
  if (command === undefined || asks)
    throw new UserError(
      `Write the whole order after it: order ${id} edit ${first?.text === 'alert' ? 'alert drop 5' : 'digest daily 09:00'}`,
      [`order ${id} edit`, `order ${id}`],
    );
  const question = readIn(id, () => command.read(rest, vocabulary, command.name));
  return async (context: Context, found: StandingOrder) => {
    if (found.source === 'file') throw inFile(found);
    if (found.rule.kind !== command.name)
      throw new UserError(`Order ${id} is ${found.rule.kind === 'alert' ? 'an alert' : 'a digest'}.`, [
        `order ${id} edit`,
        lineOf(words),
      ]);
    return question({ ...context, changes: found });
  };
}

/** What is offered instead changes the order as well. */
function readIn<T>(id: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, suggestions, unresolved } = error;
    const lines = suggestions.map((line) =>
      /^(?:digest|alert) /.test(line) ? `order ${id} edit ${line}` : line,
    );
    throw new UserError(message, lines, unresolved);
  }
}
