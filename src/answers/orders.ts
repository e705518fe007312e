import type { OrderRow, SettingsData } from '../cards/settings-data.ts';
import { scopesOf } from '../core/names.ts';
import type { OrderState, StandingOrder } from '../core/order.ts';
import { nextRun } from '../core/schedule.ts';
import { ALL, type Scope } from '../core/scope.ts';
import type { DeliveryRecord } from '../ports/orders.ts';
import type { World } from './world.ts';

/** What an order is about: null where this conversation may not see that (any more). */
export const scopeOfOrder = ({ estate }: World, { scope }: Pick<StandingOrder, 'scope'>): Scope | null =>
  scope.kind === 'all'
    ? ALL
    : (scopesOf(estate).find(({ kind, id }) => kind === scope.kind && id === scope.id) ?? null);

/** A snooze that has run out holds no more, without anybody having written so. */
export function stateAt(state: OrderState, now: Date): OrderState {
  return state.kind === 'snoozed' && Date.parse(state.until) <= now.getTime() ? { kind: 'active' } : state;
}

/** Those that need a person first, then by when they were made. */
const RANK: Readonly<Record<OrderState['kind'], number>> = { paused: 0, waiting: 1, snoozed: 2, active: 3 };

/** What a conversation receives, as `settings` tells it. `text` makes the line of an order. */
export function settingsOf(
  world: World,
  orders: readonly StandingOrder[],
  last: ReadonlyMap<string, DeliveryRecord>,
  text: (order: StandingOrder, scope: Scope) => string,
): SettingsData['orders'] {
  return orders
    .map((order): OrderRow => {
      const scope = scopeOfOrder(world, order);
      const state = stateAt(order.state, world.now);
      return {
        id: order.id,
        kind: order.rule.kind,
        scope: scope ?? { ...order.scope, name: null },
        text: scope === null ? null : text(order, scope),
        rule: order.rule,
        state: state.kind,
        why: state.kind === 'paused' || state.kind === 'waiting' ? state.why : null,
        until: state.kind === 'snoozed' ? state.until : null,
        snoozedBy: (state.kind === 'snoozed' && state.by) || null,
        next: nextOf(order, state),
        lastDelivery: deliveryOf(last.get(order.id)),
        source: order.source,
        by: order.byName,
      };
    })
    .sort((a, b) => RANK[a.state] - RANK[b.state]);
}

/** When it will really come: not while it is silent, and nobody knows when for one that is paused. */
function nextOf({ rule, next }: StandingOrder, state: OrderState): string | null {
  if (state.kind === 'paused') return null;
  if (rule.kind !== 'digest' || next === null || state.kind !== 'snoozed' || next > state.until) return next;
  return nextRun(rule.schedule, new Date(state.until)).toISOString();
}

const deliveryOf = (record: DeliveryRecord | undefined): OrderRow['lastDelivery'] =>
  record === undefined
    ? null
    : { at: record.at, due: record.due, state: record.state, why: record.why, next: record.next };
