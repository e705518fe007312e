import { canonicalKey } from '../core/access.ts';
import { UserError } from '../core/errors.ts';
import type { ConversationStore, Invocation } from '../ports.ts';

type Who = Omit<Invocation, 'text'>;

/** Who asks and where: the terminal's operator, or whom `--as` and `--in` name. Both obey the grants. */
export async function asker(
  options: { as?: string; in?: string },
  conversations: ConversationStore,
): Promise<Who> {
  const person = options.as === undefined ? TERMINAL.person : personCalled(keyOf(options.as, '--as'));
  if (options.in !== undefined) {
    const key = keyOf(options.in, '--in');
    const met = await conversations.find(key);
    const conversation = met ?? { key, kind: 'channel' as const, shared: false };
    return { person, conversation, addressed: 'named' };
  }
  if (options.as === undefined) return TERMINAL;
  return { person, conversation: { key: person.key, kind: 'personal', shared: false }, addressed: 'direct' };
}

const TERMINAL: Who = {
  person: { key: 'terminal', name: 'the terminal', member: true },
  conversation: { key: 'terminal', kind: 'terminal', shared: false },
  addressed: 'direct',
};

const personCalled = (key: string) => ({ key, name: key, member: true });

function keyOf(text: string, option: string): string {
  const key = canonicalKey(text);
  if (key !== null) return key;
  throw new UserError(`${option} wants teams:<id> or slack:<team>/<channel or user>, not "${text}".`);
}
