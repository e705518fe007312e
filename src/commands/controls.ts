import { allControls } from '../answers/controls.ts';
import { controlsCard } from '../cards/controls.ts';
import { UserError } from '../core/errors.ts';
import { isolate } from '../core/isolate.ts';
import { findScope, type Line, scopeFrom } from '../core/names.ts';
import { quoteName } from '../core/quote.ts';
import type { Scope } from '../core/scope.ts';
import type { Word } from '../core/words.ts';
import type { Command, Vocabulary } from './command.ts';
import { controlIn } from './control.ts';

export const controls: Command = {
  name: 'controls',
  phrases: ['controls'],
  group: 'ask',
  summary: 'Every control: points, resources, and what it could still bring.',
  forms: ['controls [<scope>]'],
  examples: ['controls {scope}'],
  who: 'granted',
  read(words, vocabulary) {
    const scope = findScope(words, vocabulary.scopes, line)?.found ?? fail(words, vocabulary);
    return async ({ world, card }) => controlsCard(await allControls(world, scope), card);
  },
};

const line: Line = (address) => `controls ${address}`;

/** Whoever names a control wants that one, and "control" tells of it. */
function fail(words: readonly Word[], { controls, scopes }: Vocabulary): Scope {
  const meant = controlIn(words, { controls, scopes });
  if (meant === null) return scopeFrom(words, scopes, line);
  const { named, scope } = meant;
  const of = scope.kind === 'all' ? '' : ` ${quoteName(scope.name, scope.id)}`;
  throw new UserError(
    `${isolate(named.name)} is a control: "control" tells of one, "controls" of all in a scope.`,
    [`control ${quoteName(named.name, named.id)}${of}`, `controls${of}`],
  );
}
