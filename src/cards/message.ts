import { type Card, headline } from './card.ts';
import { slackMarkup, teamsInert } from './escape.ts';
import { type Json, render } from './render.ts';
import { shorten } from './words.ts';

export type TeamsActivity = {
  type: 'message';
  text: string;
  summary: string;
  attachments: { contentType: 'application/vnd.microsoft.card.adaptive'; content: { [key: string]: Json } }[];
};

/**
 * A Teams message that is the card. `text` stays empty: Teams shows it as a line above the card, which says the same.
 * Notifications and the chat list read `summary`, screen readers the card's own `speak`.
 */
export function teamsActivity(card: Card): TeamsActivity {
  const content = render(card, 'teams');
  return {
    type: 'message',
    text: '',
    summary: teamsInert(headline(card)),
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  };
}

/** Slack cuts the text of a message near 4,000 characters, wherever that is. */
const LONGEST_TEXT = 3900;
/** Escaping makes a line at most five times as long, so the first always fits. */
const LONGEST_LINE = 700;

/** The arguments of `chat.postMessage` less the channel. `text` is what notifications and screen readers read. */
export function slackMessage(card: Card): { text: string; blocks: Json } {
  const { blocks } = render(card, 'slack');
  return { text: slackLines(card.text, 'on the card'), blocks: blocks ?? [] };
}

/** The same where Slack takes no blocks: what does not fit stands nowhere else. */
export function slackTextAlone(card: Card): string {
  return slackLines(card.text, 'that do not fit into a message without a card: ask for a part of it');
}

function slackLines(text: string, elsewhere: string): string {
  const lines = text.split('\n').map((line) => slackMarkup(shorten(line, LONGEST_LINE)));
  const whole = lines.join('\n');
  if (whole.length <= LONGEST_TEXT) return whole;
  const kept = lines.slice(0, fitting(lines, LONGEST_TEXT - 80));
  return `${kept.join('\n')}\n… and ${lines.length - kept.length} more lines ${elsewhere}`;
}

/** How many lines fit, at least the first. */
function fitting(lines: readonly string[], room: number): number {
  let used = 0;
  const end = lines.findIndex((line) => {
    used += line.length + 1;
    return used > room;
  });
  return end === -1 ? lines.length : Math.max(1, end);
}
