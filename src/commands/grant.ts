import { noticeCard } from '../cards/notice.ts';
import { UserError } from '../core/errors.ts';
import { isolate } from '../core/isolate.ts';
import { exactly, scopeFrom } from '../core/names.ts';
import { ALL, type Scope } from '../core/scope.ts';
import { after, type Word } from '../core/words.ts';
import type { Command, Context } from './command.ts';
import { grantLine, here, revokeLine, target } from './grants.ts';

export const grant: Command = {
  name: 'grant',
  phrases: ['grant'],
  group: 'manage',
  summary: 'Lets a conversation ask about a scope.',
  forms: ['grant <scope> [shared] [to <conversation or person>]', 'grant all'],
  examples: ['grant {scope}', 'grant all'],
  who: 'operator',
  read(words, { everything }) {
    const { rest, conversation } = target(words, 'to', everything);
    const { words: named, shared } = sharedMark(rest, everything);
    // What would work depends on where it is asked, which nobody knows yet.
    if (named.length === 0) return async (context) => Promise.reject(nothingNamed(context, conversation));
    const scope = scopeFrom(named, everything, (address) => grantLine(address, conversation));
    return (context) => give(context, scope, conversation ?? here(context, 'grant <scope> to'), shared);
  },
};

/** In the terminal a line without the conversation could only fail, so there none is offered. */
function nothingNamed({ invocation }: Context, conversation: string | null): UserError {
  const what = 'Grant what? Name a subscription or a management group';
  if (conversation === null && invocation.conversation.kind === 'terminal') {
    const to = '<conversation or person>';
    return new UserError(
      `${what}, and to whom: "grant <scope> to ${to}"; everything is "grant all to ${to}".`,
      ['access', 'help grant'],
    );
  }
  const all = grantLine('all', conversation);
  return new UserError(`${what}; everything is "${all}".`, [all]);
}

/** The word `shared` at the end allows a channel that another company reads; an exact name wins over it. */
function sharedMark(
  words: readonly Word[],
  scopes: readonly Scope[],
): { words: readonly Word[]; shared: boolean } {
  const marked = after(words.slice(-1), 'shared') !== null && exactly(words, scopes).length === 0;
  return marked ? { words: words.slice(0, -1), shared: true } : { words, shared: false };
}

async function give(context: Context, scope: Scope, conversation: string, shared: boolean) {
  const { access, conversations, invocation, card, clock } = context;
  const met = await conversations.find(conversation);
  const isHere = conversation === invocation.conversation.key;
  if ((isHere ? invocation.conversation.shared : met?.shared === true) && !shared) {
    throw new UserError(
      'Another company can read that channel, or it is not known whether one can. To grant it all the same, add the word "shared".',
      [grantLine(`${card.address(scope) || 'all'} shared`, isHere ? null : conversation)],
    );
  }
  const at = clock().toISOString();
  await access.grant({ conversation, scope, by: invocation.person.key, at, ...(shared ? { shared } : {}) });
  const what = scope.kind === 'all' ? ALL.name : isolate(scope.name);
  const who = isHere ? 'This conversation' : conversation;
  const undo = revokeLine(card.address(scope) || 'all', isHere ? null : conversation);
  return noticeCard({ message: `${who} may now ask about ${what}.`, undo });
}
