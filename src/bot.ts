import { randomInt } from 'node:crypto';
import { openWorld, type World } from './answers/world.ts';
import { inMeasure } from './bot/in-measure.ts';
import type { CardContext } from './cards/data.ts';
import { errorCard } from './cards/error.ts';
import type { Command, Vocabulary } from './commands/command.ts';
import { helpFor } from './commands/help.ts';
import { type Parsed, parse } from './commands/parse.ts';
import { isGranted, isOperator, permitted } from './commands/permit.ts';
import { inForce } from './core/access.ts';
import { withAliases } from './core/alias.ts';
import { Unreachable, UserError } from './core/errors.ts';
import { addressIn, scopesOf } from './core/names.ts';
import { referenceOf } from './core/reference.ts';
import { ALL } from './core/scope.ts';
import type {
  Answer,
  Bot,
  Clock,
  Installation,
  Invocation,
  Log,
  Messenger,
  Meter,
  PostureSource,
  Scoped,
  Stores,
} from './ports.ts';

export type BotDeps = {
  commands: readonly Command[];
  stores: Omit<Stores, 'leases' | 'close'>;
  installation: Installation;
  /** Opened on first use: stored questions never load the Azure SDKs. */
  source: () => Promise<PostureSource>;
  messenger: Messenger;
  /** Keys of people, lower-case ids where the platform ignores case. */
  operators: readonly string[];
  /** Base of the Azure portal. */
  portal: string;
  /** Milliseconds after which numbers are called old. */
  staleAfter: number;
  clock: Clock;
  log: Log;
  meter?: Meter;
  scoped?: Scoped;
  /** Command lines of the configuration file, by conversation. */
  file?: Readonly<Record<string, readonly string[]>>;
  /** Told the id of each order that is kept. */
  kept?: (id: string) => void;
};

/** What a log line may tell of a question; `reference` is also on the card of a failure. */
type Asked = { reference: string; platform: string; command: string };

/** Invocation → card: parse, permit, run. The only place where a question's failure is caught. */
export const createBot = (deps: BotDeps): Bot => inMeasure(deps.clock, createAnswering(deps));

/** The same without a measure: for what no person asks. */
export function createAnswering(deps: BotDeps): (invocation: Invocation) => Promise<Answer> {
  const { meter, scoped = (_, work) => work() } = deps;
  return async (invocation) => {
    const asked: Asked = {
      reference: referenceOf(randomInt),
      platform: platformOf(invocation),
      command: 'unknown',
    };
    const { reference, platform } = asked;
    const started = performance.now();
    return scoped({ reference, platform }, async () => {
      const given = await answerOrFail(deps, invocation, asked);
      const seconds = (performance.now() - started) / 1000;
      meter?.({ kind: 'question', command: asked.command, platform, outcome: given.outcome, seconds });
      return given;
    });
  };
}

async function answerOrFail(deps: BotDeps, invocation: Invocation, asked: Asked): Promise<Answer> {
  try {
    return await answer(deps, invocation, cardContext(deps, invocation), asked);
  } catch (error) {
    return failure(deps, asked, error);
  }
}

const platformOf = ({ conversation }: Invocation) => conversation.key.split(':', 1)[0] ?? '';

async function answer(
  deps: BotDeps,
  invocation: Invocation,
  bare: CardContext,
  asked: Asked,
): Promise<Answer> {
  const { stores, source, operators, commands } = deps;
  const held = await stores.access.grants(invocation.conversation.key);
  const grants = inForce(held, invocation.conversation);
  const settled = await stores.preferences.of(invocation.conversation.key);
  const now = new Date(bare.now);
  const reads = { posture: stores.posture, source, now, portal: deps.portal };
  const world = await openWorld(reads, grants, invocation.conversation);
  const granted = isGranted(invocation, grants);
  const operator = isOperator(operators, invocation);
  const { member } = invocation.person;
  const vocabulary: Vocabulary = {
    scopes: withAliases(scopesOf(world.estate), settled.aliases),
    controls: granted ? world.controls : [],
    everything: operator ? withAliases([ALL, ...scopesOf(world.everything)], settled.aliases) : [],
  };
  const dormant = held.length > grants.length;
  const rights = { granted, dormant, operator, member, operators, trouble: world.trouble };
  const parsed = permitted(rights, () => parse(invocation, vocabulary, commands));
  asked.command = parsed.command.name;
  const question = parsed.read();
  const card = await question({
    invocation,
    world,
    card: cardFor({ ...bare, zone: settled.zone ?? bare.zone }, parsed, invocation, world, operator),
    help: helpFor(commands, { granted, operator, invocation }, vocabulary),
    commands,
    operators,
    settled,
    ...houseOf(deps, invocation),
  });
  return { card, outcome: 'answered', audience: parsed.share ? 'channel' : 'asker' };
}

/** What is the same whatever was asked. */
function houseOf({ stores, file, kept, ...deps }: BotDeps, { conversation }: Invocation) {
  const { access, conversations, preferences, targets, orders, outbox, jobs, database } = stores;
  const { installation, messenger, clock } = deps;
  return {
    ...{ access, conversations, preferences, targets, orders, outbox, jobs, database },
    ...{ installation, messenger, clock },
    newId: () => referenceOf(randomInt),
    fileLines: file?.[conversation.key] ?? [],
    ...(kept === undefined ? {} : { kept }),
  };
}

function cardFor(
  bare: CardContext,
  { page, line, share }: Parsed,
  invocation: Invocation,
  { estate, everything, unstored }: World,
  operator: boolean,
): CardContext {
  const address = addressIn(operator ? everything : estate);
  return { ...bare, page, line, address, private: invocation.private === true && !share, unstored };
}

function cardContext({ clock, portal, staleAfter }: BotDeps, invocation: Invocation): CardContext {
  return {
    now: clock().toISOString(),
    zone: invocation.timezone ?? null,
    portal,
    page: 1,
    line: invocation.text,
    address: ({ id }) => id,
    private: false,
    staleAfter,
    unstored: false,
  };
}

function failure({ log }: BotDeps, asked: Asked, error: unknown): Answer {
  if (error instanceof UserError) {
    const { message, suggestions } = error;
    return { card: errorCard({ message, suggestions }), outcome: 'refused', audience: 'asker' };
  }
  const { reference } = asked;
  if (error instanceof Unreachable)
    log.error('a question could not be answered', { ...asked, why: error.message });
  else log.error('a question failed', { ...asked, error });
  const message =
    error instanceof Unreachable
      ? `${error.message} It is logged as ${reference}.`
      : `That is a fault of mine, not yours. It is logged as ${reference}.`;
  return {
    card: errorCard({ message, suggestions: ['help'], reference }),
    outcome: 'failed',
    audience: 'asker',
  };
}
