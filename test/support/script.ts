import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export type Ran = { code: number | null; stdout: string; stderr: string };

/** Runs one script as npm does, in an empty folder and with nothing but `env` in its environment. */
export function runScript(
  name: string,
  args: readonly string[],
  env: Record<string, string> = {},
  preload: readonly string[] = [],
): Promise<Ran> {
  const preloads = [join(ROOT, 'src/cli/preflight.js'), ...preload].flatMap((file) => ['--import', file]);
  const child = spawn(process.execPath, [...preloads, join(ROOT, 'src/cli', `${name}.ts`), ...args], {
    cwd: mkdtempSync(join(tmpdir(), 'scoreline-run-')),
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
