import { setImmediate } from 'node:timers/promises';
import { IncompleteRead } from '../../core/errors.ts';
import type { SnapshotPart } from '../../core/snapshot.ts';
import type { IngestNotes, SnapshotSummary } from '../../ports.ts';
import type { Sql } from '../sql.ts';
import { writeGroups } from './groups.ts';
import { writeSlices } from './plan.ts';
import { openRun, type Run } from './run.ts';
import { takeSubscription } from './take-subscription.ts';

const APPLY = `insert into assessment (resource_id, recommendation_id, state)
  select resource_id, recommendation_id, after from change where snapshot_id = $1 and after <> 0
  on conflict (resource_id, recommendation_id) do update set state = excluded.state`;

const APPLY_ABSENT = `delete from assessment where (resource_id, recommendation_id) in
  (select resource_id, recommendation_id from change where snapshot_id = $1 and after = 0)`;

/** The log must hold what this run wrote and nothing else: two at once would otherwise mix theirs. */
const VISIBLE = `insert into snapshot (id, taken_at, changes)
  select cast($1 as integer), cast($2 as bigint), cast($3 as integer)
  where (select count(*) from change where snapshot_id = $1) = $3`;

type Part<Kind extends SnapshotPart['kind']> = Extract<SnapshotPart, { kind: Kind }>;

/**
 * Stores a reading as the next snapshot, holding one subscription at a time. Log rows are written as they come; the
 * last batch applies them to the current state and makes the snapshot visible. The first snapshot has no log.
 */
export async function ingest(
  sql: Sql,
  takenAt: Date,
  parts: AsyncIterable<SnapshotPart>,
): Promise<SnapshotSummary & IngestNotes> {
  const run = await openRun(sql, takenAt);
  let catalog: Part<'catalog'> | null = null;
  let end: Part<'end'> | null = null;
  for await (const part of parts) {
    if (catalog === null && part.kind !== 'catalog') throw new Error(`The reading starts with ${part.kind}`);
    if (part.kind === 'catalog') catalog = part;
    if (part.kind === 'end') end = part;
    await take(run, part);
    await setImmediate();
  }
  if (catalog === null || end === null) throw new IncompleteRead('The reading of Azure ended early.');
  const { id, unread } = await finish(run, catalog);
  return {
    ...{ id, takenAt: takenAt.toISOString(), assessments: run.assessments, changes: run.changes },
    ...{ unreadable: unread, requests: end.requests, rejected: end.rejected },
  };
}

async function take(run: Run, part: SnapshotPart): Promise<void> {
  switch (part.kind) {
    case 'catalog':
      return run.catalog.learn(part.controls, part.recommendations);
    case 'subscription':
      return takeSubscription(run, part);
    case 'disabled':
      run.places.read({ ...part.subscription, state: 'disabled' });
      return;
    case 'unread':
      return run.places.unread(part.id, part.name);
    case 'gone':
      return run.places.gone(part.id);
    case 'end':
      return;
  }
}

async function finish(run: Run, catalog: Part<'catalog'>): Promise<{ id: number; unread: string[] }> {
  const unread = run.places.finish();
  run.catalog.write(run.last, run.snapshot, unread.length === 0);
  unread.push(...(await writeGroups(run.sql, run.last, run.snapshot, catalog)));
  await writeSlices(run.sql, run.log.take());
  if (run.first) await writeSlices(run.sql, run.last.take());
  const id = run.snapshot;
  const visible = { sql: VISIBLE, rows: [[id, run.takenAt.getTime(), run.changes]], expect: 1 };
  await run.sql.batch([...apply(run), ...run.last.take(), visible]);
  return { id, unread };
}

function apply({ snapshot, changes }: Run) {
  const rows = [[snapshot]];
  return changes === 0
    ? []
    : [
        { sql: APPLY, rows },
        { sql: APPLY_ABSENT, rows },
      ];
}
