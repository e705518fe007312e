import { expect, test } from 'vitest';
import { slackMessage, teamsActivity } from '../../src/cards/message.ts';
import { noticeCard } from '../../src/cards/notice.ts';

const said = (text: string) => ({ ...noticeCard({ message: 'x', undo: null }), text });

test('a Teams message says its headline once: in the summary, not above the card', () => {
  const activity = teamsActivity(said('First line.\nSecond line.'));
  expect(activity).toMatchObject({ type: 'message', text: '', summary: 'First line.' });
});

test('the text of a Slack message is whole where it fits, and escaped', () => {
  expect(slackMessage(said('a <!channel> & b\nc')).text).toBe('a &lt;!channel&gt; &amp; b\nc');
});

test('a long text ends with a line, and says how many follow', () => {
  const rows = Array.from({ length: 300 }, (_, n) => `Row ${n} <&> of a long table`);
  const lines = slackMessage(said(rows.join('\n'))).text.split('\n');
  expect(lines.join('\n').length).toBeLessThanOrEqual(3900);
  expect(lines.at(-1)).toBe(`… and ${300 - (lines.length - 1)} more lines on the card`);
  expect(lines.at(-2)).toMatch(/^Row \d+ .* table$/);
});

test('a single endless line is shortened', () => {
  expect(slackMessage(said('<'.repeat(10_000))).text.length).toBeLessThanOrEqual(3900);
});
