import { scoreOf } from '../answers/score.ts';
import { scoreCard } from '../cards/score.ts';
import { findScope, scopeFrom } from '../core/names.ts';
import { after, type Word } from '../core/words.ts';
import type { Command, Vocabulary } from './command.ts';
import { notYet } from './not-yet.ts';

export const score: Command = {
  name: 'score',
  phrases: ['score', 'secure score'],
  group: 'ask',
  summary: 'The score, how it moved, and what to fix first.',
  forms: ['score [<scope>]'],
  examples: ['score', 'score {scope}'],
  who: 'granted',
  read(words, { scopes }) {
    const line = (address: string) => `score ${address}`;
    if (isLive(words, scopes)) throw notYet('score … live');
    const scope = scopeFrom(words, scopes, line);
    return async ({ world, card }) => scoreCard(await scoreOf(world, scope), card);
  },
};

/** `live` at either end asks Azure now, unless the words are the name of a scope. */
function isLive(words: readonly Word[], scopes: Vocabulary['scopes']): boolean {
  const last = words.slice(-1);
  const live = after(words, 'live') !== null || after(last, 'live') !== null;
  return live && findScope(words, scopes, String) === null;
}
