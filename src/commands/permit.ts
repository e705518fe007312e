import type { Grant } from '../core/access.ts';
import { type Unreachable, UserError } from '../core/errors.ts';
import type { Invocation } from '../ports.ts';
import type { Parsed } from './parse.ts';

export type Rights = {
  /** Something is granted to this conversation. */
  granted: boolean;
  operator: boolean;
  /** Everybody who is an operator. */
  operators: readonly string[];
  /** Nothing is known of Azure, for this reason; it is worth more than "no such scope". */
  trouble: Unreachable | null;
};

export const isOperator = (operators: readonly string[], { person }: Invocation): boolean =>
  person.key === 'terminal' || operators.includes(person.key);

export const isGranted = ({ conversation }: Invocation, grants: readonly Grant[]): boolean =>
  conversation.kind === 'terminal' || grants.length > 0;

/**
 * The command, where this person may use it here. Where nothing is granted, whatever is not for everybody is answered
 * alike: named well or badly, known or not.
 */
export function permitted({ granted, operator, operators, trouble }: Rights, read: () => Parsed): Parsed {
  try {
    const parsed = read();
    const { who } = parsed.command;
    if (who === 'anyone') return parsed;
    if (who === 'operator' ? operator : granted) {
      if (trouble !== null) throw trouble;
      return parsed;
    }
    if (granted) throw new UserError('Only an operator of Scoreline can do that.', ['help']);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (granted) throw trouble ?? error;
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
