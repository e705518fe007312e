import { accessRequestCard } from '../cards/access-request.ts';
import { noticeCard } from '../cards/notice.ts';
import { canonicalKey } from '../core/access.ts';
import { UserError } from '../core/errors.ts';
import { findScope, scopesOf } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import { joinWords, type Word } from '../core/words.ts';
import type { Delivery } from '../ports.ts';
import type { Command, Context } from './command.ts';
import { grantLine } from './grants.ts';

export const askForAccess: Command = {
  name: 'ask for access',
  phrases: ['ask for access'],
  group: 'manage',
  summary: 'Asks the operators to grant this conversation a scope.',
  forms: ['ask for access [<scope>]'],
  examples: ['ask for access'],
  who: 'anyone',
  read: (words) => (context) => ask(context, wantedScope(words, context)),
};

/** The asker may see no names, so an unclear one is not an error: the operator then chooses. */
function wantedScope(words: readonly Word[], { world }: Context): Scope | undefined {
  try {
    return findScope(words, scopesOf(world.everything), String)?.found;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function ask(context: Context, wanted: Scope | undefined) {
  const { invocation, operators, conversations, clock, messenger } = context;
  const { key } = invocation.conversation;
  if (invocation.conversation.kind === 'terminal')
    throw new UserError('The terminal sees everything already.', ['score']);
  if (operators.length === 0) {
    throw new UserError('Nobody is set up to grant access. Whoever runs Scoreline names them in OPERATORS.');
  }
  const now = clock();
  const claim = `access-request ${key} ${now.toISOString().slice(0, 10)}`;
  if (!(await conversations.claim(claim, now))) {
    return noticeCard({ message: 'The operators have been asked today. They answer here.', undo: null });
  }
  const request = accessRequestCard({
    conversation: key,
    by: invocation.person.key,
    byName: invocation.person.name,
    grantLine: grantLine(wanted === undefined ? 'all' : wanted.id, key),
    refuseLine: `refuse ${key}`,
  });
  const sent = await Promise.all(operators.map((operator) => messenger.deliver(operator, request)));
  if (!sent.some(reached)) {
    await conversations.unclaim(claim);
    throw new UserError(`I could not reach an operator. Ask one to type: ${grantLine('all', key)}`);
  }
  return noticeCard({
    message: 'I asked the operators to let this conversation see the score. They answer here.',
    undo: null,
  });
}

export const refuse: Command = {
  name: 'refuse',
  phrases: ['refuse'],
  group: 'manage',
  summary: 'Declines a request for access.',
  forms: ['refuse <conversation>'],
  examples: [],
  who: 'operator',
  read(words) {
    const conversation = words.length === 1 ? canonicalKey(joinWords(words)) : null;
    if (conversation === null) throw new UserError('Refuse whom? Name one conversation.', ['access']);
    return async ({ messenger }) => {
      const message = 'An operator has declined the request for access.';
      const told = reached(await messenger.deliver(conversation, noticeCard({ message, undo: null })));
      if (!told)
        throw new UserError(`I could not reach ${conversation} to tell that access is declined.`, ['access']);
      return noticeCard({ message: `I told ${conversation} that access is declined.`, undo: null });
    };
  },
};

/** An unknown outcome may have arrived. */
const reached = ({ outcome }: Delivery): boolean => outcome === 'delivered' || outcome === 'unknown';
