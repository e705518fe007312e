import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './script.ts';
import { until } from './until.ts';

/** A line of the log; `msg` is its message. */
export type Line = { level: string; msg: string } & Readonly<Record<string, unknown>>;

export type Service = {
  /** Where the chat platforms and `/readyz` are, and where `/metrics` is; asked for once it is ready. */
  origin: string;
  ops: string;
  /** The log as it was written, and its lines. */
  text(): string;
  lines(): Line[];
  /** The first line with these words in its message, as soon as it is there. */
  said(words: string): Promise<Line>;
  signal(signal: NodeJS.Signals): void;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

/**
 * `npm start` as a process of its own, on ports that the system picks. `env` is all that it knows; a database must be
 * among it. `preload`: modules that it loads first.
 */
export function spawnService(
  env: Readonly<Record<string, string>>,
  preload: readonly string[] = [],
): Omit<Service, 'origin' | 'ops'> {
  const folder = mkdtempSync(join(tmpdir(), 'scoreline-service-'));
  const preloads = [join(ROOT, 'src/cli/preflight.js'), ...preload].flatMap((file) => ['--import', file]);
  const child = spawn(process.execPath, [...preloads, join(ROOT, 'src/cli/start.ts')], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', PORT: '0', HOST: '127.0.0.1', OPS_PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.set(child, folder);
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  const lines = () => text.split('\n').flatMap(parsed);
  const exited = new Promise<Awaited<Service['exited']>>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  return {
    text: () => text,
    lines,
    said: (words) =>
      until(
        `the log says "${words}"`,
        () => {
          const found = lines().find(({ msg }) => msg.includes(words));
          if (found === undefined && child.exitCode !== null) throw new Error(`it has ended: ${text}`);
          return found;
        },
        60,
      ),
    signal: (signal) => void child.kill(signal),
    exited,
  };
}

/** The same, ready. */
export async function startService(
  env: Readonly<Record<string, string>>,
  preload: readonly string[] = [],
): Promise<Service> {
  const service = spawnService(env, preload);
  const { port, opsPort } = await service.said('ready');
  return { ...service, origin: `http://127.0.0.1:${port}`, ops: `http://127.0.0.1:${opsPort}` };
}

const running = new Map<ChildProcess, string>();

/** Ends whatever a test left running, and removes its folders. */
export async function endServices(): Promise<void> {
  for (const [child, folder] of running) {
    if (child.exitCode === null && child.signalCode === null) {
      const closed = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await closed;
    }
    rmSync(folder, { recursive: true, force: true });
  }
  running.clear();
}

/** Nothing for the end of a line that is still being written, and for what is not ours. */
function parsed(line: string): Line[] {
  try {
    return [JSON.parse(line) as Line];
  } catch {
    return [];
  }
}
