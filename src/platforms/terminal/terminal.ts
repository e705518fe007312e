import type { Card } from '../../cards/card.ts';

/** An answer as lines of text, and each button as the command line it carries. */
export function answerText({ text, view }: Card): string {
  const lines = [...view.buttons, ...(view.rowButtons ?? [])].map(({ line }) => line.verbatim);
  const said = new Set(lines.map((line) => `Try: ${line}`));
  const words = text.split('\n').filter((line) => !said.has(line));
  return lines.length === 0 ? text : [...words, '', 'Next:', ...lines.map((line) => `  ${line}`)].join('\n');
}
