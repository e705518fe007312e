import { UserError } from '../core/errors.ts';
import { scopeFrom } from '../core/names.ts';
import type { AlertRule } from '../core/order.ts';
import type { Scope } from '../core/scope.ts';
import { joinWords, type Word } from '../core/words.ts';
import type { Vocabulary } from './command.ts';
import { controlIn } from './control.ts';

/** What an alert is for. */
export type AskedRule = { rule: AlertRule; scope: Scope };

/** Percentage points: less is told apart from nothing by no one, and the noise of a recalculation is 0.3. */
const LEAST_DROP = 0.5;
const NUMBER = /^(\d{1,3}(?:[.,]\d{1,2})?)(%|pp|pts?)?$/i;
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
  const from = words[found + 1]?.text.toLowerCase() === 'by' ? found + 2 : found + 1;
  const amount = Number(NUMBER.exec(words[from]?.text ?? '')?.[1]?.replace(',', '.'));
  const left = [...words.slice(0, found), ...withoutUnit(words.slice(from + 1))];
  const [first, ...rest] = left;
  if (first?.quoted === false && /^controls?$/i.test(first.text) && kind === 'drop')
    return ofControl(rest, amount, vocabulary, command);
  const scope = scopeFrom(left, vocabulary.scopes, (address) => `${command} ${kind} ${amount} ${address}`);
  return { rule: kind === 'drop' ? dropRule(amount, command) : belowRule(amount, command), scope };
}

const isKind = (text: string): boolean => Object.hasOwn(KINDS, text.toLowerCase());

function isAmount(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined || word.quoted) return false;
  return NUMBER.test(word.text) || (word.text.toLowerCase() === 'by' && isAmount(words, at + 1));
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
  const found = controlIn(words, vocabulary);
  if (found === null)
    throw new UserError(
      `I don't know a control called "${joinWords(words).slice(0, 60)}". "controls" lists them.`,
      ['controls', `${command} drop 5`],
      true,
    );
  const { points: checked } = dropRule(points, command);
  return {
    rule: { kind: 'alert', of: 'control', control: found.named.id, points: checked },
    scope: found.scope,
  };
}

function dropRule(points: number, command: string) {
  if (points >= LEAST_DROP && points <= 100) return { kind: 'alert', of: 'drop', points } as const;
  throw new UserError(`A drop is of ${LEAST_DROP} to 100 percentage points.`, [`${command} drop 5`]);
}

function belowRule(percentage: number, command: string): AlertRule {
  if (percentage >= 1 && percentage <= 100) return { kind: 'alert', of: 'below', percentage };
  throw new UserError('A floor is a percentage of 1 to 100.', [`${command} below 70`]);
}
