import type { OrderRow } from '../cards/settings-data.ts';
import { canonicalKey } from '../core/access.ts';
import { UserError } from '../core/errors.ts';
import { scopesOf } from '../core/names.ts';
import { referenceOf } from '../core/reference.ts';
import { ALL, type Estate } from '../core/scope.ts';
import { splitWords } from '../core/words.ts';
import type { Command, Context, Vocabulary } from './command.ts';
import { parse } from './parse.ts';

/** What the configuration file may say of a conversation: what lasts. */
const LASTING: readonly string[] = ['grant', 'digest', 'alert', 'alias', 'target', 'timezone', 'quiet'];
const NOTHING: Vocabulary = { scopes: [], controls: [], everything: [] };

type File = Readonly<Record<string, readonly string[]>>;

/** Everything that is wrong with the lines of the file, apart from names, which nobody can look up yet. */
export function fileFaults(file: File, commands: readonly Command[]): string[] {
  return Object.entries(file).flatMap(([key, lines]) => [
    ...(canonicalKey(key) === key
      ? []
      : [`conversations.${key}: write slack:<team>/<channel or user> or teams:<id>`]),
    ...lines.flatMap((line, at) => {
      const fault = faultIn(line, commands);
      return fault === null ? [] : [`conversations.${key}, line ${at + 1}: ${fault}`];
    }),
  ]);
}

/** null: nothing, as far as can be told without knowing any name. */
function faultIn(line: string, commands: readonly Command[]): string | null {
  try {
    const { command, read } = parse({ text: line, addressed: 'pressed' }, NOTHING, commands);
    if (!LASTING.includes(command.name)) return `only ${LASTING.join(', ')} can stand here`;
    if (onlyAsks(command.name, line)) return `"${line}" orders nothing`;
    read();
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.unresolved ? null : error.message;
  }
}

/** `digest`, `digest preview`, `alert off for prod`, `alias`: questions, or the end of something. */
const onlyAsks = (name: string, line: string): boolean => {
  const [, ...rest] = splitWords(line).map(({ text, quoted }) => (quoted ? '' : text.toLowerCase()));
  const [second] = rest;
  if (second === undefined) return true;
  if (name === 'grant') return false;
  if (name === 'digest' || name === 'alert') return ['preview', 'off', 'stop'].includes(second);
  return rest.at(-1) === 'off' || (name === 'target' && second === 'off');
};

/** Lines of the file that are no order and name a scope which is not stored yet, with what is said of each. */
export function unnamedLines(
  lines: readonly string[],
  estate: Estate,
  commands: readonly Command[],
): { text: string; why: string }[] {
  const scopes = scopesOf(estate);
  const everything = { scopes, controls: [], everything: [ALL, ...scopes] };
  return lines.flatMap((text) => {
    const why = /^\s*(?:grant|target|alias)\b/i.test(text) ? whyWaiting(text, everything, commands) : null;
    return why === null ? [] : [{ text, why }];
  });
}

/** The digests and alerts of the file whose names mean nothing here yet, as rows of `settings`. */
export function waitingOf({ fileLines, commands }: Context, vocabulary: Vocabulary): OrderRow[] {
  return fileLines.flatMap((line) => {
    const kind = /^\s*digest\b/i.test(line) ? 'digest' : /^\s*alert\b/i.test(line) ? 'alert' : null;
    const why = kind === null ? null : whyWaiting(line, vocabulary, commands);
    if (kind === null || why === null) return [];
    return [
      {
        ...{
          id: idOf(line),
          kind,
          scope: null,
          text: line,
          rule: null,
          state: 'waiting',
          why,
          until: null,
          snoozedBy: null,
        },
        ...{ next: null, lastDelivery: null, source: 'file', by: null },
      },
    ];
  });
}

function whyWaiting(line: string, vocabulary: Vocabulary, commands: readonly Command[]): string | null {
  try {
    parse({ text: line, addressed: 'pressed' }, vocabulary, commands).read();
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** The same for the same line. */
function idOf(line: string): string {
  let hash = 0;
  for (const letter of line) hash = (31 * hash + (letter.codePointAt(0) ?? 0)) % 1_048_576;
  return referenceOf((below) => {
    const digit = hash % below;
    hash = Math.floor(hash / below);
    return digit;
  });
}
