import type { Health } from '../../../src/core/snapshot.ts';
import type { Chance } from './chance.ts';
import { ANCHOR_THING, idIn, newThing, RARE_RECOMMENDATION, rareThing } from './founding.ts';
import type { Row, Subscription, Tenant, Thing } from './tenant.ts';

export type Making = { tenant: Tenant; chance: Chance; count: number };

/** Something that happens to one resource. False: nothing here that it could happen to. */
export type ResourceEvent = (making: Making, one: Subscription) => boolean;

export function touch(one: Subscription, resource: string, recommendation: string, cause: string): void {
  const rows = one.touched.get(resource) ?? new Map<string, string>();
  one.touched.set(resource, rows.set(recommendation, cause));
}

/** What nothing happened to since its controls were calculated, and is not exempt. */
const free = (one: Subscription): [string, Thing][] =>
  [...one.things].filter(
    ([id, { rows }]) =>
      id !== ANCHOR_THING && !one.touched.has(id) && ![...rows.values()].some(({ exempt }) => exempt),
  );

const having = (thing: Thing, status: Health): string[] =>
  [...thing.rows].filter(([, row]) => row.status === status).map(([id]) => id);

const set = (thing: Thing, recommendation: string, status: Health, exempt = false): void => {
  thing.rows.set(recommendation, { status, exempt } satisfies Row);
};

export function add({ chance }: Making, one: Subscription, id: string, thing = newThing(chance)): boolean {
  one.things.set(id, thing);
  for (const recommendation of thing.rows.keys()) touch(one, id, recommendation, 'resource-added');
  return true;
}

const addResource: ResourceEvent = (making, one) => add(making, one, idIn(one, `n${++making.count}`));

const deleteResource: ResourceEvent = ({ chance }, one) => {
  const [id, thing] = chance.pick(free(one)) ?? [];
  if (id === undefined || thing === undefined) return false;
  one.things.delete(id);
  for (const recommendation of thing.rows.keys()) touch(one, id, recommendation, 'resource-deleted');
  return true;
};

/** From one status to another; `whole`: every such row of the resource. */
function turning(from: Health, to: Health, cause: string, whole = false): ResourceEvent {
  return ({ chance }, one) => {
    const found = free(one).filter(([, thing]) => having(thing, from).length > (whole ? 1 : 0));
    const [id, thing] = chance.pick(found) ?? [];
    if (id === undefined || thing === undefined) return false;
    const of = having(thing, from);
    for (const recommendation of whole ? of : [chance.pick(of) ?? '']) {
      set(thing, recommendation, to);
      touch(one, id, recommendation, cause);
    }
    return true;
  };
}

/** One problem comes and another goes. */
const mixed: ResourceEvent = ({ chance }, one) => {
  const found = free(one).filter(
    ([, thing]) => having(thing, 'healthy').length > 0 && having(thing, 'unhealthy').length > 0,
  );
  const [id, thing] = chance.pick(found) ?? [];
  if (id === undefined || thing === undefined) return false;
  const [good, bad] = [
    chance.pick(having(thing, 'healthy')) ?? '',
    chance.pick(having(thing, 'unhealthy')) ?? '',
  ];
  set(thing, good, 'unhealthy');
  touch(one, id, good, 'turned-unhealthy');
  set(thing, bad, 'healthy');
  touch(one, id, bad, 'turned-healthy');
  return true;
};

/** Its row goes while the resource lives on. */
const rowGoes: ResourceEvent = ({ chance }, one) => {
  const [id, thing] = chance.pick(free(one).filter(([, { rows }]) => rows.size > 1)) ?? [];
  const recommendation = thing === undefined ? undefined : chance.pick(thing.rows.keys());
  if (id === undefined || thing === undefined || recommendation === undefined) return false;
  thing.rows.delete(recommendation);
  touch(one, id, recommendation, 'became-not-applicable');
  return true;
};

const rowComes: ResourceEvent = ({ chance, tenant }, one) => {
  const [id, thing] = chance.pick(free(one)) ?? [];
  if (id === undefined || thing === undefined) return false;
  const missing = [...tenant.recommendations.keys()].filter(
    (key) => !thing.rows.has(key) && key !== RARE_RECOMMENDATION,
  );
  const recommendation = chance.pick(missing);
  if (recommendation === undefined) return false;
  set(thing, recommendation, chance.often(0.5) ? 'healthy' : 'unhealthy');
  touch(one, id, recommendation, 'became-applicable');
  return true;
};

const exempt: ResourceEvent = ({ chance }, one) => {
  const found = free(one).filter(([, thing]) => having(thing, 'unhealthy').length > 0);
  const [id, thing] = chance.pick(found) ?? [];
  if (id === undefined || thing === undefined) return false;
  const recommendation = chance.pick(having(thing, 'unhealthy')) ?? '';
  set(thing, recommendation, 'not-applicable', true);
  touch(one, id, recommendation, 'exempted');
  return true;
};

const endExemption: ResourceEvent = ({ chance }, one) => {
  const found = [...one.things].flatMap(([id, thing]) =>
    one.touched.has(id)
      ? []
      : [...thing.rows].filter(([, row]) => row.exempt).map(([key]) => ({ id, thing, key })),
  );
  const picked = chance.pick(found);
  if (picked === undefined) return false;
  set(picked.thing, picked.key, 'unhealthy');
  touch(one, picked.id, picked.key, 'exemption-ended');
  return true;
};

/** The first resource of a control that has few, or its last ones. */
const rareComesOrGoes: ResourceEvent = (making, one) => {
  const there = [...one.things].filter(([, { rows }]) => rows.has(RARE_RECOMMENDATION));
  if (there.length === 0)
    return add(making, one, idIn(one, `rare${++making.count}`), rareThing(making.chance));
  if (there.some(([id, { rows }]) => rows.size > 1 || !free(one).some(([other]) => other === id)))
    return false;
  for (const [id] of there) {
    one.things.delete(id);
    touch(one, id, RARE_RECOMMENDATION, 'resource-deleted');
  }
  return true;
};

export const RESOURCE_EVENTS: readonly ResourceEvent[] = [
  ...[addResource, deleteResource, mixed, rowGoes, rowComes, exempt, exempt, endExemption, endExemption],
  turning('healthy', 'unhealthy', 'turned-unhealthy'),
  turning('unhealthy', 'healthy', 'turned-healthy'),
  turning('healthy', 'unhealthy', 'turned-unhealthy', true),
  turning('unhealthy', 'healthy', 'turned-healthy', true),
  turning('healthy', 'not-applicable', 'became-not-applicable'),
  turning('unhealthy', 'not-applicable', 'became-not-applicable'),
  turning('not-applicable', 'healthy', 'became-applicable'),
  turning('not-applicable', 'unhealthy', 'became-applicable'),
  ...[rareComesOrGoes, rareComesOrGoes],
];
