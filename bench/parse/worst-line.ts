import { commands } from '../../src/commands/index.ts';
import { parse } from '../../src/commands/parse.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Scope } from '../../src/core/scope.ts';
import { times } from '../tenant.ts';

const SCOPES = 500;
/** As many words as a question may have. */
const WORDS = 60;
const FILLERS = ['show me', 'what is', 'the', 'my', 'please', 'for', 'of', 'in', 'show'];

const scopes = times(SCOPES, (at): Scope => {
  const name = `The ${['Orders', 'Billing', 'Data', 'Web'][at % 4]} of Contoso in ${['Europe', 'Asia'][at % 2]} ${at}`;
  return { kind: 'subscription', id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`, name };
});
const vocabulary = {
  scopes,
  controls: times(15, (at) => ({ id: `control-${at}`, name: `Protect the data of control ${at}` })),
  everything: [{ kind: 'all', id: 'all', name: 'All subscriptions' } satisfies Scope, ...scopes],
};

/** Lines of nothing but fillers, which may each be a filler or a part of a name: nothing is harder to read. */
export const lines: readonly string[] = [
  ...['the', 'of', 'show me', 'the of', FILLERS.join(' ')].map((words) => filled('', words)),
  ...['score', 'control', 'compare'].map((command) => filled(command, FILLERS.join(' '))),
];

function filled(command: string, words: string): string {
  const all = `${command} ${`${words} `.repeat(WORDS)}`.trim().split(/\s+/);
  return all.slice(0, WORDS).join(' ');
}

/** Reads a line to its end, as a question would; a line that nobody understands is as good as another. */
export function readLine(text: string): void {
  try {
    parse({ text, addressed: 'named' }, vocabulary, commands).read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}
