import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../support/script.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scoreline-preflight-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function ask(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const script = ['--import', join(ROOT, 'src/cli/preflight.js'), join(ROOT, 'src/cli/ask.ts')];
  return spawnSync(process.execPath, [...script, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '' },
    encoding: 'utf8',
  });
}

describe('the preflight', () => {
  it('reads .env, in which a value may be quoted and a line may be nonsense', () => {
    writeFileSync(join(folder, '.env'), 'nonsense\nLOG_LEVEL="loud"\n');
    expect(ask('help')).toMatchObject({
      status: 78,
      stdout: '',
      stderr: expect.stringContaining('LOG_LEVEL: write'),
    });
  });

  it('says that .env cannot be read, in words, and as one document where one is asked for', () => {
    mkdirSync(join(folder, '.env'));
    const { status, stdout, stderr } = ask('--json', 'help');
    expect(status).toBe(78);
    expect(stderr).toMatch(/^The file \.env cannot be read: it is no file\..*\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'error', data: { message: stderr.trim() } });
    expect(ask('help').stdout).toBe('');
  });
});
