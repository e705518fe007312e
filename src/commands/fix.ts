import { whatToFix } from '../answers/fix.ts';
import { fixCard } from '../cards/fix.ts';
import { scopeFrom } from '../core/names.ts';
import { after } from '../core/words.ts';
import type { Command } from './command.ts';
import { notYet } from './not-yet.ts';

export const fix: Command = {
  name: 'fix',
  phrases: ['fix', 'what to fix', 'recommendations'],
  group: 'ask',
  summary: 'What to fix first, by what it brings.',
  forms: ['fix [<scope>]'],
  examples: ['fix {scope}'],
  who: 'granted',
  read(words, { scopes }) {
    if (after(words, 'to reach') !== null) throw notYet('fix to reach …');
    const scope = scopeFrom(words, scopes, (address) => `fix ${address}`);
    return async ({ world, card }) => fixCard(await whatToFix(world, scope), card);
  },
};
