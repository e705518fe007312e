import type { Check } from '../../ports.ts';

/** Columns of the state and of the name, and of a whole line. */
const STATE = 9;
const NAME = 18;
const MARGIN = 2;
const NARROWEST = 60;
const WIDEST = 110;

const WORDS: Readonly<Record<Check['state'], string>> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'FAILED',
  off: '-',
};

/** For people: a line or more each, what to do under it, and the sum at the end. `columns`: of the terminal. */
export function printed(checks: readonly Check[], columns: number): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns)) - MARGIN - STATE - NAME;
  const lines = checks.flatMap(({ name, state, message, cure }) => [
    ...hung(`${' '.repeat(MARGIN)}${WORDS[state].padEnd(STATE)}${name.padEnd(NAME)}`, message, width),
    ...(cure === null ? [] : cureLines(cure, width)),
  ]);
  return ['', ...lines, '', sum(checks)].join('\n');
}

/** Words, and under them commands, whole on lines of their own: to be copied. */
function cureLines(cure: string, width: number): string[] {
  const [words = '', ...commands] = cure.split('\n');
  const lead = `${' '.repeat(MARGIN + STATE + NAME - 2)}→ `;
  return [...hung(lead, words, width), ...commands.map((command) => ' '.repeat(lead.length) + command)];
}

/** The first line begins with `lead`, the others with as much space. */
function hung(lead: string, text: string, width: number): string[] {
  return wrapped(text, width).map((line, at) => (at === 0 ? lead : ' '.repeat(lead.length)) + line);
}

/** Breaks at spaces; a word that is too long (a path) stays whole. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    if (longer.length <= width || last === '') lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function sum(checks: readonly Check[]): string {
  const count = (wanted: Check['state']) => checks.filter(({ state }) => state === wanted).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  const noted = warnings === 0 ? '' : `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  if (failed === 0) return noted === '' ? 'All is well.' : `All is well; ${noted}.`;
  const wrong = `${failed} ${failed === 1 ? 'thing is' : 'things are'} wrong`;
  return `${wrong}${noted === '' ? '' : `, ${noted}`}.`;
}
