import { type Making, touch } from './events.ts';
import { ANCHOR, ANCHOR_THING, foundSubscription, PLAIN, RARE } from './founding.ts';
import { calculate, copyOf, countingIn, type Subscription, type Tenant } from './tenant.ts';

/** Something that happens to the whole tenant. False: nothing here that it could happen to. */
export type TenantEvent = (making: Making) => boolean;

/** Those whose resources are compared: the others stand still or are no more. */
const living = (tenant: Tenant): Subscription[] =>
  [...tenant.subscriptions.values()].filter(({ state }) => state === 'read' || state === 'unread');
/** Everything is readable, so that what is nowhere is gone. */
const all = (tenant: Tenant) => living(tenant).every(({ state }) => state === 'read');

/** No resource that has it was touched, nor is exempt anywhere. */
function untouched(tenant: Tenant, recommendation: string): boolean {
  return living(tenant).every((one) =>
    [...one.things].every(
      ([id, { rows }]) =>
        !rows.has(recommendation) ||
        (!one.touched.has(id) && ![...rows.values()].some(({ exempt }) => exempt)),
    ),
  );
}

/** Every resource that has it: its flow is the recommendation's doing. */
function list(
  tenant: Tenant,
  recommendation: string,
  controls: Iterable<string>,
  cause: 'recommendation-added' | 'recommendation-removed',
): void {
  for (const one of living(tenant)) {
    for (const control of controls) one.listed.set(`${control} ${recommendation}`, cause);
    for (const [id, { rows }] of one.things)
      if (rows.has(recommendation)) touch(one, id, recommendation, cause);
  }
}

const where = (tenant: Tenant, recommendation: string) =>
  [...tenant.controls].filter(([, one]) => one.recommendations.has(recommendation)).map(([id]) => id);

const definitionGains: TenantEvent = ({ tenant, chance }) => {
  const [control, one] = chance.pick([...tenant.controls].filter(([id]) => id !== RARE)) ?? [];
  const recommendation = chance.pick(
    [...tenant.recommendations].filter(
      ([id, preview]) => !preview && !one?.recommendations.has(id) && untouched(tenant, id),
    ),
  )?.[0];
  if (control === undefined || one === undefined || recommendation === undefined) return false;
  one.recommendations.add(recommendation);
  list(tenant, recommendation, [control], 'recommendation-added');
  return true;
};

const definitionLoses: TenantEvent = ({ tenant, chance }) => {
  const [control, one] = chance.pick([...tenant.controls].filter(([id]) => id !== RARE)) ?? [];
  const recommendation = chance.pick(
    [...(one?.recommendations ?? [])].filter(
      (id) => id !== PLAIN && tenant.recommendations.get(id) === false && untouched(tenant, id),
    ),
  );
  if (control === undefined || one === undefined || recommendation === undefined) return false;
  one.recommendations.delete(recommendation);
  list(tenant, recommendation, [control], 'recommendation-removed');
  return true;
};

/** A preview comes to count, or what counts becomes one. */
const previewTurns: TenantEvent = ({ tenant, chance }) => {
  const ids = [...tenant.recommendations.keys()].filter(
    (id) => id.startsWith('rec-preview') && untouched(tenant, id),
  );
  const id = chance.pick(ids);
  if (id === undefined) return false;
  const was = tenant.recommendations.get(id) === true;
  tenant.recommendations.set(id, !was);
  list(tenant, id, where(tenant, id), was ? 'recommendation-added' : 'recommendation-removed');
  return true;
};

