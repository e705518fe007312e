import { accessCard } from '../cards/access.ts';
import type { Grant } from '../core/access.ts';
import { ALL, type Scope } from '../core/scope.ts';
import { after } from '../core/words.ts';
import type { Command, Context } from './command.ts';
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
  const named = (grant: Grant) => ({ ...grant, scope: scopeOf(grant, world.everything) });
  const grants = (await store.grants(null)).map(named);
  const log = withLog
    ? (await store.log(LONGEST_LOG)).map((event) => ({ ...named(event), change: event.change }))
    : [];
  return accessCard({ grants, log }, card);
}

function scopeOf({ scope }: Grant, estate: Context['world']['everything']): Scope {
  if (scope.kind === 'all') return ALL;
  const known = [...estate.groups, ...estate.subscriptions].find(({ id }) => id === scope.id);
  return { ...scope, name: known?.name ?? scope.id };
}
