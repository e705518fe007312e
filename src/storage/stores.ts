import type { DatabaseFacts, PostureStore, Stores } from '../ports.ts';
import { createAccessStore } from './access.ts';
import { createActorStore, readActors } from './actors.ts';
import { readControls, readRecommendations, readTallies } from './catalog-reads.ts';
import { createConversationStore } from './conversations.ts';
import { readBecameVisible, readCellSteps, readLog } from './diff.ts';
import { readEstate, readKnown, readMemberNames } from './estate.ts';
import { readHistory } from './history.ts';
import { ingest } from './ingest/ingest.ts';
import { createJobStore } from './jobs.ts';
import { createLeaseStore } from './leases.ts';
import { readResources } from './log-resources.ts';
import { migrate } from './migrate.ts';
import { createOrderStore } from './orders.ts';
import { createOutbox } from './outbox.ts';
import { readCells, readChangeCount, readLatest, readMaximum, readSnapshotsAt } from './posture-reads.ts';
import { createPreferenceStore } from './preferences.ts';
import { prune } from './prune.ts';
import { readFailing, readTypes } from './resources.ts';
import { readScores } from './scores.ts';
import type { Sql } from './sql.ts';
import { createTargetStore } from './targets.ts';

/** Every store on one engine, its tables brought up to date. Rejects with `Unreachable`. */
export async function openStores(sql: Sql): Promise<Stores> {
  await migrate(sql);
  return {
    posture: createPostureStore(sql),
    access: createAccessStore(sql),
    actors: createActorStore(sql),
    conversations: createConversationStore(sql),
    preferences: createPreferenceStore(sql),
    targets: createTargetStore(sql),
    orders: createOrderStore(sql),
    outbox: createOutbox(sql),
    jobs: createJobStore(sql),
    leases: createLeaseStore(sql),
    database: () => readDatabase(sql),
    close: () => sql.close(),
  };
}

async function readDatabase(sql: Sql): Promise<DatabaseFacts> {
  const [row] = await sql.all<DatabaseFacts>('select {engine} as engine, {bytes} as bytes');
  return row ?? { engine: 'unknown', bytes: 0 };
}

function createPostureStore(sql: Sql): PostureStore {
  return {
    latest: () => readLatest(sql),
    snapshotsAt: (moments) => readSnapshotsAt(sql, moments),
    estate: () => readEstate(sql),
    scores: (snapshots, ids) => readScores(sql, snapshots, ids),
    cells: (snapshot, ids) => readCells(sql, snapshot, ids),
    history: (request) => readHistory(sql, request),
    maximum: (snapshot, ids) => readMaximum(sql, snapshot, ids),
    tallies: (ids) => readTallies(sql, ids),
    types: (ids) => readTypes(sql, ids),
    failing: (ids, recommendations) => readFailing(sql, ids, recommendations),
    controls: () => readControls(sql),
    recommendations: () => readRecommendations(sql),
    log: {
      changes: (request) => readChangeCount(sql, request),
      read: (request) => readLog(sql, request),
      cellSteps: (request) => readCellSteps(sql, request),
      resources: (numbers) => readResources(sql, numbers),
      becameVisible: (request) => readBecameVisible(sql, request),
      members: (ids) => readMemberNames(sql, ids),
      actors: (range, resources) => readActors(sql, range, resources),
    },
    ingest: (takenAt, parts) => ingest(sql, takenAt, parts),
    known: () => readKnown(sql),
    prune: (from, goOn) => prune(sql, from, goOn),
  };
}
