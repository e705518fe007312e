import { explainOf } from '../answers/explain.ts';
import { explainCard } from '../cards/explain.ts';
import { UserError } from '../core/errors.ts';
import { daysAgo } from '../core/period.ts';
import type { Scope } from '../core/scope.ts';
import { type ScopeAndPeriod, scopeAndPeriod } from '../core/scope-and-period.ts';
import { after, skipFillers, type Word } from '../core/words.ts';
import type { Command } from './command.ts';

const DAYS = 7;
/** How a question of why ends: `why did Contoso Prod drop since monday` asks for both what is before and after it. */
const VERB =
  /^(?:drop(?:ped)?|fall(?:en)?|fell|go|went|change[ds]?|move[ds]?|rise|rose|risen|increase[ds]?|decrease[ds]?|sink|improve[ds]?)$/i;
const WAY = /^(?:up|down|off)$/i;

export const explain: Command = {
  name: 'explain',
  phrases: ['explain', 'why did', 'why has', 'why is', 'why'],
  group: 'ask',
  summary: 'What moved the score: contributions that sum to the change.',
  forms: [
    'explain [<scope>] [since <when>]',
    'explain [<scope>] between <day> and <day>',
    'why did <scope> drop [since <when>]',
  ],
  examples: ['explain', 'explain {scope} since last month', 'why did {scope} drop'],
  who: 'granted',
  read(words, { scopes }) {
    const { scope, period } = readAbout(words, scopes);
    return async ({ world, card }) => {
      const data = await explainOf(world, scope, period ?? daysAgo(DAYS), card.zone ?? 'UTC');
      return explainCard(data, card);
    };
  },
};

/** A name may hold a word such as `drop`, so the words are first read as they are. */
function readAbout(words: readonly Word[], scopes: readonly Scope[]): ScopeAndPeriod {
  const read = (said: readonly Word[]) => scopeAndPeriod(said, scopes, (address) => `explain ${address}`);
  try {
    return read(words);
  } catch (error) {
    const bare = withoutVerb(words);
    if (!(error instanceof UserError) || bare.length === words.length) throw error;
    return read(bare);
  }
}

/** Without `drop`, `go down` and `the score of` around the scope; a quoted word belongs to a name. */
function withoutVerb(all: readonly Word[]): readonly Word[] {
  const said = skipFillers(all);
  const words = after(said, 'score of') ?? after(said, 'score for') ?? after(said, 'score') ?? said;
  const at = words.findLastIndex((word) => !word.quoted && VERB.test(word.text));
  if (at === -1) return words;
  const way = words[at + 1];
  const next = way !== undefined && !way.quoted && WAY.test(way.text) ? at + 2 : at + 1;
  return [...words.slice(0, at), ...words.slice(next)];
}
