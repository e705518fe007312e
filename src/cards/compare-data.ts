import type { ScoreData } from './data.ts';

/**
 * One control in two scopes: what it has of its points there, 0 to 100 percent; null where it does not count (no
 * resource is assessed, it carries no points, or the scope does not have it).
 */
export type ComparedControl = { id: string; name: string; left: number | null; right: number | null };

/** Two scopes side by side. Controls by difference, largest first; those that one side lacks come last. */
export type CompareData = {
  scopes: readonly [ScoreData, ScoreData];
  controls: readonly ComparedControl[];
};
