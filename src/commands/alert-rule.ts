import { UserError } from '../core/errors.ts';
import { exactly, scopeFrom } from '../core/names.ts';
import type { AlertRule } from '../core/order.ts';
import type { Scope } from '../core/scope.ts';
import { lineOf, type Word } from '../core/words.ts';
import type { Vocabulary } from './command.ts';
import { controlFrom } from './control.ts';

/** What an alert is for. */
export type AskedRule = { rule: AlertRule; scope: Scope };

/** Percentage points: less is told apart from nothing by no one, and the noise of a recalculation is 0.3. */
const LEAST_DROP = 0.5;
const NUMBER = /^(-?\d+(?:[.,]\d+)?)(%|pp|pts?)?$/i;
/** What may stand between a kind and its number. */
const LINKS = ['by', 'of'];
const UNITS = ['%', 'pp', 'pt', 'pts', 'point', 'points', 'percent'];
const KINDS: Readonly<Record<string, 'drop' | 'below'>> = {
  ...{ drop: 'drop', drops: 'drop', fall: 'drop', falls: 'drop' },
  ...{ below: 'below', under: 'below' },
};

/**
 * Reads `drop 5 [pp] [for <scope>]`, `below 70 [for <scope>]` and `control <name> drop 10 [for <scope>]`; null where
 * the words name no rule. Throws a `UserError` with lines that begin with `command`.
 */
export function alertRuleIn(
  words: readonly Word[],
  vocabulary: Pick<Vocabulary, 'scopes' | 'controls'>,
  command: string,
): AskedRule | null {
  const found = words.findIndex(({ text, quoted }, at) => !quoted && isKind(text) && isAmount(words, at + 1));
  const kind = KINDS[words[found]?.text.toLowerCase() ?? ''];
  if (kind === undefined) return null;
  const from = isLink(words[found + 1]) ? found + 2 : found + 1;
  const amount = Number(NUMBER.exec(words[from]?.text ?? '')?.[1]?.replace(',', '.'));
  const left = [...words.slice(0, found), ...withoutUnit(words.slice(from + 1))];
  const [first, ...rest] = left;
  if (isControl(first) && exactly(left, vocabulary.scopes).length === 0) {
    if (kind === 'drop') return ofControl(rest, amount, vocabulary, command);
    throw new UserError('A control is watched for a drop, not for a floor.', [
      `${command} control ${lineOf(rest)} drop 10`,
    ]);
  }
  const scope = scopeFrom(left, vocabulary.scopes, (address) => `${command} ${kind} ${amount} ${address}`);
  return { rule: kind === 'drop' ? dropRule(amount, command) : belowRule(amount, command), scope };
}

const isKind = (text: string): boolean => Object.hasOwn(KINDS, text.toLowerCase());

function isAmount(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined || word.quoted) return false;
  return NUMBER.test(word.text) || (isLink(word) && NUMBER.test(words[at + 1]?.text ?? ''));
}

const isLink = (word: Word | undefined): boolean =>
  word?.quoted === false && LINKS.includes(word.text.toLowerCase());
const isControl = (word: Word | undefined): boolean =>
  word?.quoted === false && /^controls?$/i.test(word.text);

/** Words that name no rule: what is missing in them. Lines begin with `command`. */
export function ruleMissing(words: readonly Word[], command: string): UserError {
  const said = words.flatMap(({ text, quoted }) => (quoted ? [] : (KINDS[text.toLowerCase()] ?? [])));
  if (isControl(words[0]))
    return new UserError('Which control, and by how much? Such as: alert control MFA drop 10.', [
      'controls',
      `${command} drop 5`,
    ]);
  if (said[0] === 'drop') return new UserError(`By how much? ${DROP}`, [`${command} drop 5`]);
  if (said[0] === 'below') return new UserError(`Below what? ${FLOOR}`, [`${command} below 70`]);
  return new UserError('An alert is for a drop, a floor, or a drop of one control.', [
    `${command} drop 5`,
    `${command} below 70`,
    'alert test',
  ]);
}

function withoutUnit(words: readonly Word[]): readonly Word[] {
  const [first, second, ...rest] = words;
  if (first === undefined || first.quoted || !UNITS.includes(first.text.toLowerCase()))
    return first?.text.toLowerCase() === 'percentage' &&
      second?.text.toLowerCase().startsWith('point') === true
      ? rest
      : words;
  return words.slice(1);
}

function ofControl(
  words: readonly Word[],
  points: number,
  vocabulary: Pick<Vocabulary, 'scopes' | 'controls'>,
  command: string,
): AskedRule {
  const found = controlFrom(words, vocabulary, (name, place) =>
    [`${command} control ${name} drop ${points}`, ...(place === '' ? [] : [`for ${place}`])].join(' '),
  );
  const { points: checked } = dropRule(points, command);
  return {
    rule: { kind: 'alert', of: 'control', control: found.named.id, points: checked },
    scope: found.scope,
  };
}

const DROP = `A drop is of ${LEAST_DROP} to 100 percentage points, such as 5 or 2.5.`;
const FLOOR = 'A floor is a percentage of 1 to 100, such as 70.';

function dropRule(points: number, command: string) {
  if (points >= LEAST_DROP && points <= 100) return { kind: 'alert', of: 'drop', points } as const;
  throw new UserError(DROP, [`${command} drop 5`]);
}

function belowRule(percentage: number, command: string): AlertRule {
  if (percentage >= 1 && percentage <= 100) return { kind: 'alert', of: 'below', percentage };
  throw new UserError(FLOOR, [`${command} below 70`]);
}
