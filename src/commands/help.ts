import type { HelpCommand } from '../cards/data.ts';
import { helpCard } from '../cards/help.ts';
import { UserError } from '../core/errors.ts';
import { type Named, unknown } from '../core/names.ts';
import { quoteName } from '../core/quote.ts';
import { after, fold, joinWords, skipFillers, type Word } from '../core/words.ts';
import type { Invocation } from '../ports.ts';
import type { Command, Vocabulary } from './command.ts';
import { mayUse, RESERVED } from './permit.ts';

export const help: Command = {
  name: 'help',
  phrases: ['help', 'hi', 'hello', 'hey'],
  group: 'manage',
  summary: 'What I can do, with buttons that do it.',
  forms: ['help [<command>]'],
  examples: ['help', 'help fix'],
  who: 'anyone',
  read(words, _, phrase) {
    const asked = phrase === 'help' ? askedAbout(words) : [];
    return async ({ help: commands, commands: all }) => {
      const of = asked.length === 0 ? null : commandCalled(asked, commands, all).name;
      return helpCard({ commands, of });
    };
  },
};

/** What people say between "help" and what they want it with: `help me with trend`. */
const POLITE = ['me', 'us', 'out', 'with', 'about', 'on', 'to use', 'using'];

function askedAbout(words: readonly Word[]): readonly Word[] {
  const said = skipFillers(words);
  const rest = POLITE.map((phrase) => after(said, phrase)).find((found) => found != null);
  return rest == null ? said : askedAbout(rest);
}

function commandCalled(
  words: readonly Word[],
  commands: readonly HelpCommand[],
  all: readonly Command[],
): HelpCommand {
  const typed = joinWords(words);
  const phrases = all.filter(({ phrases }) => phrases.includes(fold(typed))).map(({ name }) => name);
  const found = commands.find(({ name }) => phrases.includes(name));
  if (found !== undefined) return found;
  const [reserved] = all.filter(({ name }) => phrases.includes(name));
  if (reserved !== undefined && reserved.who !== 'anyone') throw notForYou(reserved, commands);
  const named = commands.map(({ name }) => ({ id: name, name }));
  throw unknown('command', typed, named, (name) => `help ${name.replaceAll("'", '')}`);
}

/** There is such a command, and this asker may not use it here. */
function notForYou({ name, who }: Command, commands: readonly HelpCommand[]): UserError {
  const granted = commands.some(({ group }) => group === 'ask');
  if (granted || who === 'operator') return new UserError(RESERVED[who], ['help']);
  return new UserError(`"${name}" answers here once an operator has granted this conversation a scope.`, [
    'ask for access',
    'help',
  ]);
}

/** Of these a line that works in a terminal names a conversation, and nobody knows which. */
const ELSEWHERE: readonly string[] = ['grant', 'revoke'];

type Helped = { granted: boolean; operator: boolean; invocation: Invocation };

/** The commands that this asker may use here, with examples that name things of theirs. */
export function helpFor(
  commands: readonly Command[],
  { granted, operator, invocation }: Helped,
  { scopes, controls }: Vocabulary,
): HelpCommand[] {
  const scope = scopes.find(({ kind }) => kind === 'subscription') ?? scopes[0];
  const control = controls.find(({ name }) => name === 'Enable MFA') ?? controls[0];
  const fill = (example: string) =>
    example.replace('{scope}', called(scope)).replace('{control}', called(control)).trim();
  const fits = (example: string) =>
    (scope !== undefined || !example.includes('{scope}')) &&
    (control !== undefined || !example.includes('{control}'));
  const asksItself = invocation.conversation.kind === 'terminal';
  return commands
    .filter(({ who }) => mayUse(who, { granted, operator, member: invocation.person.member }))
    .filter(({ name }) => !(name === 'ask for access' && (granted || asksItself)))
    .map(({ name, group, summary, forms, examples }) => ({
      name,
      group,
      summary,
      forms,
      examples: asksItself && ELSEWHERE.includes(name) ? [] : [...new Set(examples.filter(fits).map(fill))],
    }));
}

const called = (thing: Named | undefined): string =>
  thing === undefined ? '' : quoteName(thing.name, thing.id);
