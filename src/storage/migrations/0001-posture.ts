/**
 * Current state, change log, and scores on change. Ids count up from 1 and are given by the application, which is the
 * one holder of the `take-snapshot` lease. Nothing refers to a snapshot that has no row in `snapshot`: what is found
 * under a later id was left by a crash.
 */
export const POSTURE: readonly string[] = [
  'create table snapshot (id integer primary key, taken_at bigint not null unique, changes integer not null)',
  `create table subscription (id integer primary key, azure_id text not null unique, name text not null)`,

  // Where a subscription or connector was and what state it was in; a row only when that changed. `gone`: Azure says
  // that it no longer exists. `ancestors`: ids of management groups, nearest first.
  `create table placement (subscription_id integer not null, snapshot_id integer not null, kind text not null,
    environment text not null, state text not null, ancestors text not null,
    primary key (subscription_id, snapshot_id)){t}`,
  // Spells of not being readable, from one snapshot until before another; null: still so. Unknown, not empty.
  `create table unread (subscription_id integer not null, from_snapshot integer not null, to_snapshot integer,
    primary key (subscription_id, from_snapshot)){t}`,
  'create table management_group (azure_id text primary key, name text not null){t}',
  `create table unread_group (azure_id text not null, from_snapshot integer not null, to_snapshot integer,
    primary key (azure_id, from_snapshot)){t}`,

  'create table control (id integer primary key, azure_id text not null unique, name text not null)',
  // `name` is empty where only a control's definition mentions it.
  `create table recommendation (id integer primary key, azure_id text not null unique, name text not null,
    severity text, effort text, preview integer not null, category text)`,
  // Spells of membership, as in `unread`.
  `create table control_recommendation (control_id integer not null, recommendation_id integer not null,
    from_snapshot integer not null, to_snapshot integer,
    primary key (control_id, recommendation_id, from_snapshot)){t}`,

  // 0 is absent. Causes are Azure's words and open-ended.
  'create table state (id integer primary key, status text not null, cause text not null, unique (status, cause))',
  `insert into state (id, status, cause) values (0, 'absent', '')`,
  // Kept while the log names it.
  `create table resource (id integer primary key, subscription_id integer not null, azure_id text not null,
    type text not null, source text not null)`,
  'create index resource_by_subscription on resource (subscription_id)',
  `create table assessment (resource_id integer not null, recommendation_id integer not null,
    state integer not null, primary key (resource_id, recommendation_id)){t}`,
  // One row per assessment that is not as it was. `changed_at`: Azure's own date of it, where it sent one.
  `create table change (snapshot_id integer not null, resource_id integer not null,
    recommendation_id integer not null, before integer not null, after integer not null, changed_at bigint,
    primary key (snapshot_id, resource_id, recommendation_id)){t}`,
  // A resource whose state in a control changed: 0 absent, 1 healthy, 2 unhealthy. `cause`: see `ingest/flow.ts`.
  // `recommendations`: JSON list of the ids that moved it.
  `create table flow (snapshot_id integer not null, resource_id integer not null, control_id integer not null,
    before integer not null, after integer not null, cause integer not null, recommendations text not null,
    primary key (snapshot_id, resource_id, control_id)){t}`,

  // A row only when it changed. A control that vanished from its subscription ends in a row of zeros with `vanished` 1:
  // arithmetic needs no condition, lists leave it out.
  `create table control_score (subscription_id integer not null, control_id integer not null,
    snapshot_id integer not null, current double precision not null, max double precision not null,
    healthy integer not null, unhealthy integer not null, not_applicable integer not null,
    vanished integer not null, primary key (subscription_id, control_id, snapshot_id)){t}`,
  // A row only when it changed; `current` and `max` null: no score from here on.
  `create table score (subscription_id integer not null, snapshot_id integer not null, current double precision,
    max double precision, weight double precision, primary key (subscription_id, snapshot_id)){t}`,

  // Current counts of `assessment`, kept so that no question has to read it.
  `create table tally (subscription_id integer not null, recommendation_id integer not null,
    healthy integer not null, unhealthy integer not null, not_applicable integer not null,
    primary key (subscription_id, recommendation_id)){t}`,
  // Resources for which the recommendation is the only unhealthy one of the control.
  `create table sole (subscription_id integer not null, control_id integer not null,
    recommendation_id integer not null, unhealthy integer not null,
    primary key (subscription_id, control_id, recommendation_id)){t}`,
  // Resources by type: unhealthy with any unhealthy recommendation, else healthy with any healthy one.
  `create table resource_tally (subscription_id integer not null, type text not null, healthy integer not null,
    unhealthy integer not null, not_applicable integer not null, primary key (subscription_id, type)){t}`,
];
