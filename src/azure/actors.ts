import type { ActedOn, Deed } from '../core/actor.ts';
import type { ActorReading, Sought } from '../ports/actors.ts';
import type { Log } from '../ports.ts';
import { type ActorRow, actorReader, identityReader } from './actor-rows.ts';
import type { Arm } from './arm.ts';
import { type ChangesAsked, changesQuery, identitiesQuery, isGuid, isQuotable } from './queries.ts';
import { type Reading, readRows, startReading } from './reading.ts';

/** So many ids stand in one query: some 20 kB of text, and a row each at most, so that no answer has a second page. */
const IDS_A_QUERY = 100;
/** Names of identities are remembered for as long as the process lives, up to so many. */
const REMEMBERED = 1000;

const TYPES: Record<Deed, ChangesAsked['type']> = { created: 'Create', deleted: 'Delete', changed: 'Update' };

export type ReadActors = (sought: Sought) => Promise<ActorReading>;

/**
 * Asks Resource Graph's change tables, which keep 14 days, about these resources alone. Who may see a resource may see
 * its changes. An application comes as the id of its principal; of managed identities that id is looked up as well.
 */
export function createActorReading(arm: Arm, log: Log): ReadActors {
  const names = new Map<string, string | null>();
  return async (sought) => {
    const reading = startReading(arm, log);
    const found: ActorRow[] = [];
    const asked = queriesOf(sought);
    let denied = 0;
    for (const each of asked) {
      const outcome = await readRows(reading, actorReader, changesQuery(each), scopeOf(each.ids));
      if (outcome.kind === 'no-role') denied += 1;
      if (outcome.kind === 'rows') found.push(...outcome.rows.filter((row) => row !== null));
    }
    const unnamed = found.flatMap(({ type, name }) => (type === 'app' && name !== null ? [name] : []));
    const more = await nameIdentities(reading, unnamed, names);
    return {
      acted: found.map((row) => actedOn(row, sought.deed, names)),
      asked: asked.length + more,
      denied: asked.length > 0 && denied === asked.length,
    };
  };
}

const actedOn = (
  { id, ...row }: ActorRow,
  deed: Deed,
  names: ReadonlyMap<string, string | null>,
): ActedOn => ({
  ...{ ...row, resource: id, deed },
  name: (row.type === 'app' ? names.get(row.name?.toLowerCase() ?? '') : null) ?? row.name,
});

const IN_SUBSCRIPTION = /^\/subscriptions\/([0-9a-f-]{36})(?=\/|$)/;
const CONTAINER = /^\/subscriptions\/[^/]+(?:\/resourcegroups\/[^/]+)?$/;

/** What lies behind a connector is not Azure's, and an id that could break out of its quotes is not asked for. */
const isAskable = (id: string): boolean =>
  IN_SUBSCRIPTION.test(id) && isQuotable(id) && !id.includes('/securityconnectors/');

function queriesOf({ deed, since, until, resources }: Sought): ChangesAsked[] {
  const ids = [...new Set(resources)].filter(isAskable);
  const of = { type: TYPES[deed], since: new Date(since), until: new Date(until) };
  return [
    ...chunks(ids.filter((id) => !CONTAINER.test(id))).map((part) => ({
      ...{ ...of, table: 'resourcechanges' as const, ids: part },
    })),
    ...chunks(ids.filter((id) => CONTAINER.test(id))).map((part) => ({
      ...{ ...of, table: 'resourcecontainerchanges' as const, ids: part },
    })),
  ];
}

function chunks(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / IDS_A_QUERY);
  return Array.from({ length: count }, (_, at) => ids.slice(at * IDS_A_QUERY, (at + 1) * IDS_A_QUERY));
}

/** The subscriptions of these resources, and no other. */
function scopeOf(ids: readonly string[]): { subscriptions: string[] } {
  const subscriptions = ids.flatMap((id) => IN_SUBSCRIPTION.exec(id)?.[1] ?? []);
  return { subscriptions: [...new Set(subscriptions)] };
}

/** An identity lives anywhere. Answers how many requests it took: one for every hundred ids that are new. */
async function nameIdentities(
  reading: Reading,
  ids: readonly string[],
  names: Map<string, string | null>,
): Promise<number> {
  if (names.size > REMEMBERED) names.clear();
  const fresh = [...new Set(ids.map((id) => id.toLowerCase()))].filter((id) => isGuid(id) && !names.has(id));
  const parts = chunks(fresh);
  for (const part of parts) {
    const outcome = await readRows(reading, identityReader, identitiesQuery(part), {});
    for (const id of part) names.set(id, null);
    for (const row of outcome.kind === 'rows' ? outcome.rows : [])
      for (const id of [row.principal, row.client]) if (part.includes(id)) names.set(id, row.name);
  }
  return parts.length;
}
