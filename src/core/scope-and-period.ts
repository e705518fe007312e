import { tried, UserError } from './errors.ts';
import { exactly, findScope, type Line, scopeFrom } from './names.ts';
import { badPeriod, type Period, parsePeriod } from './period.ts';
import type { Scope } from './scope.ts';
import { ahead } from './when.ts';
import { lineOf, skipFillers, type Word } from './words.ts';

export type ScopeAndPeriod = { scope: Scope; period: Period | null };

/**
 * Parts words into a scope and a time, either of which may be missing; the time may stand at either end. An exact name
 * wins over a time ("March" can be a subscription), a time over a part of a name, and the longest name over a shorter
 * one. Throws a `UserError` with suggestions.
 */
export function scopeAndPeriod(words: readonly Word[], scopes: readonly Scope[], line: Line): ScopeAndPeriod {
  if (exactly(words, scopes).length > 0) return { scope: scopeFrom(words, scopes, line), period: null };
  const parts = partings(words).flatMap(({ name, time }) => {
    const period = parsePeriod(time);
    return period === null ? [] : [{ name, period }];
  });
  for (const { name, period } of parts) {
    const found = tried(() => findScope(name, scopes, line));
    if (found?.how === 'exact') return { scope: found.found, period };
  }
  const whole = tried(() => findScope(words, scopes, line));
  if (whole !== null) return { scope: whole.found, period: null };
  const [first] = parts;
  if (first !== undefined) return parted(parts, scopes, line);
  throw badTime(words, scopes, line) ?? badScope(words, scopes, line);
}

/** For a question that is about now: a time beside the scope is an error, made of the words without it and the time's. */
export function scopeWithoutPeriod(
  words: readonly Word[],
  scopes: readonly Scope[],
  line: Line,
  timeless: (rest: string) => UserError,
): Scope {
  const found = tried(() => scopeFrom(words, scopes, line));
  if (found !== null) return found;
  const timed = tried(() => scopeAndPeriod(words, scopes, line));
  throw timed !== null && timed.period !== null ? timeless(lineOf(words)) : badScope(words, scopes, line);
}

/** What to say of words that hold no time and name no scope. */
function badScope(words: readonly Word[], scopes: readonly Scope[], line: Line): UserError {
  try {
    scopeFrom(words, scopes, line);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('the words name a scope, and were not understood');
}

/** The words, or what follows an exact name in them, are meant as a time: one to come, or one that cannot be read. */
function badTime(words: readonly Word[], scopes: readonly Scope[], line: Line): UserError | null {
  for (const { name, time } of partings(words)) {
    const said = skipFillers(time);
    const scope = looksLikeTime(said) ? tried(() => findScope(name, scopes, line)) : null;
    if (scope?.how !== 'exact') continue;
    const address = lineOf(skipFillers(name));
    const lineAt = (at: string) => line(address === '' ? at : `${address} ${at}`);
    return isAhead(said) ? toCome(said, lineAt) : badPeriod(said, lineAt);
  }
  return null;
}

type Parting = { name: readonly Word[]; period: Period };

/** Some words are a time: the rest is part of a name, or says why it is none. */
function parted(parts: readonly Parting[], scopes: readonly Scope[], line: Line): ScopeAndPeriod {
  for (const { name, period } of parts) {
    const found = tried(() => findScope(name, scopes, line));
    if (found !== null) return { scope: found.found, period };
  }
  const { name = [], period } = parts.at(-1) ?? {};
  return { scope: scopeFrom(name, scopes, line), period: period ?? null };
}

/** Every way to part them, the longest name first. */
function partings(words: readonly Word[]): { name: readonly Word[]; time: readonly Word[] }[] {
  const found = [];
  for (let length = words.length - 1; length >= 0; length -= 1) {
    found.push({ name: words.slice(0, length), time: words.slice(length) });
    found.push({ name: words.slice(words.length - length), time: words.slice(0, words.length - length) });
  }
  return found;
}

/** Nothing else in a question begins so. */
const looksLikeTime = (words: readonly Word[]): boolean =>
  isAhead(words) || /^(?:since|between|last|past|over|during|within|\d+ ?\w)\b/i.test(lineOf(words));

/** `tomorrow`, `next week`: to come, whatever the clock says. */
const isAhead = (words: readonly Word[]): boolean =>
  /^(?:(?:since|until|the) )?(?:tomorrow|(?:next|coming) [\da-z ]+)$/i.test(lineOf(words));

const toCome = (words: readonly Word[], line: (time: string) => string): UserError =>
  new UserError(ahead({ text: lineOf(words) }).message, [line('7d'), line('3 months')]);
