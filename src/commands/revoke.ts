import { noticeCard } from '../cards/notice.ts';
import { UserError } from '../core/errors.ts';
import { scopeFrom } from '../core/names.ts';
import { ALL, type Scope } from '../core/scope.ts';
import { fold, joinWords } from '../core/words.ts';
import type { Command, Context } from './command.ts';
import { grantLine, here, revokeLine, target } from './grants.ts';

export const revoke: Command = {
  name: 'revoke',
  phrases: ['revoke'],
  group: 'manage',
  summary: 'Takes a grant back.',
  forms: ['revoke <scope> [from <conversation or person>]'],
  examples: ['revoke {scope}', 'revoke all'],
  who: 'operator',
  read(words, { everything }) {
    const { rest, conversation } = target(words, 'from');
    if (rest.length === 0) throw new UserError('Revoke what? "access" lists the grants.', ['access']);
    const typed = fold(joinWords(rest));
    return (context) => {
      const from = conversation ?? here(context, 'revoke <scope> from');
      return take(context, rest.length === 1 ? typed : null, from, () =>
        scopeFrom(rest, everything, (address) => revokeLine(address, conversation)),
      );
    };
  },
};

/** A grant can outlive its scope, so an id that is granted is taken as it is; other words must name a scope. */
async function take(context: Context, id: string | null, conversation: string, named: () => Scope) {
  const { access, invocation, card, clock } = context;
  const stored = (await access.grants(conversation)).find(({ scope }) => scope.id === id);
  const scope = stored === undefined ? named() : ({ ...stored.scope, name: stored.scope.id } as const);
  const at = clock().toISOString();
  const taken = await access.revoke({ conversation, scope, by: invocation.person.key, at });
  const isHere = conversation === invocation.conversation.key;
  const who = isHere ? 'This conversation' : conversation;
  const what = scope.kind === 'all' ? ALL.name : scope.name;
  if (!taken)
    throw new UserError(`${who} holds no grant for ${what}. "access" lists the grants.`, ['access']);
  const undo = grantLine(card.address(scope), isHere ? null : conversation);
  return noticeCard({ message: `${who} may no longer ask about ${what}.`, undo });
}
