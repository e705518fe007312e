import { createInterface } from 'node:readline/promises';
import type { Card } from '../../cards/card.ts';
import { answerText } from './terminal.ts';

/** Asks for questions on the terminal until its input ends. */
export async function runPrompt(ask: (text: string) => Promise<Card | null>): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: 'scoreline> ' });
  terminal.on('SIGINT', () => terminal.close());
  terminal.prompt();
  for await (const line of terminal) {
    const card = line.trim() === '' ? null : await ask(line);
    if (card !== null) process.stdout.write(`${answerText(card)}\n`);
    terminal.prompt();
  }
}
