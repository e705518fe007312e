import type { StandingOrder } from '../../src/core/order.ts';
import type { Decision, NewDelivery, OpenAlert } from '../../src/ports/orders.ts';

export const minute = (passed: number) => new Date(Date.UTC(2026, 10, 2, 9, passed));
export const HERE = 'slack:T1/C1';

export const digestOrder = (id: string, over: Partial<StandingOrder> = {}): StandingOrder => ({
  ...{ id, conversation: HERE, scope: { kind: 'all', id: 'all' } },
  rule: {
    ...{ kind: 'digest', brief: false },
    schedule: { every: 'week', day: 1, hour: 9, minute: 0, zone: 'Europe/Oslo' },
  },
  ...{ state: { kind: 'active' }, by: 'slack:T1/UADA', byName: 'Ada', at: minute(0).toISOString() },
  ...{ source: 'typed', next: minute(10).toISOString() },
  ...over,
});

export const alertOrder = (id: string, over: Partial<StandingOrder> = {}): StandingOrder =>
  digestOrder(id, { rule: { kind: 'alert', of: 'drop', points: 5 }, next: null, ...over });

/** For no order, so that it needs none. */
export const delivery = (key: string, over: Partial<NewDelivery> = {}): NewDelivery => ({
  ...{ key, order: null, conversation: HERE, urgent: false, due: minute(0), parent: null },
  what: { kind: 'digest', order: 'D1GE', from: 'then', to: 'now', late: false },
  ...over,
});

export const decision = (deliveries: NewDelivery[], over: Partial<Decision> = {}): Decision => ({
  ...{ deliveries, at: minute(0) },
  ...over,
});

export const openAlert = (id: string, over: Partial<OpenAlert> = {}): OpenAlert => ({
  ...{ id, order: 'A1RT', conversation: HERE, delivery: `first of ${id}`, state: 'open', acknowledged: null },
  ...over,
});
