import { alertTestOf } from '../answers/alert-test.ts';
import { alertTestCard } from '../cards/alert-test.ts';
import { scopeFrom } from '../core/names.ts';
import { alertRuleIn } from './alert-rule.ts';
import type { Command } from './command.ts';

/** Percentage points of the rule that is tried where none is named. */
const USUAL = 5;

export const alertTest: Command = {
  name: 'alert test',
  phrases: ['alert test', 'test alert', 'alert rule test'],
  group: 'be told',
  summary: 'What an alert would have told in the last 90 days.',
  forms: [
    'alert test [drop <points>] [for <scope>]',
    'alert test below <percent> [for <scope>]',
    'alert test control <name> drop <points> [for <scope>]',
  ],
  examples: ['alert test', 'alert test drop 3 for {scope}', 'alert test below 70'],
  who: 'granted',
  read(words, vocabulary) {
    const asked = alertRuleIn(words, vocabulary, 'alert test') ?? {
      rule: { kind: 'alert', of: 'drop', points: USUAL } as const,
      scope: scopeFrom(words, vocabulary.scopes, (address) => `alert test ${address}`),
    };
    return async ({ world, card }) => alertTestCard(await alertTestOf(world, asked.scope, asked.rule), card);
  },
};
