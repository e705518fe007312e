import type { Card } from '../../cards/card.ts';

/** An answer as lines of text, each button as the command line it carries. */
export function answerText(card: Card): string {
  const lines = card.view.buttons.map(({ line }) => `  ${line.verbatim}`);
  return lines.length === 0 ? card.text : `${card.text}\n\nNext:\n${lines.join('\n')}`;
}
