import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import {
  addressIn,
  byName,
  exactly,
  findScope,
  match,
  type Named,
  scopeFrom,
  scopesOf,
  unknown,
} from '../../src/core/names.ts';
import { readings } from '../../src/core/readings.ts';
import type { Estate, Scope, ScopeKind } from '../../src/core/scope.ts';
import { splitWords } from '../../src/core/words.ts';

const scope = (kind: ScopeKind, id: string, name: string): Scope => ({ kind, id, name });
const PROD = scope('subscription', 's-1', 'Contoso Prod');
const DEV = scope('subscription', 's-2', 'Contoso Dev');
const TWIN = scope('subscription', 's-3', 'Twin');
const OTHER_TWIN = scope('management-group', 'mg-4', 'twin');
const PLATFORM = scope('management-group', 'mg-1', 'Platform');
const AWS = scope('connector', '/subscriptions/x/aws', 'aws-1');
const LOOP = scope('subscription', 's-5', 'In the Loop');
/** A group whose id is a subscription's name. */
const LAKE = scope('subscription', 's-6', 'Lake');
const LAKES = scope('management-group', 'lake', 'Lakes');
const scopes = [PROD, DEV, TWIN, OTHER_TWIN, PLATFORM, AWS, LOOP, LAKE, LAKES];
const line = (address: string) => `score ${address}`.trim();
const named = (text: string) => scopeFrom(splitWords(text), scopes, line);

function refusal(what: () => unknown): { message: string; suggestions: readonly string[] } {
  try {
    what();
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, suggestions: error.suggestions };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the scope that words name', () => {
  it.each<[string, Scope]>([
    ['Contoso Prod', PROD],
    ['CONTOSO PROD', PROD],
    ['prod', PROD],
    ['for the prod please', PROD],
    ['pr', PROD],
    ['s-1', PROD],
    ['S-1', PROD],
    ['for the Contoso Prod please', PROD],
    ['Contoso Prod.', PROD],
    ["'Contoso Dev'", DEV],
    ['subscription Contoso Prod', PROD],
    ['sub dev', DEV],
    ['management group platform', PLATFORM],
    ['mg plat', PLATFORM],
    ['connector aws', AWS],
    ['in the loop', LOOP],
    ['loop', LOOP],
    ['mg twin', OTHER_TWIN],
    ['subscription twin', TWIN],
    ['mg lake', LAKES],
    ['sub lake', LAKE],
    ['lakes', LAKES],
  ])('%j', (text, expected) => expect(named(text)).toEqual(expected));

  it.each(['', 'all', 'everything', 'All Subscriptions', 'for the', 'show me all please'])(
    '%j is everything',
    (text) => expect(named(text)).toEqual({ kind: 'all', id: 'all', name: 'All subscriptions' }),
  );

  it('an exact name wins over everything and over the words for a kind', () => {
    const odd = [scope('subscription', 's-8', 'All'), scope('subscription', 's-9', 'sub prod'), PROD];
    expect(scopeFrom(splitWords('all'), odd, line).id).toBe('s-8');
    expect(scopeFrom(splitWords('sub prod'), odd, line).id).toBe('s-9');
  });

  it('a word for a kind with no such thing behind it is a part of a name', () => {
    const odd = [scope('subscription', 's-8', 'old subscription lab'), PROD];
    expect(scopeFrom(splitWords('subscription'), odd, line).id).toBe('s-8');
    expect(scopeFrom(splitWords('subscription lab'), odd, line).id).toBe('s-8');
    const group = scope('management-group', 'g', 'mg lab two');
    expect(scopeFrom(splitWords('mg lab'), [group, PROD], line).id).toBe('g');
    const called = scope('management-group', 'g', 'sub lab two');
    expect(scopeFrom(splitWords('sub lab'), [called, PROD], line).id).toBe('g');
  });

  it('says how it was found, and null where nothing fits', () => {
    expect(findScope(splitWords('contoso prod'), scopes, line)).toEqual({ found: PROD, how: 'exact' });
    expect(findScope(splitWords('prod'), scopes, line)).toEqual({ found: PROD, how: 'part' });
    expect(findScope(splitWords('all'), scopes, line)?.how).toBe('exact');
    expect(findScope(splitWords('zorg'), scopes, line)).toBeNull();
    expect(findScope(splitWords('p'), scopes, line)).toBeNull();
  });

  it('asks which one where several fit, by what names each alone', () => {
    const twins = refusal(() => named('twin'));
    expect(twins.message).toBe('"twin" fits several: Twin (s-3), twin (mg-4). Which one?');
    expect(twins.suggestions).toEqual(['score s-3', 'score mg-4']);
    expect(refusal(() => named('contoso')).suggestions).toEqual([
      "score 'Contoso Prod'",
      "score 'Contoso Dev'",
    ]);
    expect(refusal(() => named('lake')).suggestions).toEqual(['score s-6', "score 'Lakes'"]);
    const many = Array.from({ length: 7 }, (_, n) => scope('subscription', `n-${n}`, `Lab ${n}`));
    const some = refusal(() => scopeFrom(splitWords('lab'), many, line));
    expect(some.message).toBe('"lab" fits several: Lab 0, Lab 1, Lab 2, Lab 3, Lab 4 and 2 more. Which one?');
    expect(some.suggestions).toHaveLength(5);
    expect(refusal(() => scopeFrom(splitWords('lab'), many.slice(0, 5), line)).message).not.toContain('more');
  });

  it('names everything by its id where something else has its name', () => {
    const all = scope('all', 'all', 'All subscriptions');
    const odd = [all, scope('subscription', 's-8', 'all subscriptions')];
    const which = (scopes: Scope[]) =>
      refusal(() => scopeFrom(splitWords('all subscriptions'), scopes, line));
    expect(which(odd).suggestions).toEqual(['score all', 'score s-8']);
    expect(which([...odd, scope('subscription', 's-9', 'all')]).suggestions[0]).toBe('score all');
  });

  it('offers what is near, or how to list what there is', () => {
    expect(refusal(() => named('the contoso prdo'))).toEqual({
      message: expect.stringMatching(
        /^I don't know a scope called "contoso prdo"\. Did you mean Contoso Prod/,
      ),
      suggestions: expect.arrayContaining(["score 'Contoso Prod'"]),
    });
    expect(refusal(() => named('contso')).message).toMatch(/Did you mean Contoso \w+ or Contoso \w+\?$/);
    expect(refusal(() => named('zorgblatt'))).toEqual({
      message: 'I don\'t know a scope called "zorgblatt". Ask "score" to see what there is.',
      suggestions: ['score', 'help'],
    });
  });
});

