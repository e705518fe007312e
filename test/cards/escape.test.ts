import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { INERT, slackMarkup, teamsInert, teamsMarkup } from '../../src/cards/escape.ts';
import { clean } from '../../src/cards/words.ts';
import { HOSTILE } from '../support/card-facts.ts';

const markdown = new MarkdownIt({ html: false, linkify: false });
const decode = (html: string) =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** What a Markdown renderer makes of words, which must be one paragraph of just these. */
function drawn(words: string): string | null {
  const paragraph = /^<p>([^<]*)<\/p>\n$/.exec(markdown.render(teamsMarkup(words)));
  return paragraph?.[1] === undefined ? null : decode(paragraph[1]);
}

describe('Teams Markdown', () => {
  test.each([
    '*bold* **bold** _it_ __it__ ~~gone~~ `code`',
    '[x](javascript:alert(1))',
    '![x](https://evil.example/a.png)',
    '<https://evil.example> <at>All</at> <b>x</b>',
    '# heading',
    '- item',
    '+ item',
    '1. item',
    '12) item',
    '> quote',
    '---',
    '=== ',
    '&lt;b&gt; &#42; &copy;',
    'back\\slash \\*',
    'a | b',
    'R&D (EU), snake_case-name v1.2',
    clean(HOSTILE),
  ])('%s is shown as it is', (words) => expect(drawn(words)).toBe(words.trim()));

  test('any words are shown as they are', () => {
    const letters = fc.constantFrom(
      ...'*_~`[]()<>#+-=.!|\\&;:{}"\'/ abc019é\u00A0'.split(''),
      '](',
      '&lt;',
      '**',
      'http://a.b',
    );
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 24 }), (parts) => {
        const words = clean(parts.join('').replace(/ +/g, ' '));
        if (words !== '') expect(drawn(words)).toBe(words);
      }),
      { numRuns: 3000 },
    );
  });

  test('an ordinary name gets no backslash', () => {
    for (const name of ['Contoso Prod (EU)', 'rg_prod_data', 'R&D', 'a-b', 'A | B', 'v1.2', 'Ørsted']) {
      expect(teamsMarkup(name)).toBe(name);
    }
  });
});

test('words that nobody looks into would have stayed as they are', () => {
  const letters = fc.constantFrom(
    ...'*_~`[]()<>#+-=.!|\\&;:{}"\'/ abc019é·▼−\u00A0\u200B\n'.split(''),
    ': ',
    ':05',
  );
  const first = fc.constantFrom('a', '1', '12', '▼', '·', ':', '+', ' ', '\u00A0');
  let inert = 0;
  fc.assert(
    fc.property(first, fc.array(letters, { maxLength: 6 }), (start, rest) => {
      const words = [start, ...rest].join('');
      if (!INERT.test(words)) return;
      inert += 1;
      for (const put of [clean, teamsMarkup, teamsInert, slackMarkup]) expect(put(words)).toBe(words);
    }),
    { numRuns: 20_000, seed: 7 },
  );
  expect(inert).toBeGreaterThan(1_000);
});

test('no date or time function is left, however many braces stand around it', () => {
  for (const words of ['{{DATE(x)}}', '{{{DATE(x)}}}', '{{{{TIME(x)}}', '{', 'a{{']) {
    expect(`${teamsInert(words)}{DATE(x)}}`).not.toMatch(/\{\{/);
    expect(teamsInert(words).replaceAll('\u200B', '')).toBe(words);
  }
});

describe('Slack mrkdwn', () => {
  test('no mention, link, format or emoji is left', () => {
    const words = slackMarkup(clean(HOSTILE));
    expect(words).not.toMatch(/[<>`|]/);
    expect(words).not.toMatch(/(^|\s)[*_~]\S/);
    expect(words).not.toMatch(/:boom:/);
    expect(words).toContain('&lt;!channel&gt;');
    expect(words).toContain('&amp;lt;');
  });

  test('as the label of a link it neither ends nor splits it', () => {
    expect(`<https://a.example|${slackMarkup('a|b>c<d')}>`).toMatch(/^<https:\/\/a\.example\|[^<>|]*>$/);
  });

  test('an ordinary name stays as it is', () => {
    for (const name of [
      'Contoso Prod (EU)',
      'rg_prod_data',
      'a-b',
      'teams:19',
      '3 * 4'.replace(' * ', 'x'),
    ]) {
      expect(slackMarkup(name)).toBe(name);
    }
  });
});
