import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { builtinModules } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from './support/script.ts';

const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const dockerfile = read('Dockerfile').replace(/\\\n/g, ' ');
const manifest = z
  .object({ dependencies: z.record(z.string(), z.string()), scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));
const argumentsOf = (instruction: string) =>
  [...dockerfile.matchAll(new RegExp(`^\\s*${instruction}\\s+(.+)$`, 'gm'))].map((match) => match[1] ?? '');
const list = (json: string | undefined) => z.array(z.string()).parse(JSON.parse(json ?? ''));

/** Development packages that src names and does without where they are not installed. */
const WITHOUT = new Set(['@microsoft/m365agentsplayground']);

describe('the Docker image', () => {
  const copied = argumentsOf('COPY')
    .filter((line) => !line.startsWith('--from'))
    .flatMap((line) => line.trim().split(/\s+/).slice(0, -1));

  it('copies what there is, and is sent that and nothing else', () => {
    expect(copied.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('*');
    const sent = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect([...new Set(copied)].sort()).toEqual(sent.toSorted());
  });

  it('installs every package that src imports', () => {
    const imported = sources(join(ROOT, 'src')).flatMap(packagesOf);
    expect(new Set(imported).size).toBeGreaterThan(10);
    const builtin = new Set(builtinModules);
    const missing = imported.filter(
      (name) => !name.startsWith('node:') && !builtin.has(name) && !(name in manifest.dependencies),
    );
    expect(missing.filter((name) => !WITHOUT.has(name))).toEqual([]);
    expect(packagesOf(join(ROOT, 'src/demo/playground.ts'))).toContain('@microsoft/m365agentsplayground');
  });

  it('runs what npm start runs, with nobody in between, as a user that has no name to be looked up', () => {
    const [command] = argumentsOf('CMD').slice(-1);
    // `exec` leaves no shell between npm and the service: one would keep a signal to itself.
    expect(`exec ${list(command).join(' ')}`).toBe(manifest.scripts.start);
    expect(argumentsOf('USER')).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
    expect(argumentsOf('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(argumentsOf('FROM').every((from) => from.startsWith('node:24-slim'))).toBe(true);
  });

  it('keeps its database on the volume, which its user owns before it becomes one', () => {
    expect(dockerfile).toContain('DATABASE_URL=file:/data/');
    const at = (line: string) => dockerfile.indexOf(line);
    expect([at('chown node:node /data'), at('\nVOLUME /data')].every((place) => place > 0)).toBe(true);
    expect(at('chown node:node /data')).toBeLessThan(at('\nUSER'));
    expect(at('chown node:node /data')).toBeLessThan(at('\nVOLUME /data'));
  });

  it.each([
    [200, 0],
    [503, 1],
    [null, 1],
  ])('is healthy by what /healthz answers: %s is exit code %i', async (status, expected) => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(status ?? 500).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    if (status === null) await new Promise((closed) => server.close(closed));
    const [, program, ...args] = list(dockerfile.match(/^HEALTHCHECK.*?CMD\s+(\[.*\])$/m)?.[1]);
    const child = spawn(process.execPath, [program ?? '', ...args], { env: { PORT: String(port) } });
    expect(await new Promise((closed) => child.once('close', closed))).toBe(expected);
    expect(asked).toEqual(status === null ? [] : ['/healthz']);
    server.close();
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The packages that a file imports at run time; types are gone by then. */
function packagesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/^\s*(?:import|export)\s+type\s[^;]*;/gm, '');
  return [
    ...text.matchAll(
      /(?:\bfrom\s+|\bimport\s+|\b(?:import|require|import\.meta\.resolve)\(\s*)'([^.'][^']*)'/g,
    ),
  ]
    .map((match) => match[1] ?? '')
    .filter((name) => /^(?:@[\w-]+\/)?[\w:-]/.test(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}
