import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { readOptions } from './case.ts';
import { installPeers } from './peers.ts';
import { serviceFlags } from './service-flags.ts';

/** Every benchmark: `bench/<name>.ts`, which is also a program of its own. To add one, write it and name it here. */
const BENCHES: readonly string[] = [
  'ingest',
  'ask',
  'parse',
  'cards',
  'start',
  'quota',
  'edge',
  'diff',
  'bytes',
];

/** Exits 1 where a bound is missed or a benchmark fails, and goes on to the next one either way. */
async function main(args: readonly string[]): Promise<number> {
  const { names } = readOptions(args);
  const unknown = names.filter((name) => !BENCHES.includes(name));
  if (unknown.length > 0) {
    throw new Error(`There is no benchmark ${unknown.join(', ')}. There are: ${BENCHES.join(', ')}.`);
  }
  if (!(await installPeers())) process.stderr.write('The peers could not be installed: they are skipped.\n');
  const options = args.filter((arg) => !names.includes(arg));
  let failed = 0;
  for (const name of names.length === 0 ? BENCHES : names) failed += (await run(name, options)) === 0 ? 0 : 1;
  return failed === 0 ? 0 : 1;
}

/** In a process of its own, so that none inherits the heap or the compiled code of another. */
async function run(name: string, options: readonly string[]): Promise<number | null> {
  const program = [...serviceFlags(), join(import.meta.dirname, `${name}.ts`), ...options];
  const child = spawn(process.execPath, program, { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
