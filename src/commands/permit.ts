import type { Grant } from '../core/access.ts';
import { type Unreachable, UserError } from '../core/errors.ts';
import type { Invocation } from '../ports.ts';
import type { Command } from './command.ts';
import type { Parsed } from './parse.ts';

export type Rights = {
  /** Something is granted to this conversation. */
  granted: boolean;
  /** Something is, and does not hold while another company can read along. */
  dormant: boolean;
  operator: boolean;
  /** The asker is no guest and of no other company. */
  member: boolean;
  /** Everybody who is an operator. */
  operators: readonly string[];
  /** Nothing is known of Azure, for this reason; it is worth more than "no such scope". */
  trouble: Unreachable | null;
};

export const isOperator = (operators: readonly string[], { person }: Invocation): boolean =>
  person.key === 'terminal' || [person.key, ...(person.also ?? [])].some((key) => operators.includes(key));

export const isGranted = ({ conversation }: Invocation, grants: readonly Grant[]): boolean =>
  conversation.kind === 'terminal' || grants.length > 0;

/** Whether an asker of these rights may use a command. */
export function mayUse(
  who: Command['who'],
  { granted, member, operator }: Pick<Rights, 'granted' | 'member' | 'operator'>,
): boolean {
  switch (who) {
    case 'anyone':
      return true;
    case 'granted':
      return granted;
    case 'member':
      return granted && member;
    case 'operator':
      return operator;
  }
}

/** What whoever may not use a command is told. */
export const RESERVED: Readonly<Record<Command['who'], string>> = {
  anyone: '',
  granted: '',
  member: 'Only people of the organization that runs Scoreline can do that here.',
  operator: 'Only an operator of Scoreline can do that.',
};

/**
 * The command, where this person may use it here. Where nothing is granted, whatever is not for everybody is answered
 * alike: named well or badly, known or not.
 */
export function permitted(rights: Rights, read: () => Parsed): Parsed {
  const { granted, trouble } = rights;
  try {
    const parsed = read();
    const { who } = parsed.command;
    if (mayUse(who, rights)) {
      if (trouble !== null && who !== 'anyone' && parsed.command.always !== true) throw trouble;
      return parsed;
    }
    if (granted) throw new UserError(RESERVED[who], ['help']);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (granted) throw trouble ?? error;
  }
  throw notGranted(rights);
}

function notGranted({ dormant, operators, operator }: Rights): UserError {
  const nothing = dormant ? DORMANT : 'This conversation may not see any score yet.';
  // Which scopes they are is not said: the other company would read it.
  if (operator && dormant)
    return new UserError(`${nothing} You can: grant <scope> shared.`, ['grant all shared', 'help grant']);
  if (operator) return new UserError(`${nothing} You can grant it a scope.`, ['grant all', 'help grant']);
  const how =
    operators.length === 0
      ? 'Whoever runs Scoreline names operators in OPERATORS.'
      : `An operator can ${dormant ? 'grant it again with the word "shared"' : 'let it'}.`;
  return new UserError(`${nothing} ${how}`, ['ask for access', 'help']);
}

const DORMANT =
  'Another company can read this conversation now, or it is not known whether one can, and what it was granted was not granted for that.';
