import { describe, expect, test } from 'vitest';
import { type Alias, aliasFault, withAliases } from '../../src/core/alias.ts';
import { UserError } from '../../src/core/errors.ts';
import { findScope, scopeFrom } from '../../src/core/names.ts';
import type { Scope } from '../../src/core/scope.ts';
import { splitWords } from '../../src/core/words.ts';

const SCOPES: readonly Scope[] = [
  { kind: 'subscription', id: 'id-prod', name: 'Contoso Prod' },
  { kind: 'subscription', id: 'id-dev', name: 'Contoso Dev' },
  { kind: 'management-group', id: 'mg-web', name: 'Web' },
];
const alias = (name: string, kind: Scope['kind'], id: string): Alias => ({
  ...{ name, scope: { kind, id }, by: 'slack:T1/UADA', at: '2026-11-23T12:00:00.000Z' },
});
const called = (...aliases: Alias[]) => withAliases(SCOPES, aliases);
const found = (text: string, ...aliases: Alias[]) => scopeFrom(splitWords(text), called(...aliases), String);

describe('a scope that a conversation has a short name for', () => {
  const prod = alias('Live Shop', 'subscription', 'id-prod');

  test.each(['live shop', 'the LIVE SHOP please', "'Live Shop'", 'sub live shop', 'Contoso Prod', 'id-prod'])(
    'is found as %s, without the name in it',
    (typed) => {
      expect(found(typed, prod)).toEqual(SCOPES[0]);
    },
  );

  test('wins over fillers and over parts of names', () => {
    expect(found('the dev', alias('the dev', 'subscription', 'id-prod'))).toEqual(SCOPES[0]);
    expect(found('dev', alias('dev', 'subscription', 'id-prod'))).toEqual(SCOPES[0]);
    expect(found('contoso dev', alias('dev', 'subscription', 'id-prod'))).toEqual(SCOPES[1]);
  });

  test('is of its own kind, and no part of a short name finds it', () => {
    expect(findScope(splitWords('mg live shop'), called(prod), String)).toBeNull();
    expect(findScope(splitWords('shop'), called(prod), String)).toBeNull();
  });

  test('is offered by it where that is near', () => {
    expect(() => found('lve shop', prod)).toThrow(UserError);
    try {
      found('lve shop', prod);
    } catch (error) {
      expect(error).toMatchObject({ suggestions: ["'Live Shop'"] });
    }
  });

  test('loses it to a name or an id that came later', () => {
    const later = alias('Web', 'subscription', 'id-prod');
    expect(found('web', later)).toEqual(SCOPES[2]);
    expect(found('mg-web', alias('MG-WEB', 'subscription', 'id-prod'))).toEqual(SCOPES[2]);
  });

  test('and is gone: the short name names nothing', () => {
    expect(findScope(splitWords('old'), called(alias('old', 'subscription', 'gone')), String)).toBeNull();
  });
});

describe('a short name', () => {
  const PHRASES = ['score', 'fix', 'control', 'what if', 'time zone'];

  test.each(['prod', 'my prod', 'Ærøskøbing', '東京', 'p-1', "o'brien", 'scoreboard', 'x'.repeat(60), '2x'])(
    '%s is fine',
    (name) => {
      expect(aliasFault(name, PHRASES)).toBeNull();
    },
  );

  test.each([
    ['score', 'command'],
    ['Fix prod', 'command'],
    ['the control room', 'command'],
    ['what if prod', 'command'],
    ['all', 'something else'],
    ['share prod', 'something else'],
    ['sub one', 'something else'],
    ['the', 'pass over'],
    ['show me my', 'pass over'],
    ['yesterday', 'time'],
    ['7d', 'time'],
    ['last week', 'time'],
    ['march', 'time'],
    ['?!', 'letter or a digit'],
    ['', 'letter or a digit'],
    ['a"b', 'double quote'],
    ['x'.repeat(61), '60 characters'],
  ])('%j is refused, for it is or has: %s', (name, why) => {
    expect(aliasFault(name, PHRASES)).toContain(why);
  });
});
