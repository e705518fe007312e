import type { Card } from './cards/card.ts';
import type { Conversation, Grant, Person } from './core/access.ts';
import type { History, HistoryRequest } from './core/history.ts';
import type { Estate, Subscription } from './core/scope.ts';
import type { Cell } from './core/secure-score.ts';
import type {
  ControlDefinition,
  ControlRow,
  Recommendation,
  ScoreRow,
  Snapshot,
  SnapshotPart,
} from './core/snapshot.ts';
import type { ActorReading, ActorStore, Sought } from './ports/actors.ts';
import type { ConversationStore } from './ports/conversations.ts';
import type { Failing, Sole, Tally, TypeCount } from './ports/counts.ts';
import type { DatabaseFacts, JobStore, LeaseStore, PreferenceStore } from './ports/kept.ts';
import type { OrderStore, Outbox } from './ports/orders.ts';
import type { LogReads } from './ports/posture-log.ts';
import type { TargetStore } from './ports/targets.ts';

/** The time, as everything but `main.ts`, `cli` and `demo` gets to know it. */
export type Clock = () => Date;

/** One log line each; `detail` never holds a token, a secret or a person's name. */
export type Log = {
  info(message: string, detail?: object): void;
  warn(message: string, detail?: object): void;
  error(message: string, detail?: object): void;
};

export type { Check, Measured, Meter, Scoped } from './ports/service.ts';

/** What a person asked, the same from every platform. */
export type Invocation = {
  text: string;
  person: Person;
  conversation: Conversation;
  /**
   * `named`: the bot was called by name (`/score`, a mention), so text without a command is `score <text>`.
   * `direct`: a personal chat or the terminal, where such text must name a scope. `pressed`: a button's command line.
   */
  addressed: 'named' | 'direct' | 'pressed';
  /** IANA zone of the asker's profile, where the platform tells. */
  timezone?: string;
  /** The answer will be seen by the asker alone, who may want to share it. */
  private?: boolean;
};

/**
 * Never rejects: a mistake of the person's and a fault of ours are cards too. Null: this person asks too much and has
 * been told so; nothing is sent.
 */
export type Bot = (invocation: Invocation) => Promise<Answer | null>;

/** `outcome`: `answered`; `refused`: the person must change something; `failed`: a bug, or something is unreachable. */
export type Answer = {
  card: Card;
  outcome: 'answered' | 'refused' | 'failed';
  audience: 'asker' | 'channel';
};

/** Reads Azure. Every method rejects with `IncompleteRead` or `Unreachable`, or with an error that is a bug. */
export type PostureSource = {
  /**
   * Streams one whole reading. `known` are the subscriptions, connectors and management groups stored so far: for each
   * that Azure does not list any more, the source finds out whether it is gone or only not visible.
   */
  readSnapshot(known: {
    subscriptions: readonly string[];
    groups: readonly string[];
  }): AsyncIterable<SnapshotPart>;
  /** Scores and controls alone, a few requests: what a first question before any snapshot is answered from. */
  readPosture(): Promise<Posture>;
  /** What the Secure Scores API says at this moment: a request or two each, so not for many. In the order of `ids`. */
  readLive(ids: readonly string[]): Promise<LiveReading[]>;
  /** Who did what is sought, as far as Azure tells: the last such change of each resource. A request or two. */
  readActors(sought: Sought): Promise<ActorReading>;
};

/** One subscription or connector, read just now. `not-visible`: the identity may not read it. */
export type LiveReading = { id: string } & (
  | { outcome: 'read'; score: ScoreRow; controls: readonly ControlRow[] }
  | { outcome: 'no-score' | 'not-visible' }
);

/** Scores and controls of everything visible, at one moment. */
export type Posture = {
  estate: Estate;
  scores: readonly { subscription: string; score: ScoreRow }[];
  cells: readonly Cell[];
  controls: readonly ControlDefinition[];
};

/** One subscription's place and score as of a snapshot; `score` null where it had none. */
export type ScorePoint = {
  snapshot: number;
  subscription: Pick<Subscription, 'id' | 'kind' | 'state' | 'ancestors'>;
  score: ScoreRow | null;
};

export type { Failing, Sole, Tally, TypeCount };

