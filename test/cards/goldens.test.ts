import { describe, expect, test } from 'vitest';
import { slackMessage, teamsActivity } from '../../src/cards/message.ts';
import { SAMPLES } from '../support/card-samples.ts';
import {
  adaptiveCardSchema,
  slackBlocksSchema,
  withoutCharts,
  withoutVisualizations,
} from '../support/card-schemas.ts';
import { slackFaults } from '../support/slack-limits.ts';
import { teamsFaults } from '../support/teams-limits.ts';
import { typeErrors } from '../support/teams-types.ts';

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const golden = (file: string) => `../golden/${file}`;
const contentOf = (card: Parameters<typeof teamsActivity>[0]) =>
  teamsActivity(card).attachments[0]?.content ?? {};

describe.each(SAMPLES)('$name, $case', ({ name, case: of, card }) => {
  test('is as agreed in plain words', async () => {
    await expect(`${card.text}\n`).toMatchFileSnapshot(golden(`${name}.${of}.txt`));
  });

  test('is as agreed in Teams, and small enough', async () => {
    const activity = teamsActivity(card);
    await expect(pretty(activity)).toMatchFileSnapshot(golden(`${name}.${of}.teams.json`));
    expect(teamsFaults(activity)).toEqual([]);
  });

  test('is as agreed in Slack, and inside its limits', async () => {
    const message = slackMessage(card);
    await expect(pretty(message)).toMatchFileSnapshot(golden(`${name}.${of}.slack.json`));
    expect(slackFaults(message)).toEqual([]);
  });

  test('leaves nothing unsaid and nothing unfilled', () => {
    const strings = [card.text, ...leaves(teamsActivity(card)), ...leaves(slackMessage(card))];
    for (const text of strings) {
      expect(text).not.toMatch(/\bNaN\b|\bundefined\b|\bInfinity\b|(?!\n)\p{Cc}/u);
      if (!of.startsWith('worst')) expect(text).not.toMatch(/\bnull\b|\$\{/);
    }
  });
});

describe('validity', () => {
  test('every Teams card fits the official schema of 1.5', () => {
    const validate = adaptiveCardSchema();
    for (const { name, case: of, card } of SAMPLES) {
      expect(validate(withoutCharts(contentOf(card))) ? [] : [name, of, ...(validate.errors ?? [])]).toEqual(
        [],
      );
    }
    expect(validate({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', txet: 'x' }] })).toBe(
      false,
    );
  });

  test('every Teams card fits the card types of Teams', { timeout: 60_000 }, () => {
    const cards = Object.fromEntries(SAMPLES.map((one) => [`${one.name}.${one.case}`, contentOf(one.card)]));
    const wrong = {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'TextBlock', text: 'x', weight: 'Heavy' }],
    };
    const { wrong: found, ...others } = typeErrors({ ...cards, wrong });
    expect(Object.values(others).flat()).toEqual([]);
    expect(found).not.toEqual([]);
  });

  test('every Slack message fits the block types of Slack', { timeout: 60_000 }, () => {
    const validate = slackBlocksSchema();
    for (const { name, case: of, card } of SAMPLES) {
      expect(
        validate(withoutVisualizations(slackMessage(card).blocks))
          ? []
          : [name, of, ...(validate.errors ?? [])],
      ).toEqual([]);
    }
    expect(validate([{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }])).toBe(false);
  });
});

function leaves(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  if (node === null || node === undefined) return ['null'];
  return typeof node === 'object' ? Object.values(node).flatMap(leaves) : [];
}
