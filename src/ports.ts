import type { Card } from './cards/card.ts';
import type { Conversation, Grant, Person } from './core/access.ts';
import type { Estate, Subscription } from './core/scope.ts';
import type { Cell } from './core/secure-score.ts';
import type { ControlDefinition, Recommendation, ScoreRow, Snapshot, SnapshotPart } from './core/snapshot.ts';

/** The time, as everything but `main.ts`, `cli` and `demo` gets to know it. */
export type Clock = () => Date;

/** One log line each; `detail` never holds a token, a secret or a person's name. */
export type Log = {
  info(message: string, detail?: object): void;
  warn(message: string, detail?: object): void;
  error(message: string, detail?: object): void;
};

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

/** Never rejects: a mistake of the person's and a fault of ours are cards too. */
export type Bot = (invocation: Invocation) => Promise<Answer>;

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
};

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

/** Resources for which this is the only unhealthy recommendation of this control. */
export type Sole = { subscription: string; control: string; recommendation: string; unhealthy: number };
export type Tally = {
  subscription: string;
  recommendation: string;
  healthy: number;
  unhealthy: number;
  notApplicable: number;
};

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
  /** `scopeMax` of the cells, worked out by the database so that one row comes back. */
  maximum(snapshot: number, ids: readonly string[] | null): Promise<number>;
  /** Current state: what `fix` and `control` read. */
  tallies(ids: readonly string[] | null): Promise<{ tallies: Tally[]; soles: Sole[] }>;
  controls(): Promise<ControlDefinition[]>;
  recommendations(): Promise<Recommendation[]>;
};

/** Stored posture. */
export type PostureStore = PostureReads & {
  /**
   * Stores one reading as the next snapshot, or nothing: the snapshot becomes visible in the last write. Rejects with
   * whatever `parts` rejects with. Must be called by the holder of the `take-snapshot` lease only.
   */
  ingest(takenAt: Date, parts: AsyncIterable<SnapshotPart>): Promise<SnapshotSummary & IngestNotes>;
  known(): Promise<{ subscriptions: string[]; groups: string[] }>;
};

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

/** A conversation that the bot has met; `reference` is the platform's own and opaque to everybody else. */
export type MetConversation = Conversation & { platform: string; name: string | null; reference: unknown };
export type ConversationStore = {
  remember(conversation: MetConversation): Promise<void>;
  find(key: string): Promise<MetConversation | null>;
  /** True the first time a key is claimed, false ever after: duplicates of a delivered event are dropped by it. */
  claim(key: string, at: Date): Promise<boolean>;
  /** Gives a claim back: what it stood for did not come about. */
  unclaim(key: string): Promise<void>;
};

/** A row that one process holds for a while. False: somebody else holds it. */
export type LeaseStore = {
  acquire(name: string, holder: string, until: Date, now: Date): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
};

export type Stores = {
  posture: PostureStore;
  access: AccessStore;
  conversations: ConversationStore;
  leases: LeaseStore;
  close(): Promise<void>;
};

/** Posts a card into a conversation, or to a person's personal chat, without having been asked there. */
export type Messenger = { deliver(key: string, card: Card): Promise<Delivery> };

/**
 * `paused`: a state and not a fault (archived, blocked, never met); `unknown`: it may have been posted; `retry`: it was
 * not, and may be tried again in `after` seconds.
 */
export type Delivery =
  | { outcome: 'delivered' }
  | { outcome: 'paused'; why: string }
  | { outcome: 'retry'; after: number; why: string }
  | { outcome: 'unknown'; why: string };

/** One chat platform: its HTTP routes, and how to speak first on it. */
export type Platform = Messenger & {
  name: 'teams' | 'slack';
  routes: Readonly<Record<string, import('node:http').RequestListener>>;
  close(): Promise<void>;
};
