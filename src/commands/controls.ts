import { allControls } from '../answers/controls.ts';
import { controlsCard } from '../cards/controls.ts';
import { scopeFrom } from '../core/names.ts';
import type { Command } from './command.ts';

export const controls: Command = {
  name: 'controls',
  phrases: ['controls'],
  group: 'ask',
  summary: 'Every control: points, resources, and what it could still bring.',
  forms: ['controls [<scope>]'],
  examples: ['controls {scope}'],
  who: 'granted',
  read(words, { scopes }) {
    const scope = scopeFrom(words, scopes, (address) => `controls ${address}`);
    return async ({ world, card }) => controlsCard(await allControls(world, scope), card);
  },
};
