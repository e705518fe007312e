import { canonicalKey } from '../core/access.ts';
import { UserError } from '../core/errors.ts';
import { exactly } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import { after, type Word } from '../core/words.ts';
import type { Context } from './command.ts';

/** What stands before `to` (or `from`) and the conversation or person after it, null where it is not said. */
export function target(
  words: readonly Word[],
  link: 'to' | 'from',
): { rest: readonly Word[]; conversation: string | null } {
  const [before, key] = words.slice(-2);
  if (words.length < 2 || before === undefined || key === undefined)
    return { rest: words, conversation: null };
  if (before.quoted || before.text.toLowerCase() !== link) return { rest: words, conversation: null };
  const conversation = canonicalKey(key.text);
  if (conversation === null) {
    throw new UserError(
      `"${key.text}" is no conversation or person. Write slack:<team>/<channel or user>, or teams:<conversation or object id>.`,
      ['access'],
    );
  }
  return { rest: words.slice(0, -2), conversation };
}

export const grantLine = (address: string, conversation: string | null): string =>
  `grant ${address || 'all'}${conversation === null ? '' : ` to ${conversation}`}`;

export const revokeLine = (address: string, conversation: string | null): string =>
  `revoke ${address || 'all'}${conversation === null ? '' : ` from ${conversation}`}`;

export function exactScope(words: readonly Word[], scopes: readonly Scope[]): Scope | null {
  return after(words, 'all') === null ? (exactly(words, scopes)[0] ?? null) : null;
}

/** The conversation that an operator types in; the terminal sees everything anyway, so there it must be named. */
export function here({ invocation }: Context, form: string): string {
  if (invocation.conversation.kind !== 'terminal') return invocation.conversation.key;
  throw new UserError(
    `Say which conversation: "${form} slack:<team>/<channel or user>" or "${form} teams:<id>".`,
    ['access'],
  );
}
