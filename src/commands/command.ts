import type { World } from '../answers/world.ts';
import type { Card } from '../cards/card.ts';
import type { CardContext, HelpCommand, HelpGroup } from '../cards/data.ts';
import type { Preferences } from '../core/alias.ts';
import type { Named } from '../core/names.ts';
import type { StandingOrder } from '../core/order.ts';
import type { Scope } from '../core/scope.ts';
import type { Word } from '../core/words.ts';
import type {
  AccessStore,
  Clock,
  ConversationStore,
  DatabaseFacts,
  Installation,
  Invocation,
  JobStore,
  Messenger,
  OrderStore,
  Outbox,
  PreferenceStore,
  TargetStore,
} from '../ports.ts';

/** What may be named in a question. */
export type Vocabulary = {
  /** What this conversation may see. */
  scopes: readonly Scope[];
  controls: readonly Named[];
  /** Every scope there is: only an operator gets them, and only `grant` may name them. */
  everything: readonly Scope[];
};

/** Everything that answering one question needs. */
export type Context = {
  invocation: Invocation;
  world: World;
  card: CardContext;
  help: readonly HelpCommand[];
  /** Every command there is. */
  commands: readonly Command[];
  operators: readonly string[];
  access: AccessStore;
  conversations: ConversationStore;
  preferences: PreferenceStore;
  targets: TargetStore;
  orders: OrderStore;
  outbox: Outbox;
  /** 4 characters, Crockford base 32. */
  newId: () => string;
  /** What the configuration file says of this conversation. */
  fileLines: readonly string[];
  /** Told the id of each order that is kept. */
  kept?: (id: string) => void;
  /** The order of this conversation that is being changed into the one that is asked for. */
  changes?: StandingOrder;
  /** What this conversation has settled. */
  settled: Preferences;
  jobs: JobStore;
  database: () => Promise<DatabaseFacts>;
  installation: Installation;
  messenger: Messenger;
  clock: Clock;
};

/** A question that was understood: nothing is left to parse. */
export type Question = (context: Context) => Promise<Card>;

/** One command as plain data: help, the grammar and every platform are made from it. */
export type Command = {
  name: string;
  /** The phrases that start it, in lower case; the first is its name in command lines. */
  phrases: readonly string[];
  group: HelpGroup;
  /** What it answers, in one short sentence. */
  summary: string;
  forms: readonly string[];
  /** `{scope}` and `{control}` become ones of the asker's own; an example that lacks its own is left out. */
  examples: readonly string[];
  /** `granted`: whoever asks where something is granted; `member`: those of them who are no guests and no strangers. */
  who: 'anyone' | 'granted' | 'member' | 'operator';
  /** Answers also while nothing is stored and Azure cannot be asked. */
  always?: true;
  /** Reads what follows the phrase; throws a `UserError` with suggestions. */
  read(words: readonly Word[], vocabulary: Vocabulary, phrase: string): Question;
};
