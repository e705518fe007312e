/**
 * Whether a grant was made with the word `shared`: only such a one holds where another company reads. Until now a
 * conversation known to be shared could be granted nothing without it, so what those hold was granted with it.
 */
export const SHARED_GRANTS: readonly string[] = [
  'alter table access_grant add column shared integer not null default 0',
  'alter table access_log add column shared integer not null default 0',
  `update access_grant set shared = 1
    where conversation in (select conversation_key from conversation where shared = 1)`,
];
