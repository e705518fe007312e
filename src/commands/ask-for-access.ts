import { accessRequestCard } from '../cards/access-request.ts';
import { noticeCard } from '../cards/notice.ts';
import { UserError } from '../core/errors.ts';
import { findScope } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import type { Command, Context } from './command.ts';
import { grantLine, target } from './grants.ts';

export const askForAccess: Command = {
  name: 'ask for access',
  phrases: ['ask for access'],
  group: 'manage',
  summary: 'Asks the operators to grant this conversation a scope.',
  forms: ['ask for access [<scope>]'],
  examples: ['ask for access'],
  who: 'anyone',
  read(words, { everything }) {
    const wanted = tryScope(() => findScope(words, everything, String)?.found);
    return (context) => ask(context, wanted);
  },
};

/** The asker may see no names, so an unclear one is not an error: the operator then chooses. */
function tryScope(find: () => Scope | undefined): Scope | undefined {
  try {
    return find();
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
  if (!(await conversations.claim(`access-request ${key} ${now.toISOString().slice(0, 10)}`, now))) {
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
  if (sent.every(({ outcome }) => outcome === 'paused')) {
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
    const { conversation } = target([{ text: 'to', quoted: false }, ...words.slice(-1)], 'to');
    if (conversation === null) throw new UserError('Refuse whom? Name the conversation.', ['access']);
    return async ({ messenger }) => {
      const message = 'An operator has declined the request for access.';
      await messenger.deliver(conversation, noticeCard({ message, undo: null }));
      return noticeCard({ message: `I told ${conversation} that access is declined.`, undo: null });
    };
  },
};
