import type { PostureStore, Stores } from '../ports.ts';
import { createAccessStore } from './access.ts';
import { readControls, readRecommendations, readTallies } from './catalog-reads.ts';
import { createConversationStore } from './conversations.ts';
import { readEstate, readKnown } from './estate.ts';
import { ingest } from './ingest/ingest.ts';
import { createLeaseStore } from './leases.ts';
import { migrate } from './migrate.ts';
import { readCells, readLatest, readMaximum, readSnapshotsAt } from './posture-reads.ts';
import { readScores } from './scores.ts';
import type { Sql } from './sql.ts';

/** Every store on one engine, its tables brought up to date. Rejects with `Unreachable`. */
export async function openStores(sql: Sql): Promise<Stores> {
  await migrate(sql);
  return {
    posture: createPostureStore(sql),
    access: createAccessStore(sql),
    conversations: createConversationStore(sql),
    leases: createLeaseStore(sql),
    close: () => sql.close(),
  };
}

function createPostureStore(sql: Sql): PostureStore {
  return {
    latest: () => readLatest(sql),
    snapshotsAt: (moments) => readSnapshotsAt(sql, moments),
    estate: () => readEstate(sql),
    scores: (snapshots, ids) => readScores(sql, snapshots, ids),
    cells: (snapshot, ids) => readCells(sql, snapshot, ids),
    maximum: (snapshot, ids) => readMaximum(sql, snapshot, ids),
    tallies: (ids) => readTallies(sql, ids),
    controls: () => readControls(sql),
    recommendations: () => readRecommendations(sql),
    ingest: (takenAt, parts) => ingest(sql, takenAt, parts),
    known: () => readKnown(sql),
  };
}
