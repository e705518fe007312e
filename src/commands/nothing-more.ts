import { UserError } from '../core/errors.ts';
import { joinWords, type Word, withoutFillers } from '../core/words.ts';

/** Words that a command has no use for are a mistake, not noise. */
export function noMore(words: readonly Word[], command: string): void {
  const rest = joinWords(withoutFillers(words));
  if (rest !== '')
    throw new UserError(`"${command}" takes nothing after it, and I read "${rest}".`, [
      command,
      `help ${command}`,
    ]);
}
