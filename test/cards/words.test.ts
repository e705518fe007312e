import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, listed, shorten, shownName, shownNames } from '../../src/cards/words.ts';

test('a long name keeps its beginning and its end', () => {
  const name = `contoso-${'x'.repeat(80)}-prod`;
  expect(shorten(name)).toMatch(/^contoso-x+…x+-prod$/);
  expect(shorten(name)).toHaveLength(60);
  expect(shorten('x'.repeat(60))).toBe('x'.repeat(60));
});

test('nothing that people see as one letter is cut', () => {
  const family = '👩‍👩‍👧‍👦';
  for (let before = 0; before < 40; before += 1) {
    const short = shorten(`${'x'.repeat(before)}${family.repeat(12)}`);
    expect(short.replaceAll(family, '').replace(/[x…]/g, '')).toBe('');
  }
});

test('any text gets short enough and stays well formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const short = shorten(clean(text));
      expect(short.length).toBeLessThanOrEqual(60);
      expect(short.isWellFormed()).toBe(true);
    }),
  );
});

test('a letter under a heap of marks is cut like a word', () => {
  expect(shorten(`a${'\u0301'.repeat(200)}`).length).toBeLessThanOrEqual(60);
});

test('nothing that moves, hides or breaks text survives', () => {
  expect(clean('a\nb\r\n\tc\u2028d\u0000e')).toBe('a b c d e');
  expect(clean('\u202Egnp.exe\u202C \u2067x\u2069 \u200Bz\uFEFF \u{E000}q\u{E003}')).toBe('gnp.exe x z q');
  expect(clean('half \uD83D')).toBe('half \uFFFD');
});

test('a name that runs from right to left is isolated, whole, once, and no longer than any other', () => {
  const name = '\u05E2\u05E0\u05DF';
  const shown = `\u2068${name}\u2069`;
  expect(shownName(name)).toBe(shown);
  expect(clean(`${shown} is at 61.4 %`)).toBe(`${shown} is at 61.4 %`);
  // Whatever of the kind a name brings along goes: it could end the isolation, or begin another.
  for (const inside of [`\u2069${name}\u2068`, shown, `${name}\u2069`, `\u2068\u2068${name}\u2069`])
    expect(shownName(inside)).toBe(shown);
  expect(shownName('\u2068Prod\u2069')).toBe('Prod');
  for (const half of ['\u2068a', 'a\u2069', '\u2069a\u2068']) expect(clean(half)).toBe('a');
  const long = shownName(name.repeat(40));
  expect(long).toHaveLength(60);
  expect(long).toMatch(/^\u2068[^\u2068\u2069]*…[^\u2068\u2069]*\u2069$/);
});

test('a blank name is said to be blank', () => expect(shownName('\u200B \n')).toBe('(no name)'));

test('names that look the same are told apart by their ids, also when only their middles differ', () => {
  const long = (middle: string) => `${'a'.repeat(40)}${middle}${'b'.repeat(40)}`;
  const things = [
    { id: 'id-0001', name: 'Web' },
    { id: 'id-0002', name: 'Web' },
    { id: 'id-0003', name: 'Data' },
    { id: 'id-0004', name: long('1') },
    { id: 'id-0005', name: long('2') },
  ];
  const nameOf = shownNames(things);
  const shown = things.map(nameOf);
  expect(shown.slice(0, 3)).toEqual(['Web (…0001)', 'Web (…0002)', 'Data']);
  expect(new Set(shown).size).toBe(5);
});

test('as many characters of the id as it takes, and never one thing for another', () => {
  const connector = (n: number) => ({ id: `/subscriptions/${n}-0001/connectors/aws`, name: 'aws' });
  const nameOf = shownNames([connector(1), connector(2), connector(1)]);
  expect(nameOf(connector(1))).toBe('aws (…ns/1-0001/connectors/aws)');
  expect(nameOf(connector(2))).toBe('aws (…ns/2-0001/connectors/aws)');
  const short = shownNames([
    { id: 'a1', name: 'x' },
    { id: 'b1', name: 'x' },
  ]);
  expect(short({ id: 'a1', name: 'x' })).toBe('x (a1)');
});

test('flags, joined emoji and marks stay whole at both ends, wherever the cut falls', () => {
  for (const letter of ['🇳🇴', '👩🏽‍🚀', 'é̂', 'क्षि']) {
    for (let before = 0; before < 12; before += 1) {
      const short = shorten(`${'x'.repeat(before)}${letter.repeat(60)}${'y'.repeat(before)}`, 60);
      expect(short.replaceAll(letter, '').replace(/[xy…]/g, ''), `${letter} ${before}`).toBe('');
      expect(short.length).toBeLessThanOrEqual(60);
    }
  }
});

test('lists', () => {
  expect(listed([])).toBe('');
  expect(listed(['a'])).toBe('a');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
});