describe('things by name', () => {
  const things: Named[] = [
    { id: 'a', name: 'Enable MFA' },
    { id: 'b', name: 'Encrypt data in transit', aliases: ['TLS'] },
    { id: 'c', name: 'b' },
    { id: 'd', name: 'System updates.', aliases: ['b', 'late'] },
    { id: 'late', name: 'The last' },
  ];
  const ids = (text: string) => exactly(splitWords(text), things).map(({ id }) => id);

  it.each([
    ['enable mfa', ['a']],
    ['tls', ['b']],
    // A name and an id win over an alias, wherever they stand.
    ['b', ['b', 'c']],
    ['late', ['late']],
    ['system updates.', ['d']],
    ['the last', ['late']],
    ['mfa', []],
  ])('exactly %j is %j', (text, expected) => expect(ids(text)).toEqual(expected));

  it('finds none for none', () => expect(match(splitWords('zorg'), things, line)).toBeNull());

  it('does not let two letters of a name stand for it where one was typed', () => {
    expect(match(splitWords('m'), things, line)).toBeNull();
    expect(match(splitWords('mf'), things, line)).toEqual({ found: things[0], how: 'part' });
  });

  it('suggests by alias too, once for a command that lists itself', () => {
    expect(unknown('control', 'tlss', things, (address) => `control ${address}`)).toMatchObject({
      message: 'I don\'t know a control called "tlss". Did you mean TLS?',
      suggestions: ["control 'TLS'"],
    });
    expect(unknown('control', 'zorg', things, line).suggestions).toEqual(['controls', 'help']);
    expect(unknown('command', 'zorg', things, line).suggestions).toEqual(['help']);
    expect(unknown('control or recommendation', 'zorg', [], line).suggestions).toEqual(['fix', 'help']);
    const long = unknown('scope', `zorg ${'x'.repeat(300)}`, [], line).message;
    expect(long.length).toBeLessThan(150);
  });

  it('orders by code point, then by id', () => {
    const all = ['b', 'B', 'a', 'ä', 'a'].map((name, n) => ({ name, id: String(9 - n) }));
    expect(all.toSorted(byName).map(({ name, id }) => name + id)).toEqual(['B8', 'a5', 'a7', 'b9', 'ä6']);
    expect(byName({ id: '1', name: 'a' }, { id: '1', name: 'a' })).toBe(0);
    expect(byName({ id: '1', name: 'b' }, { id: '2', name: 'a' })).toBe(1);
  });
});

