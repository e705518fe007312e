/** Who came, went or changed what, for explanations. */
export const ACTORS: readonly string[] = [
  // `snapshot_id`: the one that saw the resource move. `deed`: 0 created, 1 deleted, 2 changed. `type`: app or person.
  `create table resource_actor (resource_id integer not null, snapshot_id integer not null, deed integer not null,
    changed_at bigint not null, operation text, client text, type text not null, name text,
    primary key (resource_id, snapshot_id, deed)){t}`,
  'create index resource_actor_by_snapshot on resource_actor (snapshot_id)',
  // People's names, which are kept for a short time.
  `create index resource_actor_person on resource_actor (changed_at) where type = 'person' and name is not null`,
];
