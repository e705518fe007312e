import type { Scope, SubscriptionState } from '../core/scope.ts';
import type { Control, Standing } from '../core/secure-score.ts';
import type { TrendPoint } from '../core/trend.ts';
import type { AliasesData } from './aliases.ts';
import type { Contributed, ExplainData } from './explain-data.ts';
import type { ResourcesData } from './resources.ts';
import type { StatusData } from './status.ts';
import type { NoGainAlone, WhatIfData } from './what-if-data.ts';

export type { AliasesData, Contributed, ExplainData, StatusData };

/** The facts of each card, as `ask --json` prints them. Percentages 0 to 100, times ISO 8601 UTC, unknown is null. */
export type CardData = {
  score: ScoreData;
  trend: TrendData;
  explain: ExplainData;
  controls: ControlsData;
  control: ControlData;
  fix: FixData;
  'what-if': WhatIfData;
  resources: ResourcesData;
  help: HelpData;
  access: AccessData;
  'access-request': AccessRequestData;
  aliases: AliasesData;
  status: StatusData;
  notice: NoticeData;
  welcome: WelcomeData;
  error: ErrorData;
};

/** `ok` and a frozen `not-visible` have numbers; the others have none. */
export type ShownState = 'ok' | 'nothing-assessed' | 'not-visible' | Exclude<SubscriptionState, 'enabled'>;

export type NotVisible = { subscriptions: number; managementGroups: number };
export type NamedControl = Control & { name: string };

export type SubscriptionRow = Standing & {
  id: string;
  name: string;
  weight: number | null;
  state: ShownState;
  /** Percentage points since the snapshot of last week that the scope is compared with; null: not known. */
  change: number | null;
};

/** `points` and `percentage` are now less then (Azure's points; percentage points); `since` is the snapshot compared. */
export type Change = { since: string; points: number | null; percentage: number | null };

export type ScoreData = Standing & {
  scope: Scope;
  /** When the numbers were read. */
  asOf: string;
  /** Since yesterday, last week, last month; empty without history. */
  changes: readonly Change[];
  /** Most potential increase first. */
  controls: readonly NamedControl[];
  /** Lowest percentage first, those without numbers last. */
  subscriptions: readonly SubscriptionRow[];
  notVisible: NotVisible;
  /** The last 30 days, oldest first. */
  trend: readonly { at: string; percentage: number | null }[];
  /** Read from Azure for this question, and not stored. */
  live: boolean;
};

export type TrendData = {
  scope: Scope;
  /** What was asked about; `to` may lie ahead. The first point may be older: it is what held at `from`. */
  from: string;
  to: string;
  asOf: string;
  /** Why there may be nothing to show. */
  state: ShownState;
  /** Oldest first. */
  points: readonly TrendPoint[];
  notVisible: NotVisible;
};

export type ControlsData = {
  scope: Scope;
  asOf: string;
  /** Why there may be nothing to show. */
  state: ShownState;
  controls: readonly NamedControl[];
  notVisible: NotVisible;
};

export type ControlData = ControlsData & { recommendations: readonly ControlRecommendation[] };
export type ControlRecommendation = {
  id: string;
  name: string;
  severity: string | null;
  healthy: number;
  unhealthy: number;
  notApplicable: number;
  /** Percentage points of the scope; 0 is a true answer. */
  potentialIncrease: number;
  /** Why that is 0; null where there is a gain. */
  noGain: NoGainAlone | null;
};

export type FixData = {
  scope: Scope;
  asOf: string;
  /** Why there may be nothing to show. */
  state: ShownState;
  recommendations: readonly FixRow[];
  notVisible: NotVisible;
};
export type FixRow = {
  id: string;
  name: string;
  /** Id of the control where it gains most, else of the one of most points. */
  control: string;
  controlName: string;
  severity: string | null;
  effort: string | null;
  unhealthy: number;
  /** Percentage points of the scope, summed over its controls. */
  potentialIncrease: number;
  /** Why that is 0; null where there is a gain. */
  noGain: NoGainAlone | null;
};

export type HelpGroup = 'ask' | 'understand' | 'be told' | 'manage';
export type HelpCommand = {
  name: string;
  group: HelpGroup;
  summary: string;
  forms: readonly string[];
  examples: readonly string[];
};
/** `of`: the one command that was asked about, else null. */
export type HelpData = { commands: readonly HelpCommand[]; of: string | null };

export type AccessData = {
  /** `shared`: holds also while another company can read the conversation. */
  grants: readonly { conversation: string; scope: Scope; by: string; at: string; shared?: boolean }[];
  /** Newest first; empty unless `access log` was asked. */
  log: readonly {
    conversation: string;
    scope: Scope;
    by: string;
    at: string;
    shared?: boolean;
    change: 'granted' | 'revoked';
  }[];
};

/** Sent to operators: somebody asks that a conversation may see a scope. Lines are what the buttons type. */
export type AccessRequestData = {
  conversation: string;
  by: string;
  byName: string;
  grantLine: string;
  refuseLine: string;
};

/** A confirmation in one sentence. `undo` is a command line, or null; `confirm` is asked before anything is done. */
export type NoticeData = { message: string; undo: string | null; confirm?: { title: string; line: string } };

export type WelcomeData = { granted: boolean; askLine: string | null };

/** `reference` is set for a fault of ours, and stands in the log line. */
export type ErrorData = { message: string; suggestions: readonly string[]; reference?: string };

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
