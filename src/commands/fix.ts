import { whatToFix } from '../answers/fix.ts';
import { fixesToReach } from '../answers/fix-to-reach.ts';
import { fixCard } from '../cards/fix.ts';
import { fixToReachCard } from '../cards/fix-to-reach.ts';
import { tried, UserError } from '../core/errors.ts';
import { exactly, findScope, scopeFrom } from '../core/names.ts';
import { afterPercent, wantedPercent } from '../core/target-percent.ts';
import { after, lineOf, type Word } from '../core/words.ts';
import type { Command, Question, Vocabulary } from './command.ts';

export const fix: Command = {
  name: 'fix',
  phrases: ['fix', 'what to fix', 'recommendations'],
  group: 'ask',
  summary: 'What to fix first, by what it brings; or the fewest that reach a score.',
  forms: ['fix [<scope>]', 'fix to reach <percent> [<scope>]'],
  examples: ['fix {scope}', 'fix to reach 80% {scope}'],
  who: 'granted',
  read(words, { scopes }) {
    const wanted = exactly(words, scopes).length > 0 ? null : after(words, 'to reach');
    if (wanted !== null) return toReach(wanted, scopes);
    const scope = scopeFrom(words, scopes, (address) => `fix ${address}`);
    return async ({ world, card }) => fixCard(await whatToFix(world, scope), card);
  },
};

function toReach(words: readonly Word[], scopes: Vocabulary['scopes']): Question {
  const line = (percent: string, rest = '') => `fix to reach ${percent}${rest === '' ? '' : ` ${rest}`}`;
  const wanted = wantedPercent(words, (percent) => line(percent, lineOf(afterPercent(words))));
  if (wanted === null) {
    const named = tried(() => findScope(words, scopes, String)) !== null;
    const meant = named && words.length > 0 ? [line('80%', lineOf(words))] : [];
    throw new UserError(`Reach what? Write a percentage, for example: ${line('80%')}.`, [
      ...new Set([...meant, line('80%')]),
    ]);
  }
  const { percent, rest } = wanted;
  const scope = scopeFrom(rest, scopes, (address) => line(`${percent}%`, address));
  return async ({ world, card }) => fixToReachCard(await fixesToReach(world, scope, percent), card);
}
