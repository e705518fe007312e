import { liveScoreOf } from '../answers/live.ts';
import { scoreOf } from '../answers/score.ts';
import { scoreCard } from '../cards/score.ts';
import { exactly, scopeFrom } from '../core/names.ts';
import { after, type Word } from '../core/words.ts';
import type { Command, Vocabulary } from './command.ts';

export const score: Command = {
  name: 'score',
  phrases: ['score', 'secure score'],
  group: 'ask',
  summary: 'The score, how it moved, and what to fix first.',
  forms: ['score [<scope>]', 'score [<scope>] live'],
  examples: ['score', 'score {scope}', 'score {scope} live'],
  who: 'granted',
  read(words, { scopes }) {
    const named = withoutLive(words, scopes);
    const scope = scopeFrom(
      named ?? words,
      scopes,
      (address) => `score ${address}${named === null ? '' : ' live'}`,
    );
    const answer = named === null ? scoreOf : liveScoreOf;
    return async ({ world, card }) => scoreCard(await answer(world, scope), card);
  },
};

/** `live` at either end asks Azure now, unless the words are exactly the name of a scope: the words without it, else null. */
function withoutLive(words: readonly Word[], scopes: Vocabulary['scopes']): readonly Word[] | null {
  const last = after(words.slice(-1), 'live') === null ? null : words.slice(0, -1);
  const rest = after(words, 'live') ?? last;
  return rest !== null && exactly(words, scopes).length === 0 ? rest : null;
}
