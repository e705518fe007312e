import { stateAt } from '../answers/orders.ts';
import { sharesOf } from '../answers/share.ts';
import { percentageAt } from '../answers/target.ts';
import { isSingle, membersOf, type World } from '../answers/world.ts';
import { inForce } from '../core/access.ts';
import type { AlertFacts } from '../core/announcement.ts';
import { scopesOf } from '../core/names.ts';
import { ALL, type Scope } from '../core/scope.ts';
import type { NewDelivery } from '../ports/orders.ts';
import type { Found } from './alert-deliveries.ts';
import type { AlertOrder } from './evaluate-alerts.ts';
import { type SpeakingDeps, worldOf } from './speaking.ts';

/** Of the drop of a wide scope: what its cause's own conversation must have done to it. */
const LEAST_SHARE = 0.8;

/** `culprit`: of its own subscriptions the one that did most of it. */
type Narrower = { order: AlertOrder; world: World; scope: Scope; size: number; culprit: string };

/**
 * A wide scope's drop is also told to the narrowest granted conversation that has an alert order and whose subscriptions
 * caused at least 80 % of it: about its own scope, so that it learns of nothing that it may not see.
 */
export async function tellNarrower(
  deps: SpeakingDeps,
  world: World,
  found: readonly Found[],
  orders: readonly AlertOrder[],
): Promise<NewDelivery[]> {
  const told: NewDelivery[] = [];
  for (const { event, scope, control, order } of found) {
    if (event.kind !== 'alert' || event.again || control !== null || isSingle(scope)) continue;
    const others = orders.filter(({ conversation }) => conversation !== order.conversation);
    const narrowest = await narrowestOf(deps, world, scope, event, others);
    if (narrowest === null || (await tellsItself(deps, narrowest, event))) continue;
    const facts = await factsFor(narrowest, event);
    if (facts !== null) told.push(deliveryOf(facts, narrowest.order, deps.clock()));
  }
  return told;
}

type Fall = {
  from: { value: number; at: string };
  now: { value: number; at: string };
  confirmedBy: readonly string[];
};

async function narrowestOf(
  deps: SpeakingDeps,
  world: World,
  scope: Scope,
  { from, now }: Fall,
  orders: readonly AlertOrder[],
): Promise<Narrower | null> {
  const shares = await sharesOf(world, scope, from.at, now.at);
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  const wide = membersOf(world, scope).length;
  let best: Narrower | null = null;
  const active = orders.filter(({ state }) => stateAt(state, deps.clock()).kind === 'active');
  for (const [conversation, [order]] of Map.groupBy(active, (one) => one.conversation)) {
    if (order === undefined) continue;
    const found = await grantedScope(deps, conversation);
    if (found === null) continue;
    const own = membersOf(found.world, found.scope).map(({ id }) => id);
    const caused = own.reduce((sum, id) => sum + (shares.get(id) ?? 0), 0);
    if (own.length >= wide || !(total < 0) || caused / total < LEAST_SHARE) continue;
    const [culprit = ''] = own.toSorted((a, b) => (shares.get(a) ?? 0) - (shares.get(b) ?? 0));
    if (best === null || own.length < best.size) best = { order, ...found, size: own.length, culprit };
  }
  return best;
}

/** What a conversation is granted: the one scope, else all that it may see. */
async function grantedScope(deps: SpeakingDeps, key: string): Promise<{ world: World; scope: Scope } | null> {
  const { world, granted } = await worldOf(deps, key);
  if (!granted) return null;
  const met = await deps.stores.conversations.find(key);
  const grants = inForce(
    await deps.stores.access.grants(key),
    met ?? { key, kind: 'channel', shared: false },
  );
  const [only, ...others] = grants;
  if (only === undefined || others.length > 0 || only.scope.kind === 'all') return { world, scope: ALL };
  const scope = scopesOf(world.estate).find(
    ({ kind, id }) => kind === only.scope.kind && id === only.scope.id,
  );
  return scope === undefined ? null : { world, scope };
}

/**
 * Its own rules have told it already: narrower conversations are looked at first. What they told before this fall, or of
 * another of its subscriptions, is other news. Or they have not looked at this snapshot, because that failed, it came
 * meanwhile or it is quiet there, and will tell it themselves.
 */
async function tellsItself({ stores }: SpeakingDeps, narrower: Narrower, { from }: Fall): Promise<boolean> {
  const { order, world, culprit } = narrower;
  const looked = (await stores.outbox.memories([order.id])).get(order.id)?.at ?? 0;
  if (looked < world.latest.id) return true;
  for (const { id, delivery } of await stores.outbox.openAlerts(order.conversation)) {
    const what = (await stores.outbox.find(delivery))?.what;
    const told = what?.kind === 'alert' ? [what.facts] : what?.kind === 'roll-up' ? what.alerts : [];
    const same = told.some(
      ({ alert, scope, now }) =>
        alert === id && now.at > from.at && membersOf(world, scope).some((member) => member.id === culprit),
    );
    if (same) return true;
  }
  return false;
}

async function factsFor(
  { order, world, scope }: Narrower,
  { from, now, confirmedBy }: Fall,
): Promise<AlertFacts | null> {
  const [before, after] = await Promise.all(
    [from.at, now.at].map((at) => percentageAt(world, scope, new Date(at))),
  );
  if (before == null || after == null || after >= before) return null;
  return {
    // It is open in the wide conversation alone, and nobody here can look after it.
    alert: '',
    ...{ order: order.id, scope, control: null, confirmedBy, again: false },
    from: { value: before, at: from.at },
    now: { value: after, at: now.at },
  };
}

const deliveryOf = (facts: AlertFacts, { id, conversation }: AlertOrder, now: Date): NewDelivery => ({
  key: `${id}:told:${facts.now.at}`,
  ...{ order: id, conversation, urgent: true, due: now, parent: null },
  what: { kind: 'alert', facts },
});
