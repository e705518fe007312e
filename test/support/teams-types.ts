import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: 'nodenext',
  target: 'es2024',
  types: [],
};

/** What `tsc` says of each card as an `IAdaptiveCard` of `@microsoft/teams.cards`: error lines by name, none if well. */
export function typeErrors(cards: Readonly<Record<string, object>>): Record<string, string[]> {
  mkdirSync(join(MODULES, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(MODULES, '.cache', 'teams-types-'));
  try {
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: OPTIONS, include: ['*.ts'] }),
    );
    for (const [name, card] of Object.entries(cards)) writeFileSync(join(folder, `${name}.ts`), source(card));
    const output = compile(folder).split('\n');
    return Object.fromEntries(
      Object.keys(cards).map((name) => [name, output.filter((line) => line.includes(`${name}.ts(`))]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const source = (card: object): string =>
  `import type { IAdaptiveCard } from '@microsoft/teams.cards';\nexport const card: IAdaptiveCard = ${JSON.stringify(card)};\n`;

function compile(folder: string): string {
  try {
    execFileSync(join(MODULES, '.bin', 'tsc'), ['-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
    return '';
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout);
    throw error;
  }
}
