import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typed } from '../../../src/platforms/slack/typed.ts';

const undo = (raw: string) => typed(raw, 'T1', 'U0BOT');

test.each([
  ['score for <http://contoso.com|contoso.com>', 'score for contoso.com'],
  ['score for <https://contoso.com>', 'score for https://contoso.com'],
  ['score <http://contoso.com/a?b=1&amp;c=2|contoso.com/a?b=1&amp;c=2>', 'score contoso.com/a?b=1&c=2'],
  ['alias prod = <mailto:ops@contoso.com|ops@contoso.com>', 'alias prod = ops@contoso.com'],
  ['score <mailto:ops@contoso.com>', 'score ops@contoso.com'],
  ['score <tel:5550100|555-0100>', 'score 555-0100'],
  ['grant all to <@U123|ada>', 'grant all to slack:T1/U123'],
  ['grant all to <@U123>', 'grant all to slack:T1/U123'],
  ['grant all to <#C123|security>', 'grant all to slack:T1/C123'],
  ['grant all to <#C123|>', 'grant all to slack:T1/C123'],
  ['<!here> score', '@here score'],
  ['<!channel|channel> score', 'channel score'],
  ['<!subteam^S1|@ops> score', '@ops score'],
  ['<@U0BOT> score', 'score'],
  ['<@U0BOT|scoreline> score <@U0BOT>', 'score'],
  ['R&amp;D &lt;prod&gt;', 'R&D <prod>'],
  ['&amp;lt;', '&lt;'],
  ['a < b > c', 'a < b > c'],
  ['score\n\tprod\u0000\u00A0x', 'score prod x'],
  ['sco\u200Bre\u202E prod', 'score prod'],
  ['', ''],
])('%j was typed as %j', (raw, text) => {
  expect(undo(raw)).toBe(text);
});

test('text that Slack had no reason to rewrite comes back as it was', () => {
  const words = fc.string({ unit: fc.constantFrom(...'abcZ019 &<>|"\'/:@#!-_.%'), maxLength: 60 });
  const sent = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  fc.assert(fc.property(words, (text) => undo(sent(text)) === text.trim()));
});
