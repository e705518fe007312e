import { Unreachable } from '../../core/errors.ts';
import type { Sql } from '../sql.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { type Places, readPlaces } from './places.ts';
import { createPlan, type Plan } from './plan.ts';
import { readStates, type States } from './states.ts';

/** Every table of posture but `snapshot`; state 0 belongs to the schema. */
const CLEARED: readonly string[] = [
  ...['subscription', 'placement', 'unread', 'management_group', 'unread_group'],
  ...['control', 'recommendation', 'control_recommendation'],
  ...['resource', 'assessment', 'change', 'flow', 'presence', 'recommendation_state'],
  ...['control_score', 'score', 'tally', 'sole', 'resource_tally'],
].map((table) => `delete from ${table}`);

/** One snapshot being written. */
export type Run = {
  sql: Sql;
  snapshot: number;
  takenAt: Date;
  /** Nothing is stored yet: nothing to compare with, and no log. */
  first: boolean;
  /** Log rows and what they refer to: written as they come, under a snapshot that nobody can see yet. */
  log: Plan;
  /** Everything else: written when all has been read. */
  last: Plan;
  states: States;
  catalog: Catalog;
  places: Places;
  newResource: () => number;
  assessments: number;
  changes: number;
};

/** Begins the snapshot after the newest. Rejects with `Unreachable` where `takenAt` is not later than that. */
export async function openRun(sql: Sql, takenAt: Date): Promise<Run> {
  const snapshot = (await newestBefore(sql, takenAt)) + 1;
  const first = snapshot === 1;
  await clear(sql, snapshot);
  const log = createPlan();
  const last = createPlan();
  const [row] = await sql.all<{ id: number | null }>('select max(id) as id from resource');
  let resource = row?.id ?? 0;
  return {
    ...{ sql, snapshot, takenAt, first, log, last },
    states: await readStates(sql, last),
    catalog: await readCatalog(sql),
    places: await readPlaces(sql, snapshot, log, last),
    newResource: () => ++resource,
    assessments: 0,
    changes: 0,
  };
}

async function newestBefore(sql: Sql, takenAt: Date): Promise<number> {
  const [newest] = await sql.all<{ id: number; taken_at: number }>(
    'select id, taken_at from snapshot order by id desc limit 1',
  );
  if (newest === undefined) return 0;
  if (takenAt.getTime() > newest.taken_at) return newest.id;
  const stored = new Date(newest.taken_at).toISOString();
  throw new Unreachable(
    `The newest stored snapshot is of ${stored} and the clock of this machine says ${takenAt.toISOString()}: ` +
      'set the clock right, or wait until it has passed.',
  );
}

/** What an earlier attempt at this snapshot left: of the first one everything, of a later one its log. */
async function clear(sql: Sql, snapshot: number): Promise<void> {
  if (snapshot === 1) {
    await sql.batch([...CLEARED, 'delete from state where id <> 0'].map((text) => ({ sql: text })));
    return;
  }
  const rows = [[snapshot]];
  await sql.batch([
    { sql: 'delete from change where snapshot_id = $1', rows },
    { sql: 'delete from flow where snapshot_id = $1', rows },
    { sql: 'delete from presence where snapshot_id = $1', rows },
  ]);
}
