import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;

/** Installs the peers as `bench/package-lock.json` pins them, where that has not been done. False: it did not work. */
export async function installPeers(): Promise<boolean> {
  const installed = changedAt(join(HERE, 'node_modules', '.package-lock.json'));
  if (installed > changedAt(join(HERE, 'package-lock.json'))) return true;
  process.stderr.write('Installing the peers of the benchmarks …\n');
  const npm = process.env.npm_execpath;
  const [command, args] = npm === undefined ? ['npm', ['ci']] : [process.execPath, [npm, 'ci']];
  // stdout is for results.
  const child = spawn(command, args, { cwd: HERE, stdio: ['ignore', process.stderr, process.stderr] });
  const [code] = await once(child, 'exit').catch(() => [1]);
  return code === 0;
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * A peer's module, or null where it is not installed. `T` is the little of it that a benchmark uses: the product is
 * checked without the peers, so their own types are not there.
 */
export async function loadPeer<T>(name: string): Promise<T | null> {
  try {
    return (await import(name)) as T;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}