describe('what a scope is called in a command line', () => {
  const estate: Estate = {
    groups: [OTHER_TWIN, PLATFORM, LAKES].map(({ id, name }) => ({ id, name })),
    subscriptions: [PROD, TWIN, AWS, LAKE].map(({ id, name, kind }) => ({
      ...{ id, name, environment: 'Azure', state: 'enabled', ancestors: [], unreadSince: null },
      kind: kind === 'connector' ? 'connector' : 'subscription',
    })),
    unreadGroups: [],
  };

  it('reads back as the same scope', () => {
    const [all, address] = [scopesOf(estate), addressIn(estate)];
    expect(all.map(({ id }) => id)).toEqual([
      'mg-4',
      'mg-1',
      'lake',
      's-1',
      's-3',
      '/subscriptions/x/aws',
      's-6',
    ]);
    for (const one of all) expect(scopeFrom(splitWords(address(one)), all, line)).toEqual(one);
    expect(address(PROD)).toBe("'Contoso Prod'");
    expect(address(TWIN)).toBe('s-3');
    expect(address(LAKES)).toBe("'Lakes'");
    expect(address(scope('all', 'all', 'x'))).toBe('');
  });

  it('names the kind where neither name nor id is alone', () => {
    const crowd: Estate = { ...estate, groups: [...estate.groups, { id: 's-1', name: 'contoso prod' }] };
    const address = addressIn(crowd);
    expect(address(PROD)).toBe('subscription s-1');
    expect(address(scope('management-group', 's-1', 'contoso prod'))).toBe('management group s-1');
    for (const one of [PROD, scope('management-group', 's-1', 'contoso prod')])
      expect(scopeFrom(splitWords(address(one)), scopesOf(crowd), line)).toEqual(one);
  });
});

describe('what words may mean as a name', () => {
  it.each([
    ['Prod', ['Prod']],
    ['', []],
    ['the', ['the']],
    [
      'for the Prod please',
      ['for the Prod please', 'for the Prod', 'the Prod please', 'the Prod', 'Prod please', 'Prod'],
    ],
    ['Prod.', ['Prod.', 'Prod']],
    ['a.b', ['a.b']],
    [
      'the Prod for please',
      ['the Prod for please', 'the Prod for', 'Prod for please', 'the Prod', 'Prod for', 'Prod'],
    ],
    ['Prod the the the the the the the', [7, 6, 5, 4, 3, 2, 1, 0].map((n) => `Prod${' the'.repeat(n)}`)],
    ['In the Loop', ['In the Loop', 'the Loop', 'Loop']],
    ["'the Prod'", ['the Prod']],
    ['a the b', ['a the b', 'a b']],
    // More than six fillers at one end are noise.
    ['the the the the the the the Prod', [7, 6, 5, 4, 3, 2, 1, 0].map((n) => `${'the '.repeat(n)}Prod`)],
  ])('%j', (text, expected) => expect(readings(splitWords(text))).toEqual(expected));

  it('stays short whatever is typed', () => {
    const noise = `${'the '.repeat(25)}Prod ${'please '.repeat(25)}`;
    expect(readings(splitWords(noise)).length).toBeLessThanOrEqual(8 * 8 + 1);
    expect(readings(splitWords(noise))).toContain('Prod');
  });
});
