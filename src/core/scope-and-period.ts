import { UserError } from './errors.ts';
import { exactly, findScope, type Line, scopeFrom } from './names.ts';
import { badPeriod, type Period, parsePeriod } from './period.ts';
import type { Scope } from './scope.ts';
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
  if (looksLikeTime(words)) throw badPeriod(words, line);
  return { scope: scopeFrom(words, scopes, line), period: null };
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

/** An ambiguous part of a name is no way to part the words. */
function tried<T>(attempt: () => T): T | null {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Nothing else in a question begins so. */
const looksLikeTime = (words: readonly Word[]): boolean =>
  /^(?:since|between|last|past|\d+ ?\w)/i.test(lineOf(skipFillers(words)));
