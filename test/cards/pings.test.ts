import { describe, expect, test } from 'vitest';
import { slackMessage, teamsActivity } from '../../src/cards/message.ts';
import { SAMPLES } from '../support/card-samples.ts';
import { brokenWords, slackPings, teamsPings } from '../support/pings.ts';

describe.each(SAMPLES)('$name, $case', ({ card }) => {
  test('mentions nobody and formats nothing that was not meant', () => {
    expect(slackPings(slackMessage(card))).toEqual([]);
    expect(teamsPings(teamsActivity(card))).toEqual([]);
  });

  test('shows every letter whole, and none that acts', () => {
    expect(brokenWords(slackMessage(card))).toEqual([]);
    expect(brokenWords(teamsActivity(card))).toEqual([]);
    expect(brokenWords({ text: card.text })).toEqual([]);
  });
});

test.each(SAMPLES)('$name, $case: no command line and no address is isolated', ({ card }) => {
  const acting = [...linesIn(slackMessage(card)), ...linesIn(teamsActivity(card))];
  expect(acting.filter((text) => /[\u2068\u2069]/.test(text))).toEqual([]);
});

/** What is sent back or opened: command lines and addresses, wherever they stand. */
function linesIn(node: unknown, key = ''): string[] {
  if (typeof node === 'string') return /^(?:line|value|url)$/.test(key) ? [node] : [];
  if (typeof node !== 'object' || node === null) return [];
  if ('title' in node && 'value' in node) return [];
  return Object.entries(node).flatMap(([name, value]) => linesIn(value, name));
}

describe('these checks find', () => {
  const mrkdwn = (text: string) => ({ text: 'x', blocks: [{ type: 'mrkdwn', text, verbatim: true }] });
  test.each(['<!channel>', '<@U1>', 'a & b', '_b_', '<!date^1^{date}|x>', 'x `y`'])('in Slack %s', (text) => {
    expect(slackPings(mrkdwn(text))).not.toEqual([]);
    expect(slackPings({ text, blocks: [] })).not.toEqual([]);
  });

  test('in Slack what is not verbatim, and elements that mention', () => {
    expect(slackPings({ text: 'x', blocks: [{ type: 'mrkdwn', text: '@here' }] })).not.toEqual([]);
    expect(slackPings({ text: 'x', blocks: [{ type: 'broadcast', range: 'channel' }] })).not.toEqual([]);
  });

  const block = (text: string) => ({ type: 'message', attachments: [{ type: 'TextBlock', text }] });
  test.each(['<at>All</at>', 'x \\\\<at>', '{{DATE(2026-01-01)}}'])('in Teams %s', (text) => {
    expect(teamsPings(block(text))).not.toEqual([]);
  });
  test('in Teams entities', () => {
    expect(teamsPings({ ...block('x'), entities: [] })).not.toEqual([]);
    expect(teamsPings({ type: 'AdaptiveCard', msteams: { entities: [] } })).not.toEqual([]);
  });

  test.each([
    '\uD83D',
    '👩‍👩',
    '\u202Egnp',
    '👦',
    '\u2068a',
    'a\u2069',
    '\u2069a\u2068',
    '\u2068\u2068a\u2069',
  ])('in anything %s', (text) => {
    expect(brokenWords({ text })).not.toEqual([]);
  });
});
