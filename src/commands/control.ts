import { oneControl } from '../answers/controls.ts';
import { controlCard } from '../cards/control.ts';
import { tried, UserError } from '../core/errors.ts';
import { exactly, findScope, type Match, match, type Named, scopeFrom, unknown } from '../core/names.ts';
import { quoteName } from '../core/quote.ts';
import type { Scope } from '../core/scope.ts';
import { joinWords, lineOf, type Word, withoutFillers } from '../core/words.ts';
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
    const { named, scope } = controlFrom(words, vocabulary, (name, place) =>
      ['control', name, ...(place === '' ? [] : [place])].join(' '),
    );
    return async ({ world, card }) => controlCard(await oneControl(world, scope, named.id), card);
  },
};

type Split = { named: Named; scope: Scope };
/** The command line for a control and a scope, which is empty for everything. */
type LineOf = (control: string, scope: string) => string;

/** As `controlIn`, but throws a `UserError` with suggestions where nothing fits. */
export function controlFrom(
  words: readonly Word[],
  vocabulary: Pick<Vocabulary, 'controls' | 'scopes'>,
  line: LineOf,
): Split {
  if (withoutFillers(words).length === 0)
    throw new UserError('Which control? "controls" lists them.', ['controls']);
  return controlIn(words, vocabulary) ?? fail(words, vocabulary, line);
}

/**
 * A control's name and a scope's stand side by side, the name first as a rule: of the ways to part them the most exact
 * wins, then the usual order, then the longest name. Null where none fits.
 */
export function controlIn(
  words: readonly Word[],
  { controls, scopes }: Pick<Vocabulary, 'controls' | 'scopes'>,
): Split | null {
  let best: (Split & { rank: number }) | null = null;
  for (const { name, place } of partings(words)) {
    const named = tried(() => match(name, controls, String));
    const scope = tried(() => findScope(place, scopes, String));
    if (named === null || scope === null) continue;
    const rank = exactness(named) + exactness(scope);
    if (best === null || rank > best.rank) best = { named: named.found, scope: scope.found, rank };
  }
  return best;
}

function partings(words: readonly Word[]): { name: readonly Word[]; place: readonly Word[] }[] {
  const ends = words.map((_, at) => words.length - at);
  const usual = ends.map((at) => ({ name: words.slice(0, at), place: words.slice(at) }));
  const swapped = ends.slice(1).map((at) => ({ name: words.slice(-at), place: words.slice(0, -at) }));
  return [...usual, ...swapped];
}

const exactness = (found: Match<unknown>): number => (found.how === 'exact' ? 1 : 0);

/** No way to part the words fits: says what is wrong with the longest name that is a control, or with the whole. */
function fail(
  words: readonly Word[],
  { controls, scopes }: Pick<Vocabulary, 'controls' | 'scopes'>,
  line: LineOf,
): never {
  for (let at = words.length; at > 0; at -= 1) {
    const named = match(words.slice(0, at), controls, (name) => line(name, ''));
    if (named === null) continue;
    const { name, id } = named.found;
    scopeFrom(words.slice(at), scopes, (address) => line(quoteName(name, id), address));
  }
  for (let at = words.length - 1; at > 0; at -= 1) {
    const front = words.slice(0, at);
    if (exactly(front, scopes).length === 0) continue;
    const typed = joinWords(withoutFillers(words.slice(at)));
    throw unknown('control', typed, controls, (name) => line(name, lineOf(front)));
  }
  throw unknown('control', joinWords(withoutFillers(words)), controls, (name) => line(name, ''));
}
