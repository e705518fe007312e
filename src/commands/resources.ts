import { resourcesOf } from '../answers/resources.ts';
import { resourcesCard } from '../cards/resources.ts';
import { scopeFrom } from '../core/names.ts';
import type { Command } from './command.ts';

export const resources: Command = {
  name: 'resources',
  phrases: ['resources'],
  group: 'ask',
  summary: 'Resources by type: unhealthy, healthy, not applicable.',
  forms: ['resources [<scope>]'],
  examples: ['resources {scope}'],
  who: 'granted',
  read(words, { scopes }) {
    const scope = scopeFrom(words, scopes, (address) => `resources ${address}`);
    return async ({ world, card }) => resourcesCard(await resourcesOf(world, scope), card);
  },
};
