/** What conversations have asked to be told, and what is posted for it. */
export const ORDERS: readonly string[] = [
  // `subject`: what no two orders of a conversation share. `rule` and `state` are JSON. `looked_at`: the last snapshot
  // that a rule has looked at, 0 before any; `memory` is what it remembers of it.
  `create table standing_order (id text primary key, conversation text not null, subject text not null,
    scope_kind text not null, scope_id text not null, rule text not null, state text not null,
    made_by text not null, made_by_name text, made_at bigint not null, source text not null, next_at bigint,
    looked_at integer not null default 0, memory text, unique (conversation, subject)){t}`,

  // `what` is JSON. `due_at` settles the order; `free_at`: from when on somebody may claim it, which of one being sent
  // is the end of that claim; null: delivered or given up.
  `create table delivery (delivery_key text primary key, order_id text, conversation text not null,
    urgent integer not null, due_at bigint not null, parent text, what text not null, state text not null,
    free_at bigint, attempts integer not null, uncertain integer not null, holder text, tried_at bigint, why text,
    post text){t}`,
  // What is still to be done is little, and found without what has been done.
  `create index delivery_turn on delivery (urgent desc, due_at, delivery_key) where free_at is not null`,
  'create index delivery_free on delivery (free_at) where free_at is not null',
  'create index delivery_there on delivery (conversation) where free_at is not null',
  `create index delivery_dead on delivery (order_id) where state = 'dead'`,
  'create index delivery_of_order on delivery (order_id, due_at)',
  'create index delivery_ended on delivery (tried_at) where free_at is null',

  // `delivery_key`: of its first announcement.
  `create table score_alert (id text primary key, order_id text not null, conversation text not null,
    delivery_key text not null, state text not null, opened_at bigint not null, changed_at bigint not null,
    acknowledged_by text, acknowledged_name text, acknowledged_at bigint){t}`,
  `create index score_alert_open on score_alert (conversation, opened_at) where state = 'open'`,
  `create index score_alert_thread on score_alert (delivery_key) where state = 'open'`,
  'create index score_alert_changed on score_alert (changed_at)',
];
