import type { HelpCommand } from '../cards/data.ts';
import { helpCard } from '../cards/help.ts';
import { addressIn, nearest, scopesOf, unknown } from '../core/names.ts';
import type { Estate } from '../core/scope.ts';
import { fold, joinWords, skipFillers, type Word } from '../core/words.ts';
import type { Command } from './command.ts';

export const help: Command = {
  name: 'help',
  phrases: ['help', 'hi', 'hello', 'hey'],
  group: 'manage',
  summary: 'What I can do, with buttons that do it.',
  forms: ['help [<command>]'],
  examples: ['help', 'help fix'],
  who: 'anyone',
  read(words, _, phrase) {
    const asked = phrase === 'help' ? skipFillers(words) : [];
    return async ({ help: commands }) => {
      const of = asked.length === 0 ? null : commandCalled(asked, commands).name;
      return helpCard({ commands, of });
    };
  },
};

function commandCalled(words: readonly Word[], commands: readonly HelpCommand[]): HelpCommand {
  const typed = fold(joinWords(words));
  const found = commands.find(({ name }) => name === typed);
  if (found !== undefined) return found;
  const named = commands.map(({ name }) => ({ id: name, name }));
  throw unknown(
    'command',
    nearest(typed, named).length === 0 ? joinWords(words) : typed,
    named,
    (name) => `help ${name}`,
  );
}

/** The commands that this asker may use, with examples that name a scope of theirs. */
export function helpFor(commands: readonly Command[], operator: boolean, estate: Estate): HelpCommand[] {
  const scopes = scopesOf(estate);
  const own = scopes.find(({ kind }) => kind === 'subscription') ?? scopes[0];
  const address = own === undefined ? '' : addressIn(estate)(own);
  const fill = (example: string) => example.replace('{scope}', address).trim();
  return commands
    .filter(({ who }) => operator || who !== 'operator')
    .map(({ name, group, summary, forms, examples }) => ({
      name,
      group,
      summary,
      forms,
      examples: [...new Set(examples.map(fill))],
    }));
}
