/** Conversations, who may ask about what, and what processes hold. */
export const CONVERSATIONS: readonly string[] = [
  `create table conversation (conversation_key text primary key, kind text not null, shared integer not null,
    platform text not null, name text, reference text not null){t}`,
  // Events that were delivered once already.
  'create table claim (claim_key text primary key, claimed_at bigint not null){t}',
  `create table access_grant (conversation text not null, scope_kind text not null, scope_id text not null,
    granted_by text not null, granted_at bigint not null, primary key (conversation, scope_kind, scope_id)){t}`,
  // Never rewritten: who gave or took what, and when.
  `create table access_log (id integer primary key, conversation text not null, scope_kind text not null,
    scope_id text not null, changed_by text not null, changed_at bigint not null, change text not null)`,
  'create table lease (name text primary key, holder text not null, held_until bigint not null){t}',
];
