import { accessCard } from '../cards/access.ts';
import type { Grant } from '../core/access.ts';
import { after } from '../core/words.ts';
import type { Command, Context } from './command.ts';
import { named } from './grants.ts';
import { noMore } from './nothing-more.ts';

const LONGEST_LOG = 50;

export const access: Command = {
  name: 'access',
  phrases: ['access'],
  group: 'manage',
  summary: 'Who may ask about what, and who granted it.',
  forms: ['access', 'access log'],
  examples: ['access', 'access log'],
  who: 'operator',
  read(words) {
    const log = after(words, 'log');
    noMore(log ?? words, 'access');
    return (context) => list(context, log !== null);
  },
};

async function list({ access: store, world, card }: Context, withLog: boolean) {
  const shown = (grant: Grant) => ({ ...grant, scope: named(grant.scope, world.everything) });
  const grants = (await store.grants(null)).map(shown);
  const log = withLog
    ? (await store.log(LONGEST_LOG)).map((event) => ({ ...shown(event), change: event.change }))
    : [];
  return accessCard({ grants, log }, card);
}