/** One that nobody had, on resources that were there. */
const keyAppears: TenantEvent = (making) => {
  const { tenant, chance } = making;
  const control = chance.pick(['control-mfa', 'control-ports', 'control-transit']) ?? '';
  const things = living(tenant).flatMap((one) => [...one.things].map(([id, thing]) => ({ one, id, thing })));
  const found = things.filter(
    ({ one, id, thing }) => !one.touched.has(id) && ![...thing.rows.values()].some(({ exempt }) => exempt),
  );
  if (!found.some(({ id }) => id === ANCHOR_THING) || !tenant.controls.has(control)) return false;
  const fresh = `rec-fresh-${++making.count}`;
  tenant.recommendations.set(fresh, false);
  tenant.controls.get(control)?.recommendations.add(fresh);
  for (const { id, thing } of found) {
    if (id !== ANCHOR_THING && chance.often(0.5)) continue;
    const bad = id !== ANCHOR_THING && chance.often(0.5);
    thing.rows.set(fresh, { status: bad ? 'unhealthy' : 'healthy', exempt: false });
  }
  list(tenant, fresh, [control], 'recommendation-added');
  return true;
};

/** All of its rows go, in the whole tenant. */
const keyVanishes: TenantEvent = ({ tenant, chance }) => {
  if (!all(tenant)) return false;
  const id = chance.pick(
    [...tenant.recommendations.keys()].filter((one) => one.startsWith('rec-fresh') && untouched(tenant, one)),
  );
  if (id === undefined) return false;
  list(tenant, id, where(tenant, id), 'recommendation-removed');
  for (const one of tenant.subscriptions.values())
    for (const [name, { rows }] of one.things) {
      rows.delete(id);
      if (rows.size === 0) one.things.delete(name);
    }
  tenant.recommendations.delete(id);
  return true;
};

const worthChanges: TenantEvent = ({ tenant, chance }) => {
  const one = chance.pick([...tenant.controls.values()].filter(({ max }) => max > 0));
  if (one === undefined) return false;
  one.max = (one.max % 10) + 1;
  return true;
};

const other = ({ tenant, chance }: Making, states: readonly Subscription['state'][]) =>
  chance.pick(
    [...tenant.subscriptions.values()].filter(({ id, state }) => id !== ANCHOR && states.includes(state)),
  );

const weightChanges: TenantEvent = ({ tenant, chance }) => {
  const one = chance.pick(living(tenant));
  if (one !== undefined) one.weight = (one.weight % 60) + chance.whole(1, 9);
  return one !== undefined;
};

/** A new one; not readable at first where `hidden`. */
const arrives =
  (hidden: boolean): TenantEvent =>
  (making) => {
    if (making.tenant.subscriptions.size > 6) return false;
    const one = foundSubscription(making.tenant, making.chance, making.tenant.subscriptions.size);
    if (hidden) one.state = 'unread';
    return true;
  };

/** Something of it is in no control yet; a day later nobody would look for it. */
const owed = (one: Subscription) => one.touched.size > 0;

const leaves =
  (state: 'gone' | 'off'): TenantEvent =>
  (making) => {
    const one = other(making, ['read']);
    if (one === undefined || owed(one)) return false;
    one.state = state;
    return true;
  };

const hides: TenantEvent = (making) => {
  const one = other(making, ['read']);
  if (one === undefined || owed(one)) return false;
  one.state = 'unread';
  return true;
};

/** From wherever it was: what it has now is all that is known of it, unless it was only not readable. */
const returns: TenantEvent = (making) => {
  const one = other(making, ['unread', 'off', 'gone']);
  if (one === undefined) return false;
  if (one.state !== 'unread') {
    calculate(making.tenant, one);
    one.seen = { things: copyOf(one.things), counting: countingIn(making.tenant) };
  }
  one.state = 'read';
  return true;
};

const moves: TenantEvent = (making) => {
  const one = other(making, ['read']);
  if (one !== undefined) one.ancestors = [one.ancestors[0] === 'mg-one' ? 'mg-two' : 'mg-one', 'mg-root'];
  return one !== undefined;
};

export const CATALOG_EVENTS: readonly TenantEvent[] = [
  ...[definitionGains, definitionLoses, definitionLoses, previewTurns, keyAppears, keyVanishes],
  ...[keyVanishes, worthChanges],
];
export const PLACE_EVENTS: readonly TenantEvent[] = [
  ...[weightChanges, weightChanges, weightChanges, arrives(false), arrives(true), arrives(true)],
  ...[leaves('gone'), leaves('off')],
  ...[hides, hides, returns, returns, returns, moves, moves],
];
