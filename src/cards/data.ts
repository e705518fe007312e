import type { ScoreEvent } from '../core/events.ts';
import type { Scope, SubscriptionState } from '../core/scope.ts';
import type { Control, Standing } from '../core/secure-score.ts';
import type { TrendPoint } from '../core/trend.ts';
import type { AlertData, RecoveryData, RollUpData, StaleData } from './alert-data.ts';
import type { AlertTestData } from './alert-test-data.ts';
import type { AliasesData } from './aliases.ts';
import type { CompareData } from './compare-data.ts';
import type { DigestData } from './digest-data.ts';
import type { Contributed, ExplainData } from './explain-data.ts';
import type { FixData, FixRow } from './fix-data.ts';
import type { FixToReachData } from './fix-to-reach-data.ts';
import type { MovedData } from './moved-data.ts';
import type { MoversData } from './movers-data.ts';
import type { OrderFormData } from './order-form.ts';
import type { ResourcesData } from './resources.ts';
import type { SettingsData } from './settings-data.ts';
import type { StatusData } from './status.ts';
import type { TargetData, TargetRow } from './target-data.ts';
import type { NoGainAlone, WhatIfData } from './what-if-data.ts';

export type { CardContext } from './context.ts';
export type { AliasesData, Contributed, ExplainData, FixData, FixRow, MovedData, StatusData };

/** The facts of each card, as `ask --json` prints them. Percentages 0 to 100, times ISO 8601 UTC, unknown is null. */
export type CardData = {
  score: ScoreData;
  trend: TrendData;
  explain: ExplainData;
  moved: MovedData;
  movers: MoversData;
  compare: CompareData;
  controls: ControlsData;
  control: ControlData;
  fix: FixData;
  'fix-to-reach': FixToReachData;
  'what-if': WhatIfData;
  resources: ResourcesData;
  help: HelpData;
  access: AccessData;
  'access-request': AccessRequestData;
  aliases: AliasesData;
  'alert-test': AlertTestData;
  target: TargetData;
  status: StatusData;
  'order-form': OrderFormData;
  settings: SettingsData;
  digest: DigestData;
  alert: AlertData;
  recovery: RecoveryData;
  'roll-up': RollUpData;
  stale: StaleData;
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
  /** What Microsoft changed for everybody in these days, oldest first. */
  events: readonly ScoreEvent[];
  /** What moved it most since last week, one or two; null: nothing to say, not known, or too much to look for. */
  why: readonly ScoreCause[] | null;
  /** What this conversation wants this scope to reach; null where it wants nothing. */
  target: TargetRow | null;
  /** Read from Azure for this question, and not stored. */
  live: boolean;
};

/** A contribution without its resources. */
export type ScoreCause = Omit<Contributed, 'resources'>;

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
  /** What Microsoft changed for everybody in this time, oldest first. */
  events: readonly ScoreEvent[];
  /** What this conversation wants this scope to reach; null where it wants nothing. */
  target: TargetRow | null;
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

/**
 * A confirmation in one sentence. `undo` is a command line, or null; `confirm` is asked before anything is done;
 * `undoEach`: where several things were done, what brings back which of them.
 */
export type NoticeData = {
  message: string;
  undo: string | null;
  confirm?: { title: string; line: string };
  undoEach?: readonly { title: string; line: string }[];
};

export type WelcomeData = { granted: boolean; askLine: string | null };

/** `reference` is set for a fault of ours, and stands in the log line. */
export type ErrorData = { message: string; suggestions: readonly string[]; reference?: string };
