import { liveScoreOf } from '../answers/live.ts';
import { targetOf } from '../answers/target.ts';
import { explainedScoreOf } from '../answers/why.ts';
import { scoreCard } from '../cards/score.ts';
import { UserError } from '../core/errors.ts';
import { exactly } from '../core/names.ts';
import { scopeWithoutPeriod } from '../core/scope-and-period.ts';
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
    const line = (address: string) => `score ${address}${named === null ? '' : ' live'}`;
    const scope = scopeWithoutPeriod(named ?? words, scopes, line, timeless);
    const answer = named === null ? explainedScoreOf : liveScoreOf;
    return async ({ world, card, targets, invocation }) => {
      const data = await answer(world, scope);
      const wanted = await targets.of(invocation.conversation.key);
      const target = await targetOf(world, scope, wanted, data.percentage);
      return scoreCard({ ...data, target }, card);
    };
  },
};

/** `live` at either end asks Azure now, unless the words are exactly the name of a scope: the words without it, else null. */
function withoutLive(words: readonly Word[], scopes: Vocabulary['scopes']): readonly Word[] | null {
  const last = after(words.slice(-1), 'live') === null ? null : words.slice(0, -1);
  const rest = after(words, 'live') ?? last;
  return rest !== null && exactly(words, scopes).length === 0 ? rest : null;
}

const timeless = (rest: string): UserError =>
  new UserError(
    '"score" is about now, beside yesterday, last week and last month. For another time ask "trend" or "explain".',
    [`trend ${rest}`, `explain ${rest}`],
  );
