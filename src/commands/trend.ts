import { percentageNow, targetOf } from '../answers/target.ts';
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
    return async ({ world, card, targets, invocation }) => {
      const data = await trendOf(world, scope, period ?? daysAgo(DAYS), card.zone ?? 'UTC');
      const wanted = await targets.of(invocation.conversation.key);
      const now = wanted.length === 0 ? null : await percentageNow(world, scope);
      return trendCard({ ...data, target: await targetOf(world, scope, wanted, now) }, card);
    };
  },
};
