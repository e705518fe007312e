import { randomInt } from 'node:crypto';
import { openWorld } from './answers/world.ts';
import type { CardContext } from './cards/data.ts';
import { errorCard } from './cards/error.ts';
import type { Command, Context, Vocabulary } from './commands/command.ts';
import { type Parsed, parse } from './commands/parse.ts';
import type { Grant } from './core/access.ts';
import { Unreachable, UserError } from './core/errors.ts';
import { addressIn, scopesOf } from './core/names.ts';
import { ALL } from './core/scope.ts';
import type { Answer, Bot, Clock, Invocation, Log, Messenger, PostureSource, Stores } from './ports.ts';

export type BotDeps = {
  commands: readonly Command[];
  stores: Pick<Stores, 'posture' | 'access' | 'conversations'>;
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
};

/** Invocation → card: parse, permit, run. The only place where a question's failure is caught. */
export function createBot(deps: BotDeps): Bot {
  return async (invocation) => {
    const card = cardContext(deps, invocation);
    try {
      return await answer(deps, invocation, card);
    } catch (error) {
      return failure(deps, error);
    }
  };
}

async function answer(deps: BotDeps, invocation: Invocation, bare: CardContext): Promise<Answer> {
  const now = new Date(bare.now);
  const grants = await deps.stores.access.grants(invocation.conversation.key);
  const world = await openWorld(
    { ...deps.stores, source: deps.source, now },
    grants,
    invocation.conversation,
  );
  const operator = isOperator(deps, invocation);
  const vocabulary: Vocabulary = {
    scopes: scopesOf(world.estate),
    controls: isGranted(invocation, grants) ? await world.posture.controls() : [],
    everything: [ALL, ...scopesOf(world.everything)],
  };
  const granted = isGranted(invocation, grants);
  const parsed = permitted(deps, granted, operator, () => parse(invocation, vocabulary, deps.commands));
  const question = parsed.read();
  const context: Context = {
    invocation,
    world,
    card: {
      ...bare,
      page: parsed.page,
      line: parsed.line,
      address: addressIn(operator ? world.everything : world.estate),
      private: invocation.private === true && !parsed.share,
      unstored: world.unstored,
    },
    help: helpFor(deps.commands, operator, vocabulary, addressIn(world.estate)),
    operators: deps.operators,
    access: deps.stores.access,
    conversations: deps.stores.conversations,
    messenger: deps.messenger,
    clock: deps.clock,
  };
  return {
    card: await question(context),
    outcome: 'answered',
    audience: parsed.share ? 'channel' : 'asker',
  };
}

const isOperator = ({ operators }: BotDeps, { person, conversation }: Invocation): boolean =>
  conversation.kind === 'terminal' || operators.includes(person.key);

const isGranted = ({ conversation }: Invocation, grants: readonly Grant[]): boolean =>
  conversation.kind === 'terminal' || grants.length > 0;

/**
 * The command, where this person may use it here. Where nothing is granted, whatever is not for everybody is answered
 * alike: named well or badly, known or not.
 */
function permitted({ operators }: BotDeps, granted: boolean, operator: boolean, read: () => Parsed): Parsed {
  try {
    const parsed = read();
    const { who } = parsed.command;
    if (who === 'anyone' || (who === 'operator' ? operator : granted)) return parsed;
    if (granted) throw new UserError('Only an operator of Scoreline can do that.', ['help']);
  } catch (error) {
    if (granted || !(error instanceof UserError)) throw error;
  }
  throw notGranted(operators, operator);
}

function notGranted(operators: readonly string[], operator: boolean): UserError {
  const nothing = 'This conversation may not see any score yet.';
  if (operator) return new UserError(`${nothing} You can grant it a scope.`, ['grant all', 'help grant']);
  const how =
    operators.length === 0
      ? 'Whoever runs Scoreline names operators in OPERATORS.'
      : 'An operator can let it.';
  return new UserError(`${nothing} ${how}`, ['ask for access', 'help']);
}

/** The commands that this asker may use, with examples that name a scope of theirs. */
function helpFor(
  commands: readonly Command[],
  operator: boolean,
  { scopes }: Vocabulary,
  address: ReturnType<typeof addressIn>,
) {
  const own = scopes.find(({ kind }) => kind === 'subscription') ?? scopes[0];
  const name = own === undefined ? '' : address(own);
  return commands
    .filter(({ who }) => operator || who !== 'operator')
    .map(({ name: command, group, summary, forms, examples }) => ({
      name: command,
      group,
      summary,
      forms,
      examples: [...new Set(examples.map((example) => example.replace('{scope}', name).trim()))],
    }));
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

function failure({ log }: BotDeps, error: unknown): Answer {
  if (error instanceof UserError) {
    const { message, suggestions } = error;
    return { card: errorCard({ message, suggestions }), outcome: 'refused', audience: 'asker' };
  }
  const reference = Array.from({ length: 4 }, () => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[randomInt(32)]).join(
    '',
  );
  log.error('a question failed', { reference, error });
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
