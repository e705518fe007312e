import { oneControl } from '../answers/controls.ts';
import { controlCard } from '../cards/control.ts';
import { UserError } from '../core/errors.ts';
import { findScope, type Match, match, type Named, scopeFrom, unknown } from '../core/names.ts';
import type { Scope } from '../core/scope.ts';
import { joinWords, type Word, withoutFillers } from '../core/words.ts';
import type { Command, Vocabulary } from './command.ts';

export const control: Command = {
  name: 'control',
  phrases: ['control'],
  group: 'ask',
  summary: 'One control and the recommendations in it.',
  forms: ['control <name> [<scope>]'],
  examples: ['control {control}', 'control {control} {scope}'],
  who: 'granted',
  read(words, vocabulary) {
    const { named, scope } = split(words, vocabulary);
    return async ({ world, card }) => controlCard(await oneControl(world, scope, named.id), card);
  },
};

type Split = { named: Named; scope: Scope };

/** A control's name and a scope's stand side by side: of the ways to part them the most exact wins, then the longest name. */
function split(words: readonly Word[], { controls, scopes }: Vocabulary): Split {
  if (withoutFillers(words).length === 0)
    throw new UserError('Which control? "controls" lists them.', ['controls']);
  let best: (Split & { rank: number }) | null = null;
  for (let at = words.length; at > 0; at -= 1) {
    const named = tried(() => match(words.slice(0, at), controls, (name) => `control ${name}`));
    const scope = tried(() => findScope(words.slice(at), scopes, String));
    if (named === null || scope === null) continue;
    const rank = exactness(named) + exactness(scope);
    if (best === null || rank > best.rank) best = { named: named.found, scope: scope.found, rank };
  }
  return best ?? fail(words, { controls, scopes });
}

const exactness = (found: Match<unknown>): number => (found.how === 'exact' ? 1 : 0);

/** An ambiguous part is no way to split; if there is no other, `fail` says what was ambiguous. */
function tried<T>(attempt: () => T): T | null {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** No way to part the words fits: says what is wrong with the longest name that is a control, or with the whole. */
function fail(words: readonly Word[], { controls, scopes }: Pick<Vocabulary, 'controls' | 'scopes'>): never {
  for (let at = words.length; at > 0; at -= 1) {
    const named = match(words.slice(0, at), controls, (name) => `control ${name}`);
    if (named === null) continue;
    scopeFrom(words.slice(at), scopes, (address) => `control '${named.found.name}' ${address}`);
  }
  throw unknown('control', joinWords(withoutFillers(words)), controls, (name) => `control ${name}`);
}
