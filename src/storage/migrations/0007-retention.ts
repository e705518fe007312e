/** What lets the old end of history go. */
export const RETENTION: readonly string[] = [
  // Set on an open spell when the snapshot that it began with goes: milliseconds.
  'alter table unread add column opened_at bigint',
  // Whether a resource is in the log still.
  'create index presence_by_resource on presence (resource_id)',
];
