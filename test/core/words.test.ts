import { describe, expect, it } from 'vitest';
import { quoteName } from '../../src/core/quote.ts';
import { fold, lineOf, plain, splitWords, withoutFillers } from '../../src/core/words.ts';

const texts = (line: string) => splitWords(line).map(({ text }) => text);

describe('words', () => {
  it.each([
    ['score for Contoso Prod', ['score', 'for', 'Contoso', 'Prod']],
    ['score \u2018Contoso Prod\u2019', ['score', 'Contoso Prod']],
    ['score \u201CContoso Prod\u201D?', ['score', 'Contoso Prod']],
    ["score O'Brien's lab", ['score', "O'Brien's", 'lab']],
    ['score\u00A0a\u2013b\tc\u0007d', ['score', 'a-b', 'c', 'd']],
    ['what is the score?', ['what', 'is', 'the', 'score']],
    ["fix ''", ['fix']],
    ['a \u202Eb\u202C c', ['a', 'b', 'c']],
    ['score 👩‍👧', ['score', '👩‍👧']],
  ])('splits %j', (line, expected) => {
    expect(texts(line)).toEqual(expected);
  });

  it('compares names without what cannot be seen', () => {
    expect(fold('\u200DPro\u200Cd\u2060')).toBe('prod');
    expect(quoteName('\u200D', 'id-1')).toBe('id-1');
  });

  it('refuses what is far too long, with a way out', () => {
    expect(() => splitWords('x'.repeat(10_000))).toThrow(/at most 1000/);
  });

  it('refuses more words than every way to part them can be tried for', () => {
    expect(splitWords('a '.repeat(60))).toHaveLength(60);
    expect(() => splitWords('a '.repeat(61))).toThrow(/61 words.*at most 60/);
    expect(splitWords(`score '${'a '.repeat(200)}'`)).toHaveLength(2);
  });

  it('drops fillers anywhere, but not inside quotes', () => {
    expect(
      withoutFillers(splitWords("show me the score of 'In The Loop' please")).map(({ text }) => text),
    ).toEqual(['score', 'In The Loop']);
  });

  it.each([
    'Contoso Prod',
    "O'Brien",
    'the "old" one',
    '<!channel> & *co*',
    "x' y",
    'a  b',
    'O\u2019Brien',
    '\u201Cold\u201D',
    'a\u2013b',
  ])('reads back the quoted name %j', (name) => {
    const line = `score ${quoteName(name, 'id-1')}`;
    expect(texts(line)).toEqual(['score', plain(name)]);
  });

  it('leaves a name that no quote can hold to its id', () => {
    expect(quoteName(`it's "both"`, 'id-1')).toBe('id-1');
    expect(quoteName('two\nlines', 'id-1')).toBe('id-1');
  });

  it('writes a line that splits into the same words', () => {
    const words = splitWords(`control 'Enable MFA' "O'Brien lab" x`);
    expect(splitWords(lineOf(words))).toEqual(words);
  });
});
