import { quoted } from '../core/ambiguous.ts';
import { UserError } from '../core/errors.ts';
import { exactly, findScope, type Named } from '../core/names.ts';
import { nearest } from '../core/nearest.ts';
import { quoteName } from '../core/quote.ts';
import { after, afterFiller, fold, joinWords, lineOf, splitWords, type Word } from '../core/words.ts';
import type { Invocation } from '../ports.ts';
import type { Command, Question, Vocabulary } from './command.ts';

/**
 * Whose question it is, before its own words are read: who may ask is settled in between. `line` is the question alone,
 * without a page and without `share`.
 */
export type Parsed = {
  command: Command;
  line: string;
  page: number;
  share: boolean;
  /** Reads what follows the command. Throws a `UserError` with suggestions. */
  read: () => Question;
};

type Called = { command: Command; phrase: string; rest: readonly Word[] };

const LAST_PAGE = 1000;

/** The one grammar of every platform. Throws a `UserError` with suggestions. */
export function parse(
  asked: Pick<Invocation, 'text' | 'addressed'>,
  vocabulary: Vocabulary,
  commands: readonly Command[],
): Parsed {
  const typed = splitWords(asked.text);
  // A button's line begins with a command of ours, whatever else has that for a name.
  const pressed = asked.addressed === 'pressed';
  const whole = pressed ? [] : vocabulary.scopes;
  const shared = exactly(typed, whole).length > 0 ? null : after(typed, 'share');
  const { words, page } = pageOf(shared ?? typed, vocabulary, pressed ? 1 : 0);
  const called =
    calledIn(words, { ...vocabulary, scopes: whole }, commands) ??
    scoreOf(words, asked.addressed, vocabulary, commands);
  const { command, phrase, rest } = called;
  const line = lineOf([...splitWords(phrase), ...rest]);
  const read = () => command.read(rest, vocabulary, phrase);
  return { command, line, page, share: shared !== null, read };
}

/** `page N` at the end, unless it is the end of an exact name, which begins at the word `from` or later. */
function pageOf(
  words: readonly Word[],
  { scopes, everything }: Vocabulary,
  from: number,
): { words: readonly Word[]; page: number } {
  const number = after(words.slice(-2), 'page')?.[0];
  if (number === undefined || number.quoted) return { words, page: 1 };
  const isName = (end: readonly Word[]) =>
    exactly(end, scopes).length > 0 || exactly(end, everything).length > 0;
  if (words.some((_, at) => at >= from && isName(words.slice(at)))) return { words, page: 1 };
  const page = Number(number.text);
  if (Number.isInteger(page) && page >= 1 && page <= LAST_PAGE) return { words: words.slice(0, -2), page };
  throw new UserError(`"${number.text}" is no page; pages count from 1.`, [lineOf(words.slice(0, -2))]);
}

/** The command that the words begin with, fillers in front skipped. An exact name of a scope is no command. */
function calledIn(
  words: readonly Word[],
  { scopes }: Vocabulary,
  commands: readonly Command[],
): Called | null {
  const found = commandAt(words, commands);
  if (found !== null && found.rest.length === 0) return found;
  if (exactly(words, scopes).length > 0) return null;
  if (found !== null) return found;
  const rest = afterFiller(words);
  return rest === null ? null : calledIn(rest, { scopes, controls: [], everything: [] }, commands);
}

function commandAt(words: readonly Word[], commands: readonly Command[]): Called | null {
  const found = commands.flatMap((command) =>
    command.phrases.flatMap((phrase) => {
      const rest = after(words, phrase);
      return rest === null ? [] : [{ command, phrase: phraseOf(command, phrase), rest }];
    }),
  );
  return found.sort((a, b) => a.rest.length - b.rest.length)[0] ?? null;
}

/** A greeting stays as it was typed; every other phrase becomes the command's own name. */
const phraseOf = (command: Command, phrase: string) => (command.name === 'help' ? phrase : command.name);

/** Text that begins with no command is about a score where the bot was called by name, or where it names a scope. */
function scoreOf(
  words: readonly Word[],
  addressed: Invocation['addressed'],
  vocabulary: Vocabulary,
  commands: readonly Command[],
): Called {
  const score = commands.find(({ name }) => name === 'score');
  if (score === undefined) throw new Error('the list of commands has no score');
  if (words.length === 0 && addressed !== 'named')
    throw new UserError('Ask me something: for example "score".', ['score', 'help']);
  const called = { command: score, phrase: 'score', rest: words };
  if (words.length === 0 || findScope(words, vocabulary.scopes, (address) => `score ${address}`) !== null)
    return called;
  const inside = within(words, vocabulary, commands);
  const meant = inside.length > 0 ? inside : misspelt(words, vocabulary, commands);
  const aboutScope =
    inside.length === 0 && (meant.length === 0 || nearest(joinWords(words), vocabulary.scopes).length > 0);
  if (addressed === 'named' && aboutScope) return called;
  throw notUnderstood(words, meant, vocabulary.scopes);
}

/** The question that stands somewhere after the first word: "tell me the score", "contoso prod trend". */
function within(words: readonly Word[], vocabulary: Vocabulary, commands: readonly Command[]): string[] {
  const asking = commands.filter(({ group }) => group === 'ask');
  for (let at = 1; at < words.length; at += 1) {
    const found = commandAt(words.slice(at), asking);
    if (found === null) continue;
    const { command, phrase, rest } = found;
    const ends = [...(rest.length > 0 ? [rest] : []), words.slice(0, at), []];
    const end = ends.find((end) => reads(command, end, vocabulary));
    if (end !== undefined) return [lineOf([...splitWords(phrase), ...end])];
  }
  return [];
}

/** The lines that would have been understood, had they begun as a command does that they are near to. */
function misspelt(words: readonly Word[], vocabulary: Vocabulary, commands: readonly Command[]): string[] {
  const verbs = commands.flatMap((command) =>
    command.phrases.map((phrase) => ({
      id: phrase,
      name: phrase,
      command,
      count: splitWords(phrase).length,
    })),
  );
  return [...Map.groupBy(verbs, ({ count }) => count)].flatMap(([count, verbs]) =>
    nearest(joinWords(words.slice(0, count)), verbs)
      .filter(({ name }) => name.length > 2)
      .flatMap(({ name, command }) => {
        const rest = words.slice(count);
        // What follows "help" is read when it is answered.
        const tails = command.name === 'help' && commandAt(rest, commands) === null ? [[]] : [rest, []];
        const tail = tails.find((tail) => reads(command, tail, vocabulary));
        return tail === undefined ? [] : [lineOf([...splitWords(phraseOf(command, name)), ...tail])];
      }),
  );
}

function reads(command: Command, words: readonly Word[], vocabulary: Vocabulary): boolean {
  try {
    command.read(words, vocabulary, command.name);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function notUnderstood(
  words: readonly Word[],
  meant: readonly string[],
  scopes: readonly Named[],
): UserError {
  const named = nearest(joinWords(words), scopes).map(({ name, id }) => `score ${quoteName(name, id)}`);
  const suggestions = different([...named, ...meant]).slice(0, 4);
  const shown = `"${quoted(joinWords(words))}"`;
  if (suggestions.length === 0) {
    return new UserError(`I don't understand ${shown}. "help" tells what I can do.`, ['score', 'help']);
  }
  return new UserError(`I don't understand ${shown}. Did you mean one of these?`, suggestions);
}

/** Each line once, whichever way its names are written. */
const different = (lines: readonly string[]): string[] =>
  [
    ...new Map(lines.toReversed().map((line) => [fold(joinWords(splitWords(line))), line])).values(),
  ].reverse();
