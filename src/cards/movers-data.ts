import type { Mover } from '../core/movers.ts';
import type { Scope } from '../core/scope.ts';
import type { NotVisible } from './data.ts';

/** Who rose and who fell between two stored snapshots. Largest change first. */
export type MoversData = {
  scope: Scope;
  /** `takenAt` of the earlier snapshot; null where nothing is stored yet. */
  since: string | null;
  /** `takenAt` of the later one. The same as `since`: there is nothing to compare. */
  until: string;
  /** What was asked about, as moments and as words of a command line, e.g. `7d`. */
  asked: { from: string; to: string; words: string };
  rose: readonly Mover[];
  fell: readonly Mover[];
  /** How many stayed exactly where they were. */
  unmoved: number;
  /** Have a score, and had none then or were not in the scope. */
  appeared: readonly Scope[];
  /** Could not be read: their numbers stand still. */
  unreadable: readonly Scope[];
  /** How many have no score. */
  unscored: number;
  /** How many had a score then and are not in the scope any more: deleted, disabled or moved. */
  left: number;
  asOf: string;
  notVisible: NotVisible;
};
