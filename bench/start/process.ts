import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
export type Env = Readonly<Record<string, string>>;

/** A process of Node as the scripts of package.json start it. `file` from the root of the project. */
function start(file: string, args: readonly string[], env: Env, folder: string) {
  const preflight = join(ROOT, 'src/cli/preflight.js');
  return spawn(process.execPath, ['--import', preflight, join(ROOT, file), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Until it ends by itself. Throws where it fails. */
export async function whole(file: string, args: readonly string[], env: Env, folder: string): Promise<void> {
  const child = start(file, args, env, folder);
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}: ${text}`);
}

/** Node with an empty file of TypeScript and nothing else: what a process costs before there is a program. */
export async function bareTypeScript(folder: string): Promise<void> {
  const file = join(import.meta.dirname, 'nothing.ts');
  const child = spawn(process.execPath, [file], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
}

/** A service until its log says that it is ready; then it is killed, which counts, and takes a few milliseconds. */
export async function untilReady(file: string, env: Env, folder: string): Promise<void> {
  const child = start(file, [], { PORT: '0', HOST: '127.0.0.1', OPS_PORT: '0', ...env }, folder);
  const closed = once(child, 'close');
  let text = '';
  let ready = false;
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk;
    if (!ready && text.includes('"msg":"ready"')) {
      ready = true;
      child.kill('SIGKILL');
    }
  });
  await closed;
  if (!ready) throw new Error(`${file} has ended: ${text}`);
}
