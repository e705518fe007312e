import type { Cause } from '../core/explain.ts';
import type { Scope } from '../core/scope.ts';
import type { NotVisible, ScoreCause } from './data.ts';

/** The resources behind an explanation, or behind one cause of it. */
export type MovedData = {
  scope: Scope;
  before: { takenAt: string; percentage: number | null };
  after: { takenAt: string; percentage: number | null };
  delta: number | null;
  /** Which cause of the explanation, counted from 1; null: all of them. */
  cause: number | null;
  /** Those that the resources are of, the largest first. */
  contributions: readonly ScoreCause[];
  /** All resources; one that is in several causes counts in each. */
  count: number;
  /** By cause, then by name; of more than 5,000 the first that were stored. */
  resources: readonly MovedResource[];
  asOf: string;
  notVisible: NotVisible;
};

/** `type` and what follows are null where the id does not tell, or where the subscription may not be seen. */
export type MovedResource = {
  /** Lower case; of a subscription as a whole its GUID. */
  id: string;
  name: string;
  type: string | null;
  resourceGroup: string | null;
  /** Its subscription's or connector's name. */
  subscription: string | null;
  cause: Cause;
  recommendation: string | null;
};
