import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export type Ran = { code: number | null; stdout: string; stderr: string };

/** Runs one script as npm does, in an empty folder, which goes with it, and with nothing but `env` in its environment. `uid`: as another user. */
export function runScript(
  name: string,
  args: readonly string[],
  env: Record<string, string> = {},
  preload: readonly string[] = [],
  uid?: number,
): Promise<Ran> {
  const preloads = [join(ROOT, 'src/cli/preflight.js'), ...preload].flatMap((file) => ['--import', file]);
  const folder = mkdtempSync(join(tmpdir(), 'scoreline-run-'));
  const child = spawn(process.execPath, [...preloads, join(ROOT, 'src/cli', `${name}.ts`), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ran = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return ran.finally(() => rmSync(folder, { recursive: true, force: true }));
}
