import { namedRecommendations } from '../answers/recommendations.ts';
import { whatIf as answer } from '../answers/what-if.ts';
import { whatIfCard } from '../cards/what-if.ts';
import type { Fixed } from '../cards/what-if-data.ts';
import { UserError } from '../core/errors.ts';
import { exactly, findScope, type Named, scopeFrom, unknown } from '../core/names.ts';
import { nearest } from '../core/nearest.ts';
import { after, joinWords, lineOf, splitWords, type Word, withoutFillers } from '../core/words.ts';
import type { Command, Vocabulary } from './command.ts';
import { isLink, partTargets, scopeAlone, type Targets, type Things, thingIn } from './targets.ts';
import { nothingFixed } from './what-if-scope.ts';

const MOST_FIXED = 5;

export const whatIf: Command = {
  name: 'what if',
  phrases: ['what if'],
  group: 'ask',
  summary: 'The score after fixing a control, a recommendation or several of them.',
  forms: [
    'what if <control or recommendation> [<scope>]',
    'what if <control or recommendation> and <another> [<scope>]',
  ],
  examples: ['what if {control}', 'what if {control} {scope}'],
  who: 'granted',
  read(words, vocabulary) {
    if (withoutFillers(words).length === 0) {
      const hint = 'What if what was fixed? "fix" and "controls" list what can be.';
      throw new UserError(hint, ['fix', 'controls']);
    }
    // Recommendations are read for this question alone, so names are looked up when it is answered.
    return async ({ world, card }) => {
      const recommendations = (await namedRecommendations(world)).map(fixedAs('recommendation'));
      const things = thingsOf(vocabulary, recommendations);
      const alone = scopeAlone(withoutVerb(words) ?? words, things);
      if (alone !== null) throw await nothingFixed(world, alone, card);
      const { fixed, scope } = targetsIn(words, things);
      return whatIfCard(await answer(world, scope, fixed), card);
    };
  },
};

const fixedAs =
  (kind: Fixed['kind']) =>
  ({ id, name }: Named): Fixed => ({ kind, id, name });

const thingsOf = ({ controls, scopes }: Vocabulary, recommendations: readonly Fixed[]): Things => ({
  controls: controls.map(fixedAs('control')),
  recommendations,
  scopes,
});

/** What people say between "what if" and a name. */
const VERBS = ['i fix', 'i fixed', 'we fix', 'we fixed', 'fix', 'fixing'];

const withoutVerb = (words: readonly Word[]): readonly Word[] | undefined =>
  VERBS.map((phrase) => after(words, phrase)).find((rest) => rest !== null && rest.length > 0) ?? undefined;

function targetsIn(words: readonly Word[], things: Things): Targets {
  const verb = withoutVerb(words);
  const named = partTargets(words, things) ?? (verb ? partTargets(verb, things) : null);
  const { fixed, scope } = named ?? fail(verb ?? words, things);
  const different = [...new Map(fixed.map((one) => [`${one.kind} ${one.id}`, one])).values()];
  if (different.length <= MOST_FIXED) return { fixed: different, scope };
  throw new UserError(`That is ${different.length} at once; "what if" takes ${MOST_FIXED} at most.`, [
    'fix',
    'controls',
  ]);
}

/** No way to part the words fits: goes through the names from the left and says what is wrong with the first bad one. */
function fail(words: readonly Word[], things: Things): never {
  const last = words.at(-1);
  if (last !== undefined && isLink(last)) {
    throw new UserError(`"${last.text}" wants another control or recommendation after it.`, [
      lineOf([...splitWords('what if'), ...words.slice(0, -1)]),
    ]);
  }
  let start = 0;
  for (let end = words.length; end > start; end -= 1) {
    const line = (address: string) => replaced(words, start, end, address);
    if (thingIn(words.slice(start, end), things, line) === null) continue;
    const next = words[end];
    if (next === undefined || !isLink(next)) {
      throw misspelt(words, start, things) ?? unknownScope(words, end, things);
    }
    start = end + 1;
    end = words.length + 1;
  }
  throw unknownName(words, start, things);
}

/** What was read as a name and a scope may be one name that is misspelt. */
function misspelt(words: readonly Word[], start: number, things: Things): UserError | null {
  const typed = joinWords(words.slice(start, endOfName(words, start, things)));
  const near = nearest(typed, [...things.controls, ...things.recommendations]);
  return near.length === 0 ? null : unknownName(words, start, things);
}

function unknownName(words: readonly Word[], start: number, things: Things): UserError {
  const end = endOfName(words, start, things);
  const typed = joinWords(withoutFillers(words.slice(start, end)));
  const all = [...things.controls, ...things.recommendations];
  return unknown('control or recommendation', typed, all, (name) => replaced(words, start, end, name));
}

/** The line with something else in the place of some of its words. */
const replaced = (words: readonly Word[], start: number, end: number, address: string): string =>
  lineOf([...splitWords('what if'), ...words.slice(0, start), ...splitWords(address), ...words.slice(end)]);

/** The name is good and what follows it is no scope. */
function unknownScope(words: readonly Word[], from: number, { scopes }: Things): Error {
  try {
    scopeFrom(words.slice(from), scopes, (address) => replaced(words, from, words.length, address));
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  return new Error('the words after a name are a scope, and the line was not understood');
}

/** An unknown name ends before the next "and", or before the scope that the line ends in. */
function endOfName(words: readonly Word[], start: number, { scopes }: Things): number {
  for (let at = start + 1; at < words.length; at += 1) {
    const word = words[at];
    if (word !== undefined && isLink(word)) return at;
    if (exactly(words.slice(at), scopes).length > 0 && findScope(words.slice(at), scopes, String) !== null)
      return at;
  }
  return words.length;
}
