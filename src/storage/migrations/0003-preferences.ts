/** What a conversation has settled for itself, how the jobs went, and claims that last as long as a conversation. */
export const PREFERENCES: readonly string[] = [
  // `folded`: the name as it is compared.
  `create table alias (conversation text not null, folded text not null, name text not null,
    scope_kind text not null, scope_id text not null, made_by text not null, made_at bigint not null,
    primary key (conversation, folded)){t}`,
  'create table conversation_zone (conversation text primary key, zone text not null){t}',
  // Two rows a job at most: `which` is the `last` run and the `last-done`. `facts` is JSON.
  `create table job_run (job text not null, which text not null, started_at bigint not null,
    seconds double precision not null, outcome text not null, why text, facts text not null,
    primary key (job, which)){t}`,
  // Set: kept until that conversation is forgotten; else dropped after a while.
  'alter table claim add column conversation text',
  `update claim set conversation = substr(claim_key, length('teams:welcome:') + 1)
    where claim_key like 'teams:welcome:%'`,
];
