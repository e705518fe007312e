import Database from 'better-sqlite3';

/** What the questions are compared with, on the same file. */
export type Peers = {
  /** One row of `score` by its whole primary key, a different one each time. */
  read(): unknown;
  /** Healthy and unhealthy resources by control from every assessment: of one subscription, or of all (null). */
  scan(subscription: string | null): unknown[];
  cells: number;
  close(): void;
};

const SCAN = (
  where: string,
) => `select control_id, sum(standing = 2) as unhealthy, sum(standing = 1) as healthy from (
    select r.subscription_id, m.control_id, a.resource_id,
      max(case t.status when 'unhealthy' then 2 when 'healthy' then 1 else 0 end) as standing
    from subscription s cross join resource r cross join assessment a cross join state t cross join control_recommendation m
    where r.subscription_id = s.id and a.resource_id = r.id and t.id = a.state
      and m.recommendation_id = a.recommendation_id and m.to_snapshot is null ${where}
    group by r.subscription_id, m.control_id, a.resource_id)
  group by subscription_id, control_id`;

export function openPeers(file: string): Peers {
  const database = new Database(file, { readonly: true });
  type Key = { subscription: number; snapshot: number };
  const keys = database
    .prepare<[], Key>('select subscription_id as subscription, snapshot_id as snapshot from score')
    .all();
  const read = database.prepare(
    'select current, max, weight from score where subscription_id = ? and snapshot_id = ?',
  );
  const cells = database.prepare<[], { cells: number }>(
    'select count(*) as cells from (select distinct subscription_id, control_id from control_score)',
  );
  const own = database.prepare(SCAN('and s.azure_id = ?'));
  const all = database.prepare(SCAN(''));
  let at = 0;
  return {
    read() {
      // A step that shares no factor with the number of rows goes through all of them, far apart.
      at = (at + 7919) % keys.length;
      const key = keys[at];
      return read.get(key?.subscription, key?.snapshot);
    },
    scan: (subscription) => (subscription === null ? all.all() : own.all(subscription)),
    cells: cells.get()?.cells ?? 0,
    close: () => void database.close(),
  };
}
