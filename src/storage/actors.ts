import { setImmediate } from 'node:timers/promises';
import { type Actor, DEEDS, type Deed } from '../core/actor.ts';
import type { ActorStore, Moved, StoredActor } from '../ports/actors.ts';
import { FLOW_CAUSES } from './ingest/flow.ts';
import { among, idLists, type Sql } from './sql.ts';

/** So many rows of the log are looked at between two turns of the loop: some 20 ms. */
const ROWS_A_SLICE = 5_000;
/** So many resources are looked up between two turns. */
const RESOURCES_A_SLICE = 1_024;

const DEED_OF: Partial<Record<(typeof FLOW_CAUSES)[number], Deed>> = {
  'resource-added': 'created',
  'resource-deleted': 'deleted',
  'turned-unhealthy': 'changed',
  'turned-healthy': 'changed',
};
const MOVING = FLOW_CAUSES.flatMap((cause, at) => (cause in DEED_OF ? [at] : [])).join(', ');

const SNAPSHOTS = `select s.id, s.taken_at, (select max(p.taken_at) from snapshot p where p.id < s.id) as before
  from snapshot s where s.id > $1 and s.id <= $2 and s.changes > 0 order by s.id desc`;

/** Only Azure's own resources: of another cloud's it knows the state and not the changes. */
const MOVED = `select f.resource_id as resource, f.control_id as control, f.cause, r.azure_id as id
  from flow f cross join resource r
  where f.snapshot_id = $1 and (f.resource_id, f.control_id) > ($2, $3) and f.cause in (${MOVING})
    and r.id = f.resource_id and lower(r.source) = 'azure'
  order by f.resource_id, f.control_id limit ${ROWS_A_SLICE}`;

const KEEP = `insert into resource_actor
    (resource_id, snapshot_id, deed, changed_at, operation, client, type, name)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (resource_id, snapshot_id, deed) do update set changed_at = excluded.changed_at,
    operation = excluded.operation, client = excluded.client, type = excluded.type, name = excluded.name`;

const FORGET_PEOPLE =
  "update resource_actor set name = null where type = 'person' and name is not null and changed_at < $1";

export function createActorStore(sql: Sql): ActorStore {
  return {
    moved: (range) => readMoved(sql, range),
    keep: async (rows) => {
      const values = rows.map((row) => [
        ...[row.resource, row.snapshot, DEEDS.indexOf(row.deed), Date.parse(row.at)],
        ...[row.operation, row.client, row.type, row.name],
      ]);
      if (values.length > 0) await sql.batch([{ sql: KEEP, rows: values }]);
    },
    forgetPeople: async (before) => {
      const [count = 0] = await sql.batch([{ sql: FORGET_PEOPLE, rows: [[before.getTime()]] }]);
      return count;
    },
    forgetAll: async () => {
      await sql.batch([{ sql: 'delete from resource_actor' }]);
    },
  };
}

async function* readMoved(sql: Sql, { from, to }: { from: number; to: number }): AsyncGenerator<Moved[]> {
  for (const one of await sql.all<SnapshotRow>(SNAPSHOTS, [from, to])) yield* movedIn(sql, one);
}

type SnapshotRow = { id: number; taken_at: number; before: number | null };
type MovedRow = { resource: number; control: number; cause: number; id: string };

/** A resource moves in several controls, and is told once a deed. */
async function* movedIn(sql: Sql, { id: snapshot, ...times }: SnapshotRow): AsyncGenerator<Moved[]> {
  const iso = (at: number) => new Date(at).toISOString();
  const when = { unseenAt: iso(times.before ?? times.taken_at), seenAt: iso(times.taken_at) };
  let told = { resource: -1, deeds: new Set<Deed>() };
  for (let after: readonly [number, number] = [-1, -1]; ; ) {
    const rows = await sql.all<MovedRow>(MOVED, [snapshot, ...after]);
    const moved = rows.flatMap(({ resource, cause, id }): Moved[] => {
      const deed = DEED_OF[FLOW_CAUSES[cause] ?? 'exempted'];
      if (told.resource !== resource) told = { resource, deeds: new Set() };
      if (deed === undefined || told.deeds.has(deed)) return [];
      told.deeds.add(deed);
      return [{ snapshot, ...when, resource, id, deed }];
    });
    yield moved;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_A_SLICE) return;
    after = [last.resource, last.control];
    await setImmediate();
  }
}

type ActorRow = {
  resource_id: number;
  deed: number;
  changed_at: number;
  client: string | null;
  type: Actor['type'];
  name: string | null;
};

const ANYBODY = 'select 1 as one from resource_actor where snapshot_id > $1 and snapshot_id <= $2 limit 1';

/** Who changed these resources, as of the snapshots after one up to another: of each deed the last. */
export async function readActors(
  sql: Sql,
  { from, to }: { from: number; to: number },
  resources: readonly number[],
): Promise<StoredActor[]> {
  const found = new Map<string, StoredActor>();
  // Where nobody is known in all of the stretch, no resource has to be looked up.
  if ((await sql.all(ANYBODY, [from, to])).length === 0) return [];
  for (let at = 0; at < resources.length; at += RESOURCES_A_SLICE) {
    const [list] = idLists(resources.slice(at, at + RESOURCES_A_SLICE).map(String));
    const text = `select resource_id, deed, changed_at, client, type, name from resource_actor
      where snapshot_id > $1 and snapshot_id <= $2${among('resource_id', list ?? [], 3)} order by resource_id, snapshot_id`;
    for (const row of await sql.all<ActorRow>(text, [from, to, ...(list ?? []).map(Number)]))
      found.set(`${row.resource_id} ${row.deed}`, actorOf(row));
    await setImmediate();
  }
  return [...found.values()];
}

const actorOf = ({ resource_id, deed, changed_at, client, type, name }: ActorRow): StoredActor => ({
  ...{ resource: resource_id, deed: DEEDS[deed] ?? 'changed', at: new Date(changed_at).toISOString() },
  ...{ client, type, name },
});
