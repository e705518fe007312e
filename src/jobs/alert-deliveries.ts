import type { AlertEvent } from '../core/alert.ts';
import type { AlertFacts } from '../core/announcement.ts';
import { type QuietHours, quietUntil } from '../core/quiet.ts';
import type { Scope } from '../core/scope.ts';
import type { NewDelivery, OpenAlert } from '../ports/orders.ts';
import type { AlertOrder } from './evaluate-alerts.ts';

/** What a rule has to tell, and about what. */
export type Found = {
  order: AlertOrder;
  event: AlertEvent;
  scope: Scope;
  control: { id: string; name: string } | null;
};

type Deps = { now: Date; newId: () => string; quiet: QuietHours | null };
type Made = { deliveries: NewDelivery[]; alerts: OpenAlert[] };

/** So many scopes of a conversation that fall in one snapshot become one post; of those that quiet hours held back, two. */
const ROLL_UP = 5;
const ROLL_UP_HELD = 2;

/** The posts of one conversation, and the alerts that they open or end. */
export function deliveriesOf(
  conversation: string,
  found: readonly Found[],
  open: readonly OpenAlert[],
  deps: Deps,
): Made {
  const made: Made = { deliveries: [], alerts: [] };
  for (const { at, held, all } of toldTogether(found, deps.quiet)) {
    const fresh = all.filter(({ event }) => event.kind === 'alert' && !event.again);
    const scopes = new Set(fresh.map(({ scope }) => `${scope.kind} ${scope.id}`)).size;
    const key = scopes >= (held ? ROLL_UP_HELD : ROLL_UP) ? `${conversation}:roll-up:${at}` : null;
    const alerts = fresh.map((one) => opened(conversation, one, key, deps));
    made.alerts.push(...alerts.map(({ alert }) => alert));
    if (key === null) made.deliveries.push(...alerts.map(({ delivery }) => delivery));
    else made.deliveries.push(rollUp(conversation, key, alerts, { now: deps.now, held }));
    for (const one of all.filter((other) => !fresh.includes(other))) {
      const known = [...made.alerts, ...open].findLast(({ order }) => order === one.order.id);
      if (known !== undefined) add(made, further(conversation, one, known, deps.now));
    }
  }
  return made;
}

type Together = { at: string; held: boolean; all: readonly Found[] };

/** What was found in one snapshot, or in one stretch of quiet hours; `at`: when that was, or ended. */
function toldTogether(found: readonly Found[], quiet: QuietHours | null): Together[] {
  const held = found.map((one) => ({ one, until: quietUntil(quiet, new Date(one.event.now.at)) }));
  const groups = Map.groupBy(held, ({ one, until }) => `${until?.getTime() ?? one.event.now.at}`);
  return [...groups.values()].map((all) => {
    const [first] = all;
    const until = first?.until?.toISOString();
    return {
      at: until ?? first?.one.event.now.at ?? '',
      held: until !== undefined,
      all: all.map(({ one }) => one),
    };
  });
}

function add(made: Made, { delivery, alert }: { delivery: NewDelivery; alert: OpenAlert | null }): void {
  made.deliveries.push(delivery);
  if (alert !== null) made.alerts.push(alert);
}

type Opened = { alert: OpenAlert; delivery: NewDelivery; facts: AlertFacts };

function opened(conversation: string, one: Found, rollUpKey: string | null, { now, newId }: Deps): Opened {
  const id = newId();
  const key = rollUpKey ?? `${one.order.id}:alert:${one.event.now.at}`;
  const facts = factsOf(one, id);
  const order = one.order.id;
  const delivery: NewDelivery = {
    ...{ key, order, conversation, urgent: true, due: now, parent: null },
    what: { kind: 'alert', facts },
  };
  const alert: OpenAlert = { id, order, conversation, delivery: key, state: 'open', acknowledged: null };
  return { alert, delivery, facts };
}

const rollUp = (
  conversation: string,
  key: string,
  alerts: readonly Opened[],
  { now, held }: { now: Date; held: boolean },
): NewDelivery => ({
  ...{ key, order: alerts[0]?.alert.order ?? null, conversation, urgent: true, due: now, parent: null },
  what: { kind: 'roll-up', alerts: alerts.map(({ facts }) => facts), held },
});

/** Worse again, or over: told in the thread of the alert. */
function further(
  conversation: string,
  one: Found,
  known: OpenAlert,
  now: Date,
): { delivery: NewDelivery; alert: OpenAlert | null } {
  const { event, order } = one;
  const facts = factsOf(one, known.id);
  const common = { order: order.id, conversation, urgent: true, due: now, parent: known.delivery };
  if (event.kind === 'alert') {
    const key = `${order.id}:alert:${event.now.at}`;
    return { delivery: { key, ...common, what: { kind: 'alert', facts } }, alert: null };
  }
  const told = { ...facts, now: event.low, confirmedBy: [event.low.at] };
  return {
    delivery: {
      key: `${order.id}:recovery:${event.now.at}`,
      ...common,
      what: { kind: 'recovery', facts, told, hours: event.hours },
    },
    alert: { ...known, state: 'recovered' },
  };
}

const factsOf = ({ order, event, scope, control }: Found, alert: string): AlertFacts => ({
  ...{ alert, order: order.id, scope: { kind: scope.kind, id: scope.id, name: scope.name }, control },
  ...{ from: event.from, now: event.now },
  confirmedBy: event.kind === 'alert' ? event.confirmedBy : [event.now.at],
  again: event.kind === 'alert' && event.again,
});
