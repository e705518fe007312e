import { digestOf } from '../answers/digest.ts';
import { scopeOfOrder } from '../answers/orders.ts';
import { digestCard } from '../cards/digest.ts';
import type { DigestRule } from '../core/order.ts';
import { ALL, type Scope } from '../core/scope.ts';
import { DAY } from '../core/time.ts';
import type { Context } from './command.ts';
import { ordersFor } from './standing-order.ts';

const DAYS = { day: 1, week: 7, month: 30 } as const;

/** The digest as it would come now: of the order for that scope, else of the only one here or that for everything, else of a usual one. */
export async function previewDigest(context: Context, asked: Scope | null) {
  const { world, card, targets, invocation } = context;
  const [first, ...others] = await ordersFor(context, 'digest', asked);
  const order = others.length === 0 ? first : [first, ...others].find((one) => one?.scope.kind === 'all');
  const rule = order?.rule.kind === 'digest' ? order.rule : usual(card.zone ?? 'UTC');
  const scope = asked ?? (order === undefined ? ALL : (scopeOfOrder(world, order) ?? ALL));
  const from = new Date(world.now.getTime() - DAYS[rule.schedule.every] * DAY);
  const wanted = await targets.of(invocation.conversation.key);
  const of = { scope, rule, order: order ?? null, targets: wanted, staleAfter: card.staleAfter };
  const data = await digestOf(world, of, { from, to: world.now, late: false });
  return digestCard({ ...data, preview: true }, { ...card, zone: rule.schedule.zone });
}

const usual = (zone: string): DigestRule => ({
  ...{ kind: 'digest', brief: false },
  schedule: { every: 'week', day: 1, hour: 9, minute: 0, zone },
});
