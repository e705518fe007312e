import { randomInt } from 'node:crypto';
import { openWorld, type World } from './answers/world.ts';
import type { CardContext } from './cards/data.ts';
import { errorCard } from './cards/error.ts';
import type { Command, Vocabulary } from './commands/command.ts';
import { helpFor } from './commands/help.ts';
import { type Parsed, parse } from './commands/parse.ts';
import { isGranted, isOperator, permitted } from './commands/permit.ts';
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
  const { stores, source, operators, commands } = deps;
  const grants = await stores.access.grants(invocation.conversation.key);
  const now = new Date(bare.now);
  const world = await openWorld({ posture: stores.posture, source, now }, grants, invocation.conversation);
  const granted = isGranted(invocation, grants);
  const operator = isOperator(operators, invocation);
  const vocabulary: Vocabulary = {
    scopes: scopesOf(world.estate),
    controls: granted ? world.controls : [],
    everything: operator ? [ALL, ...scopesOf(world.everything)] : [],
  };
  const rights = { granted, operator, operators, trouble: world.trouble };
  const parsed = permitted(rights, () => parse(invocation, vocabulary, commands));
  const question = parsed.read();
  const card = await question({
    invocation,
    world,
    card: cardFor(bare, parsed, invocation, world, operator),
    help: helpFor(commands, { granted, operator, invocation }, vocabulary),
    commands,
    operators,
    access: stores.access,
    conversations: stores.conversations,
    messenger: deps.messenger,
    clock: deps.clock,
  });
  return { card, outcome: 'answered', audience: parsed.share ? 'channel' : 'asker' };
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

function failure({ log }: BotDeps, error: unknown): Answer {
  if (error instanceof UserError) {
    const { message, suggestions } = error;
    return { card: errorCard({ message, suggestions }), outcome: 'refused', audience: 'asker' };
  }
  const reference = Array.from({ length: 4 }, () => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[randomInt(32)]).join(
    '',
  );
  if (error instanceof Unreachable)
    log.error('a question could not be answered', { reference, why: error.message });
  else log.error('a question failed', { reference, error });
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
