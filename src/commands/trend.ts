import { trendOf } from '../answers/trend.ts';
import { trendCard } from '../cards/trend.ts';
import { daysAgo } from '../core/period.ts';
import { scopeAndPeriod } from '../core/scope-and-period.ts';
import type { Command } from './command.ts';

const DAYS = 30;

export const trend: Command = {
  name: 'trend',
  phrases: ['trend', 'score trend'],
  group: 'ask',
  summary: 'The score over time, as a chart and in numbers.',
  forms: ['trend [<scope>] [<when>]', 'trend [<scope>] between <day> and <day>'],
  examples: ['trend', 'trend {scope} 3 months', 'trend since monday'],
  who: 'granted',
  read(words, { scopes }) {
    const { scope, period } = scopeAndPeriod(words, scopes, (address) => `trend ${address}`);
    return async ({ world, card }) => {
      const data = await trendOf(world, scope, period ?? daysAgo(DAYS), card.zone ?? 'UTC');
      return trendCard(data, card);
    };
  },
};
