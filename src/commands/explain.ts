import { explainOf } from '../answers/explain.ts';
import { movedOf } from '../answers/moved.ts';
import { explainCard } from '../cards/explain.ts';
import { movedCard } from '../cards/moved.ts';
import { UserError } from '../core/errors.ts';
import { exactly } from '../core/names.ts';
import { daysAgo } from '../core/period.ts';
import type { Scope } from '../core/scope.ts';
import { type ScopeAndPeriod, scopeAndPeriod } from '../core/scope-and-period.ts';
import { after, lineOf, skipFillers, type Word } from '../core/words.ts';
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
    'explain [<scope>] [since <when>] cause <number>',
    'explain [<scope>] [since <when>] resources',
  ],
  examples: ['explain', 'explain {scope} since last month', 'why did {scope} drop'],
  who: 'granted',
  read(words, { scopes }) {
    const { about, which } = partWhich(words, scopes);
    const { scope, period } = readAbout(about, scopes);
    return async ({ world, card }) => {
      const time = { period: period ?? daysAgo(DAYS), zone: card.zone ?? 'UTC' };
      if (which !== null) return movedCard(await movedOf(world, scope, { ...time, ...which }), card);
      return explainCard(await explainOf(world, scope, time.period, time.zone), card);
    };
  },
};

/** Which resources of an explanation: of one cause, counted from 1, or of all (null). */
type Which = { cause: number | null };

/** `cause 2` or `resources` at the end, unless the words are exactly the name of a scope. */
function partWhich(
  words: readonly Word[],
  scopes: readonly Scope[],
): { about: readonly Word[]; which: Which | null } {
  if (exactly(words, scopes).length > 0) return { about: words, which: null };
  if (after(words.slice(-1), 'resources') !== null)
    return { about: words.slice(0, -1), which: { cause: null } };
  const number = after(words.slice(-2), 'cause')?.[0];
  if (number === undefined || number.quoted) return { about: words, which: null };
  const about = words.slice(0, -2);
  const cause = Number(number.text);
  if (Number.isInteger(cause) && cause >= 1) return { about, which: { cause } };
  const line = lineOf([{ text: 'explain', quoted: false }, ...about]);
  throw new UserError(`"${number.text.slice(0, 60)}" is no cause; they count from 1.`, [
    `${line} cause 1`,
    line,
  ]);
}

/** A name may hold a word such as `drop`, so the words are first read as they are. */
function readAbout(words: readonly Word[], scopes: readonly Scope[]): ScopeAndPeriod {
  const read = (said: readonly Word[]) => scopeAndPeriod(said, scopes, (address) => `explain ${address}`);
  try {
    return read(words);
  } catch (error) {
    const bare = withoutVerb(words, scopes);
    if (!(error instanceof UserError) || bare.length === words.length) throw error;
    return read(bare);
  }
}

/** Without `drop`, `go down` and `the score of` around the scope, which may be `it`; a quoted word belongs to a name. */
function withoutVerb(all: readonly Word[], scopes: readonly Scope[]): readonly Word[] {
  const said = skipFillers(all);
  const words = after(said, 'score of') ?? after(said, 'score for') ?? after(said, 'score') ?? said;
  const at = words.findLastIndex((word) => !word.quoted && VERB.test(word.text));
  if (at === -1) return words;
  const way = words[at + 1];
  const next = way !== undefined && !way.quoted && WAY.test(way.text) ? at + 2 : at + 1;
  const named = words.slice(0, at);
  const it = after(named, 'it')?.length === 0 && exactly(named, scopes).length === 0;
  return [...(it ? [] : named), ...words.slice(next)];
}
