import { canonicalKey } from '../core/access.ts';
import { UserError } from '../core/errors.ts';
import { exactly } from '../core/names.ts';
import { ALL, type Estate, type Scope } from '../core/scope.ts';
import type { Word } from '../core/words.ts';
import type { Context } from './command.ts';

/** What stands before `to` (or `from`) and the conversation or person after it, null where it is not said. */
export function target(
  words: readonly Word[],
  link: 'to' | 'from',
  scopes: readonly Scope[],
): { rest: readonly Word[]; conversation: string | null } {
  const [before, key] = words.slice(-2);
  const named = exactly(words, scopes).length > 0;
  if (named || words.length < 2 || before === undefined || key === undefined)
    return { rest: words, conversation: null };
  if (before.quoted || before.text.toLowerCase() !== link) return { rest: words, conversation: null };
  const conversation = canonicalKey(key.text);
  if (conversation === null) {
    throw new UserError(
      `"${key.text}" is no conversation or person. Write slack:<team>/<channel or user>, or teams:<conversation or object id>; a name with "${link}" in it goes in quotes.`,
      ['access'],
    );
  }
  return { rest: words.slice(0, -2), conversation };
}

export const grantLine = (address: string, conversation: string | null): string =>
  `grant ${address || 'all'}${conversation === null ? '' : ` to ${conversation}`}`;

export const revokeLine = (address: string, conversation: string | null): string =>
  `revoke ${address || 'all'}${conversation === null ? '' : ` from ${conversation}`}`;

/** The conversation that an operator types in; the terminal sees everything anyway, so there it must be named. */
export function here({ invocation }: Context, form: string): string {
  if (invocation.conversation.kind !== 'terminal') return invocation.conversation.key;
  throw new UserError(
    `Say which conversation: "${form} slack:<team>/<channel or user>" or "${form} teams:<id>".`,
    ['access'],
  );
}

/** A granted scope with its name; one that is gone is called by its id. */
export function named({ kind, id }: Pick<Scope, 'kind' | 'id'>, { groups, subscriptions }: Estate): Scope {
  if (kind === 'all') return ALL;
  return { kind, id, name: [...groups, ...subscriptions].find((known) => known.id === id)?.name ?? id };
}
