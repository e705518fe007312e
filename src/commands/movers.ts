import { moversOf } from '../answers/movers.ts';
import { moversCard } from '../cards/movers.ts';
import { daysAgo } from '../core/period.ts';
import { scopeAndPeriod } from '../core/scope-and-period.ts';
import type { Command } from './command.ts';

const DAYS = 7;

export const movers: Command = {
  name: 'movers',
  phrases: ['movers', 'top movers', 'biggest movers', 'who moved', 'who rose and fell'],
  group: 'ask',
  summary: 'Who rose and who fell, largest change first.',
  forms: ['movers [<scope>] [<when>]', 'movers [<scope>] between <day> and <day>'],
  examples: ['movers', 'movers last month', 'movers since monday'],
  who: 'granted',
  read(words, { scopes }) {
    const { scope, period } = scopeAndPeriod(words, scopes, (address) => `movers ${address}`);
    return async ({ world, card }) => {
      const data = await moversOf(world, scope, period ?? daysAgo(DAYS), card.zone ?? 'UTC');
      return moversCard(data, card);
    };
  },
};
