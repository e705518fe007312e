import type { Card } from './card.ts';
import type { ErrorData } from './data.ts';
import { namedButton } from './parts.ts';
import { clean, shownMessage } from './words.ts';

const MOST_SUGGESTIONS = 4;

/** What the person must change, with what would work; or a fault of ours, whose message names its reference. */
export function errorCard(data: ErrorData): Card<ErrorData> {
  const headline = shownMessage(data.message);
  const lines = data.suggestions.length > 0 ? data.suggestions : ['help'];
  const buttons = lines.slice(0, MOST_SUGGESTIONS).map((line) => namedButton(line, line));
  const view = { headline, buttons };
  const text = [headline, ...data.suggestions.map((line) => `Try: ${clean(line)}`)].join('\n');
  return { name: 'error', data, view, text };
}
