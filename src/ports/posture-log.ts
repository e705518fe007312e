import type { ChangeStep, Definitions, FlowStep, PresenceStep } from '../core/diff.ts';
import type { StoredActor } from './actors.ts';

/** After one snapshot, up to another: `from < snapshot <= to`. `ids` are subscriptions and connectors; null is all. */
export type LogRequest = { from: number; to: number; ids: readonly string[] | null };

/** A part of the log, in the order of snapshots for each kind of row. */
export type LogSlice = {
  flows?: readonly FlowStep[];
  changes?: readonly ChangeStep[];
  presence?: readonly PresenceStep[];
};

/** What changed in a stretch, in slices that never hold the loop for long. */
export type PostureLog = { definitions: Definitions; slices: AsyncIterable<LogSlice> };

/** What a control's row counted from a snapshot on. */
export type CellStep = {
  subscription: string;
  control: string;
  snapshot: number;
  healthy: number;
  unhealthy: number;
};

export type NamedResource = { id: string; type: string };

/** What explanations are made from: the log of changes, never the state of today. */
export type LogReads = {
  /** How many assessments changed after one snapshot up to another, whatever their subscription. */
  changes(request: Pick<LogRequest, 'from' | 'to'>): Promise<number>;
  read(request: LogRequest): Promise<PostureLog>;
  /** Rows of controls, beginning with what held at `from`; in order for each control. */
  cellSteps(request: LogRequest): Promise<CellStep[]>;
  /** Azure's ids and types (lower case) of resources by the store's numbers. */
  resources(numbers: readonly number[]): Promise<ReadonlyMap<number, NamedResource>>;
  /** Subscriptions and connectors whose spell of not being readable ended in between. */
  becameVisible(request: Pick<LogRequest, 'from' | 'to'>): Promise<string[]>;
  /** Names, as last read, of these subscriptions and connectors, also of those that are gone. */
  members(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Who changed these resources (the store's numbers), as of the snapshots in between: of each deed the last. */
  actors(range: Pick<LogRequest, 'from' | 'to'>, resources: readonly number[]): Promise<StoredActor[]>;
};
