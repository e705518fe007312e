import type { Card } from '../../src/cards/card.ts';
import { escaped, type Json } from '../../src/cards/render.ts';
import type { View } from '../../src/cards/view.ts';

/** The card of a mistake for Teams, as a function that knows nothing else. */
export function errorByHand({ view }: Card): { [key: string]: Json } {
  const headline = String(view.headline);
  const plain = escaped(headline, 'teams', false);
  return {
    ...{ type: 'AdaptiveCard', version: '1.5', lang: 'en', fallbackText: plain, speak: plain },
    body: [{ type: 'TextBlock', text: escaped(headline, 'teams', true), wrap: true }],
    actions: view.buttons.map(buttonByHand),
  };
}

function buttonByHand(button: View): Json {
  const title = escaped(String(button.title), 'teams', false);
  const { line } = button;
  const data = { line: typeof line === 'object' && 'verbatim' in line ? String(line.verbatim) : '' };
  return {
    ...{ type: 'Action.Execute', verb: 'ask', title, data },
    fallback: { type: 'Action.Submit', title, data },
  };
}
