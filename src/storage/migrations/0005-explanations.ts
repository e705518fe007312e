/** What an explanation between any two snapshots has to know and the log of assessments does not tell. */
export const EXPLANATIONS: readonly string[] = [
  // A resource whose first assessment came (`there` 1) or whose last one went (0).
  `create table presence (snapshot_id integer not null, resource_id integer not null, there integer not null,
    primary key (snapshot_id, resource_id)){t}`,
  // Whether it was a preview, and whether any resource of the tenant had it; a row only when that changed.
  `create table recommendation_state (recommendation_id integer not null, snapshot_id integer not null,
    preview integer not null, present integer not null, primary key (recommendation_id, snapshot_id)){t}`,
  // What was stored until now is taken to have been so from the beginning.
  `insert into recommendation_state (recommendation_id, snapshot_id, preview, present)
    select r.id, 1, r.preview, case when exists (select 1 from tally t where t.recommendation_id = r.id) then 1 else 0 end
    from recommendation r`,
];