/** What taking a snapshot did. `changes`: log rows, one per assessment that is not as it was. */
export type SnapshotSummary = Snapshot & { assessments: number; changes: number };

/** What answers are made from. `ids` are subscription and connector ids; `null` is all of them. */
export type PostureReads = {
  latest(): Promise<Snapshot | null>;
  /** For each moment the newest snapshot at or before it, else the oldest stored; empty without any. */
  snapshotsAt(moments: readonly Date[]): Promise<Snapshot[]>;
  estate(): Promise<Estate>;
  /** A row per snapshot and subscription that existed then. */
  scores(snapshots: readonly number[], ids: readonly string[] | null): Promise<ScorePoint[]>;
  /** A row per subscription and control as of a snapshot; those that had disappeared by then are left out. */
  cells(snapshot: number, ids: readonly string[] | null): Promise<Cell[]>;
  /** A stretch of time: what trends are made from. */
  history(request: HistoryRequest): Promise<History>;
  /** `scopeMax` of the cells, worked out by the database so that one row comes back. */
  maximum(snapshot: number, ids: readonly string[] | null): Promise<number>;
  /** Current state: what `fix` and `control` read. */
  tallies(ids: readonly string[] | null): Promise<{ tallies: Tally[]; soles: Sole[] }>;
  /** Current state, a row a type. */
  types(ids: readonly string[] | null): Promise<TypeCount[]>;
  /**
   * Current state, one assessment a row: which resources fail which of these recommendations. In slices that hold all
   * rows of a resource and never the loop for long; for `what if` alone, every other count is kept.
   */
  failing(ids: readonly string[], recommendations: readonly string[]): AsyncIterable<readonly Failing[]>;
  controls(): Promise<ControlDefinition[]>;
  recommendations(): Promise<Recommendation[]>;
  /** What changed: what explanations read. */
  log: LogReads;
};

/** Stored posture. */
export type PostureStore = PostureReads & {
  /**
   * Stores one reading as the next snapshot, or nothing: the snapshot becomes visible in the last write. Rejects with
   * whatever `parts` rejects with. Must be called by the holder of the `take-snapshot` lease only.
   */
  ingest(takenAt: Date, parts: AsyncIterable<SnapshotPart>): Promise<SnapshotSummary & IngestNotes>;
  known(): Promise<{ subscriptions: string[]; groups: string[] }>;
  /**
   * Forgets what no question from the snapshot `from` on needs, in slices; `goOn` is asked before each. Must be called
   * by the holder of the `take-snapshot` lease only. Rejects with a bug where `from` is later than the newest.
   */
  prune(from: number, goOn: () => Promise<boolean>): Promise<Pruned>;
};

/** `rows`: of history, deleted; `snapshots`: hidden, their rows go next time. Not `finished`: stopped by `goOn`. */
export type Pruned = { rows: number; snapshots: number; finished: boolean };

export type IngestNotes = {
  /** Scopes that were not read: subscription, connector and management group ids. */
  unreadable: string[];
  requests: number;
  rejected: Readonly<Record<string, number>>;
};

/** Who may ask about what. Every change is kept in the access log. */
export type AccessStore = {
  grants(conversation: string | null): Promise<Grant[]>;
  grant(grant: Grant): Promise<void>;
  /** False where there was no such grant. */
  revoke(grant: Grant): Promise<boolean>;
  log(limit: number): Promise<AccessEvent[]>;
};
export type AccessEvent = Grant & { change: 'granted' | 'revoked' };

export type { ConversationStore, MetConversation } from './ports/conversations.ts';
export type {
  DatabaseFacts,
  Installation,
  JobRun,
  JobStore,
  LeaseStore,
  PreferenceStore,
} from './ports/kept.ts';
export type { OrderStore, Outbox } from './ports/orders.ts';
export type { TargetStore } from './ports/targets.ts';

export type Stores = {
  posture: PostureStore;
  actors: ActorStore;
  access: AccessStore;
  conversations: ConversationStore;
  preferences: PreferenceStore;
  targets: TargetStore;
  orders: OrderStore;
  outbox: Outbox;
  jobs: JobStore;
  leases: LeaseStore;
  database(): Promise<DatabaseFacts>;
  close(): Promise<void>;
};

export type { Delivery, Edited, Found, Messenger, Platform } from './ports/platform.ts';
