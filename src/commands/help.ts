import type { HelpCommand } from '../cards/data.ts';
import { helpCard } from '../cards/help.ts';
import { nearest, unknown } from '../core/names.ts';
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
