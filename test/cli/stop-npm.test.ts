import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ROOT } from '../support/script.ts';
import { until } from '../support/until.ts';

const open: (() => unknown)[] = [];
afterEach(() => {
  for (const close of open.splice(0).reverse()) close();
});

const GUID = '11111111-1111-4111-8111-111111111111';
const SETTINGS = {
  ...{ PORT: '0', HOST: '127.0.0.1', OPS_PORT: '0', DATABASE_URL: 'file:./scoreline.db' },
  // Nobody listens there: reading fails at once, and waits for its next try.
  ...{ AZURE_AUTHORITY_HOST: 'https://127.0.0.1:1', AZURE_RESOURCE_MANAGER_ENDPOINT: 'https://127.0.0.1:1' },
  ...{
    AZURE_TENANT_ID: GUID,
    AZURE_CLIENT_ID: GUID,
    AZURE_CLIENT_SECRET: 'x',
  },
};

/** The project as npm sees it, in a folder without anybody's `.env`. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scoreline-npm-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const name of ['src', 'node_modules']) symlinkSync(join(ROOT, name), join(folder, name));
  return folder;
}

type Npm = {
  /** What npm itself ends with: its exit code, or the signal. */
  exited: Promise<[number | null, NodeJS.Signals | null]>;
  text(): string;
  kill(signal: NodeJS.Signals): void;
  /** Whether npm or anything that it began still runs. */
  left(): boolean;
};

function npmStart(): Npm {
  const cwd = project();
  const npm = spawn('npm', ['start'], {
    cwd,
    // A process group of its own, so that nothing of it can outlive the test.
    detached: true,
    env: { PATH: process.env.PATH ?? '', HOME: cwd, ...SETTINGS },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const inGroup = (signal: NodeJS.Signals | 0): boolean => {
    try {
      return npm.pid !== undefined && process.kill(-npm.pid, signal);
    } catch {
      return false;
    }
  };
  open.push(() => inGroup('SIGKILL'));
  let text = '';
  npm.stderr.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  const exited = new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    npm.once('exit', (code, signal) => resolve([code, signal])),
  );
  return { exited, text: () => text, kill: (signal) => npm.kill(signal), left: () => inGroup(0) };
}

describe.runIf(process.platform !== 'win32')('npm start', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'passes %s on to the service, and ends as it does',
    async (signal) => {
      const { exited, text, kill, left } = npmStart();
      const ready = until('it is ready', () => text().includes('"ready"'), 40);
      await Promise.race([ready, exited]);
      expect(text()).toContain('"ready"');
      kill(signal);
      expect(await exited).toEqual([0, null]);
      expect(text()).toContain('"stopping"');
      expect(left()).toBe(false);
    },
  );
});
