import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm start` tells V8, so that what is measured is what runs. */
export function serviceFlags(): string[] {
  const text = readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8');
  const { scripts } = JSON.parse(text) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.includes('semi-space'));
}
