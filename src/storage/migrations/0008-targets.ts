/** What each conversation wants its scopes to reach. `last_day` is a day of `zone`, `YYYY-MM-DD`. */
export const TARGETS: readonly string[] = [
  `create table target (conversation text not null, scope_kind text not null, scope_id text not null,
    percent double precision not null, last_day text not null, zone text not null,
    start_percent double precision, made_by text not null, made_at bigint not null,
    primary key (conversation, scope_kind, scope_id)){t}`,
];
