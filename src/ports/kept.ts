import type { Alias, Preferences } from '../core/alias.ts';
import type { JobRun } from '../core/job-run.ts';
import type { QuietHours } from '../core/quiet.ts';

/** What each conversation has settled for itself. */
export type PreferenceStore = {
  of(conversation: string): Promise<Preferences>;
  /** Replaces the alias of that name, which is the same in any case. */
  setAlias(conversation: string, alias: Alias): Promise<void>;
  /** False where there was no such alias. */
  removeAlias(conversation: string, name: string): Promise<boolean>;
  setZone(conversation: string, zone: string | null): Promise<void>;
  setQuiet(conversation: string, quiet: QuietHours | null): Promise<void>;
  /** By conversation, of those that have some. */
  quiet(): Promise<ReadonlyMap<string, QuietHours>>;
  /** Drops all of it. False where there was nothing. */
  forget(conversation: string): Promise<boolean>;
};

export type { JobRun };
/** How the jobs went, whichever process ran them. */
export type JobStore = {
  record(run: JobRun): Promise<void>;
  /** The last run, and the last that was done. */
  last(job: string): Promise<{ last: JobRun | null; lastDone: JobRun | null }>;
};

/** A row that one process holds for a while. False: somebody else holds it. */
export type LeaseStore = {
  acquire(name: string, holder: string, until: Date, now: Date): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
};

/** `engine` with its version; `bytes` on disk. */
export type DatabaseFacts = { engine: string; bytes: number };

/** What runs here, for operators to read. */
export type Installation = {
  version: string;
  /** Of Node. */
  node: string;
  platforms: readonly ('teams' | 'slack')[];
  /** Milliseconds between snapshots; null: no service takes them. */
  snapshotEvery: number | null;
};
