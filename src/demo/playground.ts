import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Log } from '../ports.ts';
import type { DemoPerson } from './people.ts';
import { playgroundConfig } from './playground-config.ts';

export type PlaygroundOptions = {
  /** Port of `POST /api/messages` on loopback. */
  botPort: number;
  /** Port of the page; without it the system picks one. */
  port?: number;
  /** Six people, the one at the keyboard first. */
  users: readonly DemoPerson[];
  log: Log;
};

/** `origin` is what the page names as its `serviceUrl`. */
export type Playground = { url: string; origin: string; stop(): Promise<void> };

/** The page is a development dependency, and this installation has none. */
export class NoPlayground extends Error {
  override name = 'NoPlayground';
}

/** Milliseconds for the page to come up, and for it to end when asked. */
const START = 30_000;
const STOP = 3_000;
/** Of what it says, this many lines are kept for the message that it failed. */
const LINES = 20;

/**
 * Runs Microsoft's Teams client page for tests as a process of its own, on loopback and without telemetry. Rejects with
 * `NoPlayground` where the package is not installed.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const cli = cliPath();
  const folder = await mkdtemp(join(tmpdir(), 'scoreline-page-'));
  await writeFile(join(folder, 'page.yml'), playgroundConfig(options.users));
  const child = spawn(process.execPath, argumentsOf(cli, options), {
    cwd: folder,
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stopping = false;
  child.once('exit', (code) => {
    if (!stopping) options.log.warn('the Teams client page ended', { code });
  });
  const stop = async () => {
    stopping = true;
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const origin = `http://localhost:${await portOf(child)}`;
    return { url: origin, origin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function cliPath(): string {
  try {
    return fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/cli.js'));
  } catch {
    throw new NoPlayground('The Teams client page is not installed here: run npm ci without --omit=dev.');
  }
}

function argumentsOf(cli: string, { botPort, port = 0 }: PlaygroundOptions): string[] {
  const preload = ['--import', new URL('./loopback.ts', import.meta.url).href];
  const endpoint = `http://127.0.0.1:${botPort}/api/messages`;
  const flags = ['-e', endpoint, '-c', 'msteams', '-p', String(port), '--disable-telemetry'];
  return [...preload, cli, 'start', ...flags];
}

/** Nothing of ours goes in but what a process needs to run. */
function environment(folder: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
    TEAMSAPPTESTER_BROWSER: 'none',
    M365_AGENTS_PLAYGROUND_CONFIG_PATH: join(folder, 'page.yml'),
    M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'page.log'),
  };
}

/** The port that the page says it listens on. */
async function portOf(child: ChildProcess): Promise<number> {
  const said: string[] = [];
  const heard = Promise.withResolvers<number>();
  const fail = (why: string) => heard.reject(new Error(`The Teams client page ${why}. ${said.join(' ')}`));
  const late = setTimeout(() => fail('did not start'), START);
  child.once('error', ({ message }) => fail(`did not start: ${message}`));
  child.once('exit', (code) => fail(`ended with ${code}`));
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      const port = /^Listening on (\d+)/u.exec(line)?.[1];
      if (port !== undefined) heard.resolve(Number(port));
      else if (said.length < LINES) said.push(line);
    });
  }
  return heard.promise.finally(() => clearTimeout(late));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  const late = setTimeout(() => child.kill('SIGKILL'), STOP);
  await ended;
  clearTimeout(late);
}

/** A port of loopback that is free now. For what must know its port before it listens. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
