import type { Chance } from './chance.ts';
import { copyOf, countingIn, type Subscription, type Tenant, type Thing } from './tenant.ts';

export const ANCHOR = '00000000-0000-4000-8000-000000000000';
export const ANCHOR_THING = `/subscriptions/${ANCHOR}/anchor`;
/** With few resources, so that a subscription gains its first and loses its last. */
export const RARE = 'control-rare';
export const RARE_RECOMMENDATION = 'rec-rare';
/** Counts in `control-plain` alone. */
export const PLAIN = 'rec-plain';

const CONTROLS: readonly (readonly [string, number, readonly string[]])[] = [
  ['control-mfa', 10, ['rec-a', 'rec-b', 'rec-c', 'rec-d', 'rec-preview-1']],
  ['control-ports', 8, ['rec-c', 'rec-d', 'rec-e', 'rec-f', 'rec-preview-2']],
  ['control-transit', 4, ['rec-f', 'rec-g', 'rec-h']],
  ['control-plain', 3, [PLAIN, 'rec-i']],
  [RARE, 2, [RARE_RECOMMENDATION]],
  ['control-zero', 0, ['rec-a', 'rec-z']],
];
const PREVIEWS = ['rec-preview-1', 'rec-preview-2'];
/** In no control yet. */
const UNLISTED = ['rec-u', 'rec-v', 'rec-w'];
const USUAL = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'u', 'v', 'preview-1', 'preview-2'].map(
  (id) => `rec-${id}`,
);

/** A tenant with an anchor: one subscription that stays, with one healthy resource that has every recommendation. */
export function foundTenant(chance: Chance, rounds: boolean, lags: boolean): Tenant {
  const ids = [...new Set(CONTROLS.flatMap(([, , of]) => of)), ...UNLISTED];
  const tenant: Tenant = {
    controls: new Map(CONTROLS.map(([id, max, of]) => [id, { max, recommendations: new Set(of) }])),
    recommendations: new Map(ids.map((id) => [id, PREVIEWS.includes(id)])),
    subscriptions: new Map(),
    ...{ rounds, lags },
  };
  const anchor = foundSubscription(tenant, chance, 0);
  anchor.things.set(ANCHOR_THING, {
    type: 'a/anchor',
    rows: new Map(ids.map((id) => [id, { status: 'healthy', exempt: false }])),
  });
  for (let nth = 1; nth <= chance.whole(2, 3); nth++) foundSubscription(tenant, chance, nth);
  return tenant;
}

/** The n-th subscription; every third is a connector. */
export function foundSubscription(tenant: Tenant, chance: Chance, nth: number): Subscription {
  const guid = `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
  const connector = nth % 3 === 2;
  const under = `/subscriptions/${ANCHOR}/resourcegroups/rg/providers/microsoft.security/securityconnectors/aws-${nth}`;
  const things = new Map<string, Thing>();
  const one: Subscription = {
    id: connector ? under : guid,
    name: connector ? `aws-${nth}` : `Subscription ${nth}`,
    kind: connector ? 'connector' : 'subscription',
    environment: connector ? 'AWS' : 'Azure',
    ancestors: [chance.often(0.5) ? 'mg-one' : 'mg-two', 'mg-root'],
    ...{ weight: chance.whole(1, 60), state: 'read', mitigates: chance.often(0.5), things, published: null },
    calculated: { things: new Map(), counting: new Map() },
    seen: { things: new Map(), counting: new Map() },
    ...{ touched: new Map(), listed: new Map(), late: 0 },
  };
  tenant.subscriptions.set(one.id, one);
  for (let at = 0; at < chance.whole(4, 7); at++) one.things.set(idIn(one, `r${at}`), newThing(chance));
  if (chance.often(0.4)) one.things.set(idIn(one, 'rare'), rareThing(chance));
  const counting = countingIn(tenant);
  one.calculated = { things: copyOf(one.things), counting };
  one.seen = { things: copyOf(one.things), counting };
  return one;
}

export const idIn = (one: Subscription, name: string): string =>
  one.kind === 'connector'
    ? `${one.id}/securityentitydata/${name}`
    : `/subscriptions/${one.id}/things/${name}`;

/** A resource with some of the usual recommendations, several of one control more often than not. */
export function newThing(chance: Chance): Thing {
  const from = chance.whole(0, USUAL.length - 1);
  const ids = Array.from(
    { length: chance.whole(1, 4) },
    (_, at) => USUAL[(from + at) % USUAL.length] ?? PLAIN,
  );
  const rows = ids.map((id) => {
    const kind = chance.next();
    const status = kind < 0.5 ? 'healthy' : kind < 0.85 ? 'unhealthy' : 'not-applicable';
    return [id, { status, exempt: false }] as const;
  });
  return { type: chance.often(0.5) ? 'a/disks' : 'a/machines', rows: new Map(rows) };
}

export const rareThing = (chance: Chance): Thing => ({
  type: 'a/networks',
  rows: new Map([
    [RARE_RECOMMENDATION, { status: chance.often(0.5) ? 'healthy' : 'unhealthy', exempt: false }],
  ]),
});
