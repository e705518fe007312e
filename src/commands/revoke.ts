import { noticeCard } from '../cards/notice.ts';
import { withAliases } from '../core/alias.ts';
import { UserError } from '../core/errors.ts';
import { scopeFrom } from '../core/names.ts';
import { ALL, type Scope } from '../core/scope.ts';
import type { Word } from '../core/words.ts';
import type { Command, Context } from './command.ts';
import { grantLine, here, named, revokeLine, target } from './grants.ts';

export const revoke: Command = {
  name: 'revoke',
  phrases: ['revoke'],
  group: 'manage',
  summary: 'Takes a grant back.',
  forms: ['revoke <scope> [from <conversation or person>]'],
  examples: ['revoke {scope}', 'revoke all'],
  who: 'operator',
  read(words, { everything }) {
    const { rest, conversation } = target(words, 'from', everything);
    if (rest.length === 0) throw new UserError('Revoke what? "access" lists the grants.', ['access']);
    return (context) => take(context, rest, conversation ?? here(context, 'revoke <scope> from'));
  },
};

/** Only what is granted there can be named: in a channel, other names are not for everybody to read. */
async function take(context: Context, words: readonly Word[], conversation: string) {
  const { access, invocation, clock, world, settled } = context;
  const isHere = conversation === invocation.conversation.key;
  const from = isHere ? null : conversation;
  const grants = await access.grants(conversation);
  const held = grants.map(({ scope }) => named(scope, world.everything));
  const scope = scopeFrom(words, withAliases(held, settled.aliases), (address) => revokeLine(address, from));
  const who = isHere ? 'This conversation' : conversation;
  const at = clock().toISOString();
  const shared = grants.some(
    (one) => one.shared === true && one.scope.kind === scope.kind && one.scope.id === scope.id,
  );
  const taken = await access.revoke({ conversation, scope, by: invocation.person.key, at });
  if (!taken)
    throw new UserError(`${who} holds no grant for ${scope.name}. "access" lists the grants.`, ['access']);
  return noticeCard({
    message: `${who} may no longer ask about ${scope.name}.`,
    undo: undo(context, scope, from, shared),
  });
}

/** A scope that is gone cannot be granted again; a shared channel wants the word for it, and what had it gets it back. */
function undo(
  { world, card, invocation }: Context,
  scope: Scope,
  from: string | null,
  had: boolean,
): string | null {
  const known = [...world.everything.groups, ...world.everything.subscriptions].some(
    ({ id }) => id === scope.id,
  );
  if (scope.kind !== ALL.kind && !known) return null;
  const shared = had || (from === null && invocation.conversation.shared) ? ' shared' : '';
  return grantLine(`${card.address(scope) || 'all'}${shared}`, from);
}
