import type { Card } from './card.ts';
import type { WelcomeData } from './data.ts';
import { noteRows } from './parts.ts';
import { type Button, button } from './view.ts';

const HEADLINE = 'I am Scoreline: I answer questions about the Azure secure score of your subscriptions.';

/** Said once, on arrival: what I do, what can be asked here, and who opens the door where it is closed. */
export function welcomeCard(data: WelcomeData): Card<WelcomeData> {
  const lines = data.granted
    ? [
        'Ask for a score, for what to fix first, or for a control, by the name of a subscription.',
        'An operator decides what this conversation may see.',
      ]
    : [
        'This conversation may not see a score yet. An operator of Scoreline can allow it.',
        data.askLine === null
          ? 'No operator is known to me: ask who runs me.'
          : `To ask one, type: ${data.askLine}`,
      ];
  const view = { headline: HEADLINE, lines: noteRows(lines), buttons: welcomeButtons(data) };
  return { name: 'welcome', data, view, text: [HEADLINE, ...lines].join('\n') };
}

function welcomeButtons({ granted, askLine }: WelcomeData): Button[] {
  const help = button('Help', 'help');
  if (granted) return [button('Score', 'score'), button('What to fix', 'fix'), help];
  return askLine === null ? [help] : [button('Ask for access', askLine), help];
}
