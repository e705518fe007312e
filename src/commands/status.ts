import { statusOf } from '../answers/status.ts';
import { statusCard } from '../cards/status.ts';
import type { Command } from './command.ts';
import { noMore } from './nothing-more.ts';

export const status: Command = {
  name: 'status',
  phrases: ['status'],
  group: 'manage',
  summary: 'How Scoreline is doing: the last snapshot, what failed, what runs here.',
  forms: ['status'],
  examples: ['status'],
  who: 'operator',
  always: true,
  read(words) {
    noMore(words, 'status');
    return async (context) => statusCard(await statusOf(context), context.card);
  },
};
