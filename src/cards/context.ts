import type { Scope } from '../core/scope.ts';

/** What a card builder needs beside the facts. */
export type CardContext = {
  /** ISO 8601 UTC. */
  now: string;
  /** IANA zone for plain text; null: UTC, said so. */
  zone: string | null;
  /** Base of the Azure portal, e.g. `https://portal.azure.com`. */
  portal: string;
  /** Rows of a long list: 1-based page of ten. */
  page: number;
  /** The question as a command line without a page, e.g. `score 'Contoso Prod'`. */
  line: string;
  /** What to type for a scope: empty for everything, else a name in quotes or an id where names repeat. */
  address: (scope: Pick<Scope, 'kind' | 'id' | 'name'>) => string;
  /** The answer is private and may be shown to the channel (Slack). */
  private: boolean;
  /** Numbers older than this many milliseconds are stale. */
  staleAfter: number;
  /** There is no snapshot yet: the numbers were read for this question alone. */
  unstored: boolean;
};
