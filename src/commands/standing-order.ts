import { scopeOfOrder } from '../answers/orders.ts';
import { UserError } from '../core/errors.ts';
import {
  type AlertRule,
  type DigestRule,
  orderSubject,
  type StandingOrder,
  sameOrder,
} from '../core/order.ts';
import { quoteName } from '../core/quote.ts';
import { orderLineOf } from '../core/rule-line.ts';
import { nextRun } from '../core/schedule.ts';
import type { Scope } from '../core/scope.ts';
import type { Context } from './command.ts';

/** Who makes what the configuration file holds: no person of any platform has such a key. */
export const FILE = 'file';

/** Standing orders of one conversation: each is a row of `settings`. */
const MOST = 50;

export type Kept = { order: StandingOrder; replaced: StandingOrder | null };

/**
 * Keeps an order for this conversation; `replaced` is what the same order was before, where that was another rule. A second one for the same thing takes the place and the id of the first, so that
 * the buttons of earlier cards go on working. Throws a `UserError` where there are too many.
 */
export async function keepOrder(context: Context, rule: DigestRule | AlertRule, scope: Scope): Promise<Kept> {
  const { orders, invocation, clock } = context;
  const { person, conversation } = invocation;
  const now = clock();
  const all = await orders.of(conversation.key);
  const same = all.find((one) => orderSubject(one) === orderSubject({ scope, rule }));
  const { changes } = context;
  if (changes !== undefined && same !== undefined && same.id !== changes.id) throw another(same);
  if (same === undefined && changes === undefined && all.length >= MOST)
    throw new UserError(`A conversation has at most ${MOST} digests and alerts. Remove one first.`, [
      'settings',
    ]);
  const source = person.key === FILE ? 'file' : 'typed';
  if (same?.source === 'file' && source === 'typed') throw inFile(same);
  if (source === 'file' && same !== undefined && isSameRule(same.rule, rule) && same.source === 'file') {
    context.kept?.(same.id);
    return { order: same, replaced: null };
  }
  for (;;) {
    const order: StandingOrder = {
      id: same?.id ?? changes?.id ?? context.newId(),
      conversation: conversation.key,
      scope: { kind: scope.kind, id: scope.id },
      rule,
      state: { kind: 'active' },
      by: person.key,
      byName: person.name,
      at: now.toISOString(),
      source,
      next: rule.kind === 'digest' ? nextRun(rule.schedule, now).toISOString() : null,
    };
    const kept = await orders.keep(order, changes?.id);
    if (kept.outcome === 'kept') {
      context.kept?.(order.id);
      const { replaced } = kept;
      const asBefore = replaced !== null && sameOrder(replaced, order) && isSameRule(replaced.rule, rule);
      return { order, replaced: asBefore ? null : replaced };
    }
    if (changes !== undefined)
      throw new UserError('Somebody has just ordered the same. "settings" lists what there is.', [
        'settings',
      ]);
  }
}

const another = ({ id }: StandingOrder): UserError =>
  new UserError(`Order ${id} is for that already. Change that one, or remove it first.`, [
    `order ${id}`,
    `order ${id} remove`,
  ]);

/** Rules are plain data of one shape a kind, written by the same code each time. */
const isSameRule = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const inFile = ({ id }: StandingOrder): UserError =>
  new UserError(
    `${id} is set in Scoreline's configuration file, and is changed there. It can be snoozed here.`,
    [`order ${id} snooze 2d`, 'settings'],
  );

/** The line that makes an order, as a person here would type it; null where its scope is not to be named here. */
export function lineOfOrder({ world, card }: Context, order: StandingOrder): string | null {
  const scope = scopeOfOrder(world, order);
  return scope === null ? null : orderLineOf(order.rule, card.address(scope), controlNamer(world.controls));
}

/** What names a control in a command line. */
export const controlNamer = (controls: Context['world']['controls']) => (id: string) => {
  const found = controls.find((control) => control.id === id);
  return found === undefined ? id : quoteName(found.name, found.id);
};

/** Brings back what was there before. */
export function undoOf(context: Context, { order, replaced }: Kept): string {
  const before = replaced === null ? null : lineOfOrder(context, replaced);
  if (replaced === null || before === null) return `order ${order.id} remove`;
  return sameOrder(replaced, order) ? before : `order ${order.id} edit ${before}`;
}

/** The orders of a kind here, those of one scope where it is named. */
export async function ordersFor(
  { orders, invocation }: Context,
  kind: 'digest' | 'alert',
  scope: Scope | null,
): Promise<StandingOrder[]> {
  const all = await orders.of(invocation.conversation.key);
  return all.filter(
    (one) =>
      one.rule.kind === kind &&
      (scope === null || (one.scope.kind === scope.kind && one.scope.id === scope.id)),
  );
}
