import type { ActedOn, Actor, Deed } from '../core/actor.ts';

/** Resources of which one deed is looked for, from `since` until `until` (ISO 8601). Ids lower case. */
export type Sought = { deed: Deed; since: string; until: string; resources: readonly string[] };

/** `asked`: requests sent; `denied`: the identity may not read a thing there. */
export type ActorReading = { acted: readonly ActedOn[]; asked: number; denied: boolean };

/**
 * A resource that came, went or turned in a snapshot, which was taken at `seenAt`, the one before at `unseenAt`.
 * `resource`: the store's number; `id`: Azure's, lower case.
 */
export type Moved = {
  snapshot: number;
  unseenAt: string;
  seenAt: string;
  resource: number;
  id: string;
  deed: Deed;
};

/** Who changed a resource, as of the snapshot that saw it. */
export type StoredActor = Actor & { resource: number; deed: Deed; at: string };

/** Who caused changes, as far as it was looked up. */
export type ActorStore = {
  /** What moved after one snapshot up to another, the newest first, in slices that never hold the loop for long. */
  moved(range: { from: number; to: number }): AsyncIterable<readonly Moved[]>;
  /** Replaces what is stored of the same resource, snapshot and deed. */
  keep(rows: readonly (Omit<ActedOn, 'resource'> & { resource: number; snapshot: number })[]): Promise<void>;
  /** Takes the names of people out whose change is older. Answers how many. */
  forgetPeople(before: Date): Promise<number>;
  /** Drops everything. */
  forgetAll(): Promise<void>;
};
