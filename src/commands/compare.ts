import { comparisonOf } from '../answers/compare.ts';
import { compareCard } from '../cards/compare.ts';
import { twoScopes } from '../core/two-scopes.ts';
import type { Command } from './command.ts';

export const compare: Command = {
  name: 'compare',
  phrases: ['compare'],
  group: 'ask',
  summary: 'Two scopes side by side, and the controls that differ most.',
  forms: ['compare <scope> with <scope>'],
  examples: ['compare {scope} with everything'],
  who: 'granted',
  read(words, { scopes }) {
    const { left, right } = twoScopes(words, scopes);
    return async ({ world, card }) => compareCard(await comparisonOf(world, left, right), card);
  },
};
